"""Gentle questions to begin a note with. Offered one at a time and only on request; none of them asks for more than a
line, and none of them wants the day to have been good."""

from datetime import date

from mobile.words import t


def prompts() -> tuple[str, ...]:
    """Return all questions."""
    return (
        t("What took the most room today?"),
        t("What is one thing that was a little easier than expected?"),
        t("Where in your body do you notice this feeling?"),
        t("What would you like somebody to know about today?"),
        t("What did you need that you did not get?"),
        t("What did you do today that nobody saw?"),
        t("What has been going round in your head?"),
        t("If this feeling could speak, what would it ask for?"),
        t("Who came to mind today, and why?"),
        t("What helped, even a little?"),
        t("What made it harder?"),
        t("What are you putting off, and what is the first small piece of it?"),
        t("What did you say no to, or wish you had?"),
        t("What surprised you?"),
        t("What did you see, hear or smell that stayed with you?"),
        t("When did you last feel at ease, and where were you?"),
        t("What would you tell a friend who had your day?"),
        t("What are you looking forward to, however small?"),
        t("What can wait until tomorrow?"),
        t("What would make tomorrow five percent kinder?"),
        t("What did you learn about yourself this week?"),
        t("What are you holding that is not yours to hold?"),
        t("What felt like you today?"),
        t("What did you eat, and did you sit down for it?"),
        t("How did you sleep, and what does the day feel like because of it?"),
        t("What would you like to remember from today in a year?"),
        t("What is missing in this place right now?"),
        t("Which moment would you have liked to last longer?"),
        t("What have you got through before that felt like this?"),
        t("What is true right now, in plain words?"),
        t("What are you grateful for, if anything? Nothing is an answer, too."),
    )


def prompt(day: date, turn: int) -> str:
    """Return the question of a day, or, by `turn`, one after it; another day begins elsewhere."""
    all_ = prompts()
    return all_[(day.toordinal() * 7 + turn) % len(all_)]
