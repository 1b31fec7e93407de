"""The words about goals: where one stands, what got in the way, and how far it is, also by ear."""

from mobile.goals.document import Goal, Hindrance, LedTo, Obstacle, State
from mobile.ui import dates
from mobile.words import t, tn


def progress(goal: Goal) -> str:
    """Return how far a goal is, such as `4 of 6`; empty without steps."""
    return t("{done} of {count}", done=goal.done_count, count=len(goal.steps)) if goal.steps else ""


def progress_spoken(goal: Goal) -> str:
    """Return the same as a screen reader says it."""
    return tn("{done} of {count} step done", "{done} of {count} steps done", len(goal.steps), done=goal.done_count)


def state_word(state: State) -> str:
    """Return what a goal in a state is called."""
    return {
        State.ACTIVE: t("Under way"),
        State.PAUSED: t("Paused"),
        State.FINISHED: t("Finished"),
        State.DROPPED: t("Let go"),
    }[state]


def state_line(goal: Goal) -> str:
    """Return where a goal stands and since when."""
    if goal.state_on is None:
        return state_word(goal.state)
    return t("{state} · {day}", state=state_word(goal.state), day=dates.short_day(goal.state_on))


def obstacle_word(obstacle: Obstacle) -> str:
    """Return what got in the way, as a choice and in the history."""
    return {
        Obstacle.TOO_BIG: t("It was too big"),
        Obstacle.WRONG_TIME: t("It was the wrong time"),
        Obstacle.NOT_MINE_NOW: t("It is not mine right now"),
    }[obstacle]


def led_to_word(led_to: LedTo) -> str:
    """Return what was changed because of it."""
    return {
        LedTo.NOTHING: t("noted"),
        LedTo.SPLIT: t("made the step smaller"),
        LedTo.PLAN: t("changed the plan"),
        LedTo.PAUSE: t("paused the goal"),
        LedTo.DROP: t("let the goal go"),
    }[led_to]


def hindrance_line(hindrance: Hindrance) -> str:
    """Return one line of the history."""
    return t(
        "{day} · {obstacle}: {led_to}",
        day=dates.short_day(hindrance.on),
        obstacle=obstacle_word(hindrance.obstacle),
        led_to=led_to_word(hindrance.led_to),
    )
