"""The written form of a document comes back as it was, and nothing else is taken for one."""

import json

import pytest
from hypothesis import given, settings

from mobile.vault.plain import read_plain, shown_texts, shown_values, write_plain
from mobile.vault.registers import Registers, edit, texts, values
from tests.mobile.vault.test_registers import Step, play, steps


@settings(max_examples=200, deadline=None, derandomize=True)
@given(steps(with_erase=True))
def test_document_comes_back_from_its_written_form(moves: list[Step]) -> None:
    for registers in play(moves):
        plain = json.loads(json.dumps(write_plain("entry", registers)))
        assert read_plain(plain) == ("entry", registers)
        assert shown_values(plain) == values(registers)
        assert shown_texts(plain) == texts(registers)


def test_what_was_saved_together_stands_together() -> None:
    registers: Registers = edit({}, {"level": 3, "tags.work": True}, now=5, device="phone")
    assert write_plain("entry", registers) == {
        "kind": "entry",
        "saves": [[5, "phone", {"level": 3, "tags.work": True}]],
    }


@pytest.mark.parametrize(
    "plain",
    [
        [],
        7,
        {"kind": "entry"},
        {"kind": 7, "saves": []},
        {"kind": "entry", "saves": 3},
        {"kind": "entry", "saves": [["5", "phone", {"level": 3}]]},
        {"kind": "entry", "saves": [[5, 6, {"level": 3}]]},
        {"kind": "entry", "saves": [[5, "phone", {"level": [3]}]]},
        {"kind": "entry", "saves": [[5, "phone"]]},
        {"kind": "entry", "saves": [], "texts": {"note": [["words", 5, "phone", [1]]]}},
        {"kind": "entry", "saves": [], "texts": {"note": [["words", 5, "phone", {"tablet": "1"}]]}},
        {"kind": "entry", "saves": [], "texts": {"note": 3}},
    ],
)
def test_what_is_no_document_is_refused(plain: object) -> None:
    with pytest.raises(ValueError):
        read_plain(plain)
