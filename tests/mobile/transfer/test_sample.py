"""What the first rows of an unknown table say: its days are read by most rows, and never guessed where two fit."""

from collections.abc import Sequence

import pytest

from mobile.transfer import any_csv
from mobile.transfer.column_choice import COLUMNS_SHOWN, offered
from mobile.transfer.sample import Days, Role, Sample, days_of, take_sample
from mobile.transfer.text_files import Table, open_table
from tests.mobile.transfer.lookalikes import table


def table_of(content: bytes) -> Table:
    found = open_table(content.decode())
    assert found is not None
    return found


def days(*values: str) -> Days:
    """Return how a column of these values reads as days."""
    return days_of(sample(values), "When")


def sample(values: Sequence[str]) -> Sample:
    return take_sample(table_of(table("When,Mood", [[value, "ok"] for value in values])))


def test_whether_the_day_or_the_month_comes_first_is_asked_only_when_no_row_tells() -> None:
    assert days("3/4/2025", "5/6/2025") == Days(("dmy", "mdy"), "3/4/2025")
    assert days("3/14/2025", "5/6/2025").orders == ("mdy",)
    assert days("2025-03-14T08:00").orders == ("ymd",)
    assert days("ok", "fine").orders == ()


def test_a_row_that_is_no_date_is_left_out_and_the_others_say_how_they_are_read() -> None:
    assert days("2024-01-01", "2024-01-02", "nonsense") == Days(("ymd",), "2024-01-01", ((4, "nonsense"),))
    assert days("31.1.2024", "", "soon", "1.2.2024", "n/a") == Days(("dmy",), "31.1.2024", ((4, "soon"), (6, "n/a")))


def test_an_odd_row_does_not_keep_the_question_from_being_asked_with_a_value_that_shows_it() -> None:
    found = days("2024-01-01", "2024-01-02", "nonsense", "03/04/2024")
    assert found == Days(("dmy", "mdy"), "03/04/2024", ((4, "nonsense"),))
    assert days("4/4/2025", "3/4/2025").example == "3/4/2025"


def test_rows_that_contradict_each_other_are_not_outvoted_while_a_value_reads_both_ways() -> None:
    assert days("25/3/2024", "26/3/2024", "3/4/2024", "4/5/2024", "3/25/2024") == Days(
        ("dmy", "mdy"), "3/4/2024", ((6, "3/25/2024"),)
    )
    assert days("25/3/2024", "26/3/2024", "27/3/2024", "3/25/2024").orders == ("dmy",)


@pytest.mark.parametrize(
    ("values", "unread"),
    [
        (("rain", "sun", "2024-01-01"), ((2, "rain"), (3, "sun"))),
        (("rain",), ((2, "rain"),)),
        (("", " "), ()),
        ((), ()),
    ],
)
def test_a_column_with_few_dates_is_none_and_its_first_odd_row_is_named(
    values: tuple[str, ...], unread: tuple[tuple[int, str], ...]
) -> None:
    assert days(*values) == Days((), "", unread)


def test_the_column_of_the_day_is_found_although_a_row_of_it_is_odd() -> None:
    found = table_of(table("how,seen", [["4", "2024-01-01"], ["5", "2024-01-02"], ["3", "never"]]))
    assert any_csv.guess(found).day == "seen"
    named = table_of(
        table("date,other", [["2024-01-01", "2024-01-01"], ["?", "2024-01-02"], ["2024-01-03", "2024-01-03"]])
    )
    assert any_csv.guess(named).day == "date"


@pytest.mark.parametrize(
    ("role", "value"),
    [
        ("day", "2024-02-01"), ("time", "8:30 pm"), ("mood", "fine"), ("mood", "7"), ("tags", "sport"),
        ("notes", "Something longer about this day"), ("scales", "7:30"),
    ],
)  # fmt: skip
def test_among_very_many_columns_one_that_looks_like_a_role_is_offered(role: Role, value: str) -> None:
    header = [*(f"c{n}" for n in range(100)), "Wanted"]
    other = {"day": "x", "mood": "Something longer about this day", "tags": "8:00", "scales": "x"}.get(role, "0.5")
    found = take_sample(table_of(table(",".join(header), [[*[other] * 100, value]])))
    assert "Wanted" in offered(header, ["c80"], found, role)
    assert "c80" in offered(header, ["c80"], found, role)
    assert len(offered(header, ["c80"], found, role)) == COLUMNS_SHOWN
    assert offered(header, [], found, role, " C9 ") == ["c9", *(f"c9{n}" for n in range(10))]
    assert offered(header[:60], [], found, role) == header[:60]


def test_of_a_table_with_thousands_of_columns_a_few_rows_are_looked_at() -> None:
    content = ",".join(f"c{n}" for n in range(5_000)) + "\n" + ("1," * 4_999 + "1\n") * 100
    assert len(take_sample(table_of(content.encode())).numbers) == 12
