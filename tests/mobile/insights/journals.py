"""Days and check-ins for the tests of insights: written out, or made up by hypothesis."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from mobile.insights.days import CheckIn, Day, make_days

BEGIN = date(2026, 1, 5)  # a Monday


def day_at(offset: int) -> date:
    """Return the day `offset` days after BEGIN."""
    return BEGIN + timedelta(days=offset)


def levels(*values: int | None, tags: Sequence[str] = ()) -> list[Day]:
    """Return one day for each value in a row; None is a day without a check-in."""
    return make_days(
        CheckIn(day_at(place), value, tags=tuple(tags)) for place, value in enumerate(values) if value is not None
    )


_ids = st.sampled_from(["work", "outdoors", "news", "sleep"])
check_ins = st.builds(
    CheckIn,
    day=st.integers(0, 60).map(day_at),
    level=st.integers(1, 5),
    minute=st.none() | st.integers(0, 1439),
    feelings=st.lists(_ids, max_size=2, unique=True).map(tuple),
    tags=st.lists(_ids, max_size=2, unique=True).map(tuple),
    scales=st.lists(st.tuples(_ids, st.integers(0, 4).map(float)), max_size=2, unique_by=lambda pair: pair[0]).map(
        tuple
    ),
)
journals = st.lists(check_ins, max_size=80)
