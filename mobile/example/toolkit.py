"""What an example member keeps at hand: a goal on its way, a strategy that helped, a safety plan."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mobile.goals import intents as goals
from mobile.safety import plan as safety
from mobile.strategies import intents as strategies

if TYPE_CHECKING:
    from mobile.services import Services


async def write_toolkit(services: "Services", person: Mapping[str, Any]) -> None:
    """Write the goals, strategies and safety plan of `person`; `tries` are (before, after, rating) of one time each."""
    for goal in person.get("goals", ()):
        steps = (*goal["done"], *goal["waiting"])
        plan = (goal["if_text"], goal["then_text"])
        goal_id = await goals.create_goal(services, goal["title"], goal["why"], steps, plan, goal["tags"])
        made = goals.get_goal(services, goal_id)
        for step in made.steps[: len(goal["done"])] if made else ():
            await goals.tick_step(services, goal_id, step.id, done=True)
    for words in person.get("strategies", ()):
        kept = await strategies.keep_own(services, None, {"cautions": "", **words})
        for before, after, rating in words["tries"]:
            strategy = strategies.get_saved(services, kept)
            if strategy is None:
                continue
            trial_id = await strategies.note_trial(services, strategy, before)
            again = strategies.get_saved(services, kept)
            trial = next(one for one in again.trials if one.id == trial_id) if again else None
            if again is not None and trial is not None:
                await strategies.set_levels(services, trial, after=after)
                await strategies.rate(services, again, trial, rating)
    for line in person.get("safety_plan", ()):
        await safety.add_line(services, line["part"], line["words"], line.get("number", ""))
