"""The words of an import: every reason to refuse a file and everything that is not carried has its sentence."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args
from uuid import uuid4

import mobile.transfer
from mobile.transfer.imported import EXAMPLES_MAX, Finding, Findings, Reason
from mobile.transfer.plan import Plan
from mobile.transfer.report import REPORT_CHARACTERS_MAX, finding_sentence, refusal_sentence, report_text

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_every_refusal_says_why_and_that_nothing_was_imported() -> None:
    sentences = [refusal_sentence(reason, 7) for reason in get_args(Reason)]
    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith(". Nothing was imported.") for sentence in sentences)
    assert "Row 7" in refusal_sentence("broken_table", 7)


def test_everything_that_a_reader_finds_has_a_sentence() -> None:
    folder = Path(mobile.transfer.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'findings\.add\(\s*"(\w+)"', source)) | {"unknown_part", "housekeeping"}
    assert len(codes) > 15
    for code in sorted(codes):
        one, many = finding_sentence(Finding(code, 1)), finding_sentence(Finding(code, 2))
        assert one != f"{code}: 1"
        assert one.endswith(".") and many.endswith(".")


def test_a_report_names_what_was_not_carried_and_how_much_more_there_is() -> None:
    findings = Findings()
    for number in range(EXAMPLES_MAX + 5):
        findings.add("odd_time", f"example {number}")
    plan = Plan(uuid4(), "pixels", imported_before=2, first_day=date(2024, 1, 1), last_day=date(2024, 1, 2))
    plan.findings = findings.copy()
    text = report_text(plan, "pixels.json", NOW)
    assert "Pixels: pixels.json" in text
    assert "2 check-ins were imported before and stay as they are." in text
    assert f"{EXAMPLES_MAX + 5} times of day could not be read" in text
    assert "example 0" in text and f"example {EXAMPLES_MAX - 1}" in text
    assert "and 5 more" in text
    findings.add("odd_time", "later")
    assert "later" not in report_text(plan, "pixels.json", NOW)


def test_one_day_is_named_once_and_long_numbers_are_grouped() -> None:
    day = date(2024, 5, 1)
    plan = Plan(uuid4(), "csv", imported_before=12_000, first_day=day, last_day=day)
    text = report_text(plan, "table.csv", NOW)
    assert "  On 1 May 2024\n" in text and "12,000 check-ins were imported before" in text
    plan.last_day = date(2024, 5, 3)
    assert "  From 1 May 2024 to 3 May 2024\n" in report_text(plan, "table.csv", NOW)
    assert "more than 200,000 rows" in refusal_sentence("too_many")


def test_a_table_that_cannot_be_told_says_what_may_stand_between_its_columns() -> None:
    assert "a comma, a semicolon, a tab or a vertical line" in refusal_sentence("unknown")


def test_a_report_fits_into_one_document_whatever_was_found() -> None:
    plan = Plan(uuid4(), "csv")
    for code in ("odd_time", "odd_scale", "no_day"):
        for number in range(EXAMPLES_MAX):
            plan.findings.add(code, f"{number} " + "\N{HIRAGANA LETTER A}" * 500)
    text = report_text(plan, "table.csv", NOW)
    assert len(text) <= REPORT_CHARACTERS_MAX
    assert text.endswith("The report is longer than Kith keeps; this is its beginning.")


def test_an_import_that_carried_everything_says_so() -> None:
    assert "everything in the file was carried" in report_text(Plan(uuid4(), "csv"), "table.csv", NOW)
