"""What documents are called when they are counted."""

import re
from pathlib import Path

import mobile
from mobile.transfer.kinds import counted, listed

# Documents that were never told apart from the rest would be "other things".
_KIND = re.compile(r'^(?:KIND|IMPORT|HIDDEN, MUTED_WORDS, SETTINGS) = ("[a-z_]+"(?:, "[a-z_]+")*)', re.MULTILINE)
_NO_DOCUMENTS = {"photo"}  # a kind of file on this device


def test_documents_are_counted_by_what_they_are_in_the_same_order_always() -> None:
    kinds = ["settings", "goal", "tag", "hidden", "tag", "tag_group", "safety_plan", "entry", "safety_plan"]
    assert counted(kinds) == ["1 check-in", "2 tags", "1 group of tags", "1 goal", "your safety plan", "settings"]
    assert counted([]) == []
    assert listed(["safety_plan", "settings"]) == "Your safety plan, settings"


def test_a_kind_from_a_newer_kith_is_another_thing() -> None:
    assert counted(["dream", "dream", "mood"]) == ["1 mood", "2 other things"]


def test_every_kind_of_document_has_its_word() -> None:
    source = "\n".join(path.read_text("utf-8") for path in Path(mobile.__file__).parent.rglob("*.py"))
    kinds = {kind for found in _KIND.findall(source) for kind in re.findall("[a-z_]+", found)} - _NO_DOCUMENTS
    assert {"entry", "goal", "measure", "reminder", "hidden", "import"} <= kinds
    assert not [line for kind in kinds for line in counted([kind]) if "other thing" in line]
