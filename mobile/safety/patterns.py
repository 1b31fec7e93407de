"""When the journal shows a run of low days. Worked out on this device for its owner; told to nobody, stored nowhere.

It is no measure of health and judges nothing: it only decides whether the member's own plan is laid a tap nearer.
"""

from collections.abc import Mapping
from datetime import date, timedelta

# Five days back: a bad weekend is still in sight on Wednesday, last month is not.
WINDOW_DAYS = 5
# Three days with an entry: one or two hard days are part of most weeks, and an offer that comes for each of them would
# soon not be read.
RUN_DAYS = 3
# The mean of the lowest entry of each of those days, at most "low" (2 of 5). A day's lowest and not its mean, because a
# good hour does not undo a hard night; and a mean of days, so that one "very low" among better days is no run.
RUN_MEAN = 2.0
# After "not now" the offer rests for a week: by then the window is filled with other days.
QUIET_FOR = timedelta(days=7)


def window_start(today: date) -> date:
    """Return the first of the days that count."""
    return today - timedelta(days=WINDOW_DAYS - 1)


def is_low_run(lows: Mapping[date, int], today: date) -> bool:
    """Tell whether the newest RUN_DAYS days with an entry, all within WINDOW_DAYS, are low on average.

    `lows` maps a day to its lowest level, 1 to 5; days without an entry are left out.
    """
    days = sorted((day for day in lows if window_start(today) <= day <= today), reverse=True)[:RUN_DAYS]
    return len(days) == RUN_DAYS and sum(lows[day] for day in days) / RUN_DAYS <= RUN_MEAN
