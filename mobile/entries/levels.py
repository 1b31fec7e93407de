"""Which face a mean level has: one answer for the calendar, the pictures of insights and the report."""


def nearest_level(mean: float) -> int:
    """Return the level 1..5 that is nearest to a mean; a half goes up, as it is shown with one decimal: 3.5 is 4."""
    return min(5, max(1, int(round(mean, 1) + 0.5)))
