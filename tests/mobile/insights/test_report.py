"""The report on paper: what was chosen and nothing else, on two pages at most whatever was written."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from mobile.day_span import ALL, MONTH, OWN, Span, span
from mobile.insights import report as shapes
from mobile.insights.report import (
    CALENDAR,
    LINKS,
    MEASURES,
    PARTS,
    TREND,
    WEEKDAYS,
    Chosen,
    Note,
    Report,
    entries_with_notes,
    in_words,
    read_report,
)
from mobile.insights.report_pdf import print_report
from mobile.services import Services
from mobile.vault.values import Value
from tests.support.paper import count_pages, drawings, places, words_on
from tests.support.phone import phone

TODAY = date(2026, 3, 1)
EDGE_POINTS, WIDTH_POINTS, HEIGHT_POINTS = 30, 595, 842


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """A journal of sixty days: better ones with a walk, a note on each tenth, and two measures."""
    async with phone(tmp_path) as device:
        items: list[tuple[UUID | None, str, dict[str, Value]]] = []
        for back in range(60):
            fields: dict[str, Value] = {
                "felt_on": str(TODAY - timedelta(days=back)),
                "level": 2,
                "feelings.tired": True,
            }
            if back % 3 == 0:
                fields |= {"level": 4, "tags.outdoors": True}
            if back % 10 == 0:
                fields["note"] = f"Note of day {back}"
            items.append((None, "entry", fields))
        taken: dict[str, Value] = {
            "pack": "phq2",
            "name": "PHQ-2",
            "taken_on": "2026-02-10",
            "score": 3.0,
            "least": 0.0,
            "most": 6.0,
        }
        items += [(None, "measure", taken), (None, "measure", {**taken, "taken_on": "2025-02-10"})]
        await device.services.documents.add_many(items)
        yield device.services


def all_words(report: Report) -> str:
    return "\n".join(line for heading, lines in in_words(report) for line in (heading, *lines))


async def test_every_part_stands_on_paper_as_text_and_no_name(services: Services) -> None:
    report = await read_report(services, Chosen(span(MONTH, TODAY)))
    pdf = print_report(report).content
    text = words_on(pdf)
    for words in (
        "How I have been", "31 January 2026 to 1 March 2026", "30 check-ins on 30 of 30 days", "Mood over time",
        "The line is a 7-day average.", "February 2026", "What goes with better and lower days",
        "Outdoors: +2.0 levels on days with it (95% interval", "10 days with, 20 without", "A link is not a cause.",
        "Words: tired (30)", "PHQ-2, 10 February 2026: 3 of 6", "It is no diagnosis.",
    ):  # fmt: skip
        assert words in text, words
    assert "2025" not in text and "Note of day" not in text and b"/Author" not in pdf
    assert b"/Lang (en-GB)" in pdf and count_pages(pdf) == 2


async def test_the_same_report_gives_the_same_bytes(services: Services) -> None:
    report = await read_report(services, Chosen(span(MONTH, TODAY)))
    assert print_report(report).content == print_report(report).content


async def test_only_chosen_parts_notes_and_name_are_in_it(services: Services) -> None:
    days = span(MONTH, TODAY)
    first, second, _ = entries_with_notes(services, days)
    chosen = Chosen(days, frozenset({TREND}), frozenset({second.id}), "Sam")
    text = words_on(print_report(await read_report(services, chosen)).content)
    assert "Sam" in text and second.note in text and first.note not in text
    assert "Calendar" not in text and "Most used" not in text and "PHQ-2" not in text


async def test_every_ticked_note_is_in_it_and_paper_says_which_do_not_fit(services: Services) -> None:
    await services.documents.save_all(
        (document.id, "entry", {"note": f"{document.fields['felt_on']} " + "and so on " * 30})
        for document in services.documents.list("entry")
    )
    many: list[tuple[UUID | None, str, dict[str, Value]]] = [
        (None, "entry", {"felt_on": str(TODAY), "felt_at": "23:00", "level": 3, "note": f"Late thought {number}"})
        for number in range(20)
    ]
    await services.documents.add_many(many)
    ticked = frozenset(entry.id for entry in entries_with_notes(services, span(ALL, TODAY)))
    report = await read_report(services, Chosen(span(ALL, TODAY), frozenset(), ticked))
    assert len(report.notes) == len(ticked) == 80
    printed = print_report(report)
    text = words_on(printed.content)
    assert 0 < printed.notes_left_out < 80
    assert f"The {printed.notes_left_out} newest notes did not fit." in text
    assert report.notes[0].text[:10] in text and "Late thought" not in text


async def test_a_note_of_other_days_is_left_out_though_it_was_ticked_before(services: Services) -> None:
    ticked = frozenset(entry.id for entry in entries_with_notes(services, span(ALL, TODAY)))
    report = await read_report(services, Chosen(Span(OWN, TODAY, TODAY), notes=ticked))
    assert [note.text for note in report.notes] == ["Note of day 0"]


async def test_weekdays_and_links_wait_until_there_are_enough_days(services: Services) -> None:
    report = await read_report(services, Chosen(Span(OWN, TODAY - timedelta(days=6), TODAY)))
    assert report.weekdays == () and report.links == ()
    assert report.lacking == (WEEKDAYS, LINKS, MEASURES)
    assert (await read_report(services, Chosen(span(ALL, TODAY)))).lacking == ()
    chosen = Chosen(Span(OWN, TODAY - timedelta(days=6), TODAY), frozenset({TREND, LINKS}))
    assert (await read_report(services, chosen)).lacking == (LINKS,)
    assert "By weekday" in all_words(await read_report(services, Chosen(span(ALL, TODAY))))


async def test_words_for_feelings_are_not_among_what_goes_with_better_days(services: Services) -> None:
    await services.documents.save_all(
        (document.id, "entry", {"feelings.joyful": True})
        for document in services.documents.list("entry")
        if document.fields["level"] == 4
    )
    report = await read_report(services, Chosen(span(MONTH, TODAY), frozenset({LINKS})))
    assert len(report.links) == 2 and report.links[0].startswith("Outdoors: +2.0 levels")
    assert report.links[1].startswith("1 thing was looked at;")
    await services.documents.save_all(
        (document.id, "entry", {"tags.outdoors": False}) for document in services.documents.list("entry")
    )
    assert (await read_report(services, Chosen(span(MONTH, TODAY), frozenset({LINKS})))).links == ()


async def test_an_empty_time_is_a_page_that_says_so(services: Services) -> None:
    report = await read_report(services, Chosen(Span(OWN, date(2020, 1, 1), date(2020, 1, 31))))
    pdf = print_report(report).content
    assert count_pages(pdf) == 1 and "0 check-ins on 0 of 31 days" in words_on(pdf)


async def test_the_words_of_the_preview_are_those_of_the_pages(services: Services) -> None:
    chosen = Chosen(span(MONTH, TODAY), frozenset(PARTS) - {CALENDAR})
    report = await read_report(services, chosen)
    text = words_on(print_report(report).content)
    assert all(
        words in text for words in all_words(report).split("\n") if " of 5 (" not in words and "too few" not in words
    )


@pytest.mark.parametrize(
    ("texts", "left_out"),
    [
        (["word " * 40] * 5, 0),
        (["word " * 3_000], 0),  # cut, but there
        (["word " * 300] * 60, 1),
        (["a" * 9_000, "\n" * 500, "word"], 1),
        ([], 0),
    ],
)
def test_notes_never_hang_over_an_edge_and_what_does_not_fit_is_counted(texts: list[str], left_out: int) -> None:
    measures = tuple(f"{'very long name ' * 30}{n}" for n in range(shapes.MEASURES_MAX))
    notes = tuple(Note("1 March 2026 · Low", text) for text in texts)
    long = ("x" * 500,)
    report = Report("How I have been", TODAY, long, long * 5, links=long * 6, measures=measures, notes=notes)
    printed = print_report(report)
    assert count_pages(printed.content) == 2 == len(drawings(printed.content))
    for x, y in places(printed.content):
        assert EDGE_POINTS < x < WIDTH_POINTS - EDGE_POINTS and EDGE_POINTS < y < HEIGHT_POINTS - EDGE_POINTS
    assert (printed.notes_left_out >= left_out) if left_out else printed.notes_left_out == 0
    assert ("did not fit" in words_on(printed.content)) == bool(printed.notes_left_out)


async def test_odd_documents_do_not_keep_a_report_from_being_made(services: Services) -> None:
    odd: dict[str, Value] = {"felt_on": "2026-02-30", "level": "x", "note": 7, "tags.": True, "scales.a": 10**30}
    await services.documents.save(None, "entry", odd)
    await services.documents.save(None, "measure", {"name": 3, "taken_on": "2026-02-11", "score": 1, "most": "x"})
    assert print_report(await read_report(services, Chosen(span(ALL, TODAY)))).content.startswith(b"%PDF-")
