"""The laws of the join, over states that devices can really reach."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.vault.registers import (
    Registers,
    Write,
    edit,
    erase,
    is_erased,
    join,
    texts,
    values,
)

DEVICES = ("phone", "tablet", "laptop")
Step = tuple[str, int, str, int, int]


def steps(*, with_erase: bool) -> st.SearchStrategy[list[Step]]:
    """Moves of three devices: (what, device, field, value, clock). Clocks are free: devices may be days apart."""
    kinds = ["edit", "edit", "edit", "meet"] + (["erase"] if with_erase else [])
    step = st.tuples(
        st.sampled_from(kinds),
        st.integers(0, 2),
        st.sampled_from(["level", "note", "tags.a"]),
        st.integers(0, 9),
        st.integers(1, 50),
    )
    return st.lists(step, max_size=24)


def play(moves: list[Step]) -> list[Registers]:
    """Return the three copies after `moves`; a meeting is one device pulling from another."""
    copies: list[Registers] = [{}, {}, {}]
    for what, index, field, value, clock in moves:
        mine = copies[index]
        if what == "edit":
            copies[index] = edit(mine, {field: str(value)}, now=clock, device=DEVICES[index])
        elif what == "erase":
            copies[index] = erase(mine)
        else:
            copies[index] = join(mine, copies[value % 3])
    return copies


def normal(registers: Registers) -> str:
    return json.dumps(registers, sort_keys=True)


@pytest.mark.parametrize("with_erase", [False, True])
def test_join_is_idempotent_commutative_and_associative(with_erase: bool) -> None:
    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(steps(with_erase=with_erase))
    def laws(moves: list[Step]) -> None:
        a, b, c = play(moves)
        assert normal(join(a, a)) == normal(join({}, a))
        assert normal(join(a, b)) == normal(join(b, a))
        assert normal(join(a, join(b, c))) == normal(join(join(a, b), c))

    laws()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(steps(with_erase=True))
def test_join_never_loses_a_text_that_nobody_replaced(moves: list[Step]) -> None:
    copies: list[Registers] = [{}, {}, {}]
    standing: dict[tuple[int, str], str] = {}
    for what, index, _field, value, clock in moves:
        mine = copies[index]
        on_screen = {(write.stamp, write.device) for write in mine.get("note", ())}
        if what == "meet":
            copies[index] = join(mine, copies[value % 3])
            continue
        for key in on_screen:
            standing.pop(key, None)
        if what == "erase":
            copies[index] = erase(mine)
        else:
            words = f"{DEVICES[index]} {clock} {len(standing)} {value}"
            copies[index] = edit(mine, {"note": words}, now=clock, device=DEVICES[index])
            newest = copies[index]["note"][0]
            standing[newest.stamp, newest.device] = words
    everything = join(join(copies[0], copies[1]), copies[2])
    assert {write.value for write in everything.get("note", ()) if write.value is not None} == set(standing.values())


def test_a_later_edit_wins_even_when_the_clock_is_a_day_behind() -> None:
    day = 86_400_000
    first = edit({}, {"level": 2}, now=10 * day, device="phone")
    second = edit(first, {"level": 4}, now=9 * day, device="tablet")
    assert values(join(first, second)) == {"level": 4}
    assert values(join(second, first)) == {"level": 4}


def test_different_fields_edited_apart_both_stay() -> None:
    base = edit({}, {"level": 3, "note": "Slow start"}, now=1, device="phone")
    phone = edit(base, {"level": 4}, now=2, device="phone")
    tablet = edit(base, {"tags.work": True}, now=3, device="tablet")
    assert values(join(phone, tablet)) == {"level": 4, "note": "Slow start", "tags.work": True}


def test_notes_written_apart_stand_side_by_side_until_one_is_written_over_both() -> None:
    base = edit({}, {"note": "Slow start"}, now=1, device="phone")
    phone = edit(base, {"note": "Slow start, better later"}, now=2, device="phone")
    tablet = edit(base, {"note": "Slow start. Tea helped"}, now=3, device="tablet")
    both = join(phone, tablet)
    assert texts(both) == {"note": ("Slow start. Tea helped", "Slow start, better later")}
    resolved = edit(both, {"note": "Slow start. Tea helped, better later"}, now=4, device="phone")
    assert texts(join(resolved, both)) == {}
    assert values(join(tablet, resolved))["note"] == "Slow start. Tea helped, better later"


def test_deleted_stays_deleted_when_an_old_copy_comes_again() -> None:
    old = edit({}, {"level": 1, "note": "Bad night"}, now=1, device="phone")
    assert is_erased(join(erase(old), old))


def test_an_edit_that_did_not_know_of_the_deletion_brings_back_only_its_own_words() -> None:
    base = edit({}, {"level": 1, "note": "Bad night", "tags.sleep": True}, now=1, device="phone")
    deleted = erase(base)
    edited = edit(base, {"note": "Bad night, but the tea helped"}, now=2, device="tablet")
    assert values(join(deleted, edited)) == {"note": "Bad night, but the tea helped"}


def test_an_old_version_does_not_come_back_after_a_hundred_edits_elsewhere() -> None:
    old = edit({}, {"note": "first"}, now=1, device="tablet")
    newer: Registers = old
    for number in range(100):
        newer = edit(newer, {"note": f"draft {number}"}, now=number, device="phone")
    assert texts(join(old, newer)) == {}
    assert values(join(old, newer)) == {"note": "draft 99"}


def test_saving_what_already_stands_is_not_an_edit() -> None:
    base = edit({}, {"level": 3, "tags.work": True}, now=1, device="phone")
    assert edit(base, {"level": 3, "tags.work": True, "note": None}, now=9, device="phone") == base
    assert edit(base, {"level": True}, now=9, device="phone") != base  # True is not 1, nor 3


def test_values_leave_out_what_was_taken_away() -> None:
    base = edit({}, {"energy": 4, "level": 3}, now=1, device="phone")
    assert values(edit(base, {"energy": None}, now=2, device="phone")) == {"level": 3}


def test_two_values_under_one_key_are_settled_the_same_everywhere() -> None:
    one, other = {"level": (Write(2, 5, "phone"),)}, {"level": (Write(4, 5, "phone"),)}
    assert join(one, other) == join(other, one)


def test_texts_that_are_put_side_by_side_stay_so_until_somebody_writes_over_them() -> None:
    one = edit({"note": (Write("before", 70, "phone"),)}, {"note": ("newest", "older")}, now=50, device="phone")
    assert texts(one) == {"note": ("newest", "older")} and values(one) == {"note": "newest"}
    assert normal(join(one, one)) == normal(one)
    assert normal(edit(one, {"note": ("newest", "older")}, now=90, device="tablet")) == normal(one)
    after = join(one, edit(one, {"note": "both"}, now=10, device="tablet"))
    assert values(after) == {"note": "both"} and texts(after) == {}
