"""What came of an import, in words: for the screen, and as a text to keep beside the old journal."""

from collections.abc import Callable, Mapping
from datetime import datetime

from mobile.transfer.imported import ROWS_MAX, Finding, Reason
from mobile.transfer.plan import Plan
from mobile.ui import dates
from mobile.vocabulary import FEELING, MOOD, SCALE, TAG, TAG_GROUP, TEMPLATE
from mobile.words import number, t, tn

REPORT_CHARACTERS_MAX = 24_000  # within one sealed document, four bytes for a letter at the worst
EXAMPLES_SHOWN = 3


def source_name(source: str) -> str:
    """Return what a journal is called."""
    names = {
        "daylio_backup": t("Daylio backup"),
        "daylio_csv": t("Daylio export (CSV)"),
        "how_we_feel": t("How We Feel"),
        "bearable": t("Bearable"),
        "pixels": t("Pixels"),
        "daily_you": t("Daily You"),
        "track_and_graph": t("Track & Graph"),
        "csv": t("Table (CSV)"),
        "kith": t("Kith archive"),
        "kith_table": t("Table from Kith (CSV)"),
    }
    return names.get(source, t("Another journal"))


_FINDINGS: Mapping[str, Callable[[int], str]] = {
    "no_day": lambda n: tn(
        "{count} record has no date that can be read and was left out.",
        "{count} records have no date that can be read and were left out.",
        n,
    ),
    "impossible_day": lambda n: tn(
        "{count} check-in is dated in the future or before 1900 and was left out.",
        "{count} check-ins are dated in the future or before 1900 and were left out.",
        n,
    ),
    "mood_left_out": lambda n: tn(
        "{count} check-in was left out, as you chose for its mood.",
        "{count} check-ins were left out, as you chose for their moods.",
        n,
    ),
    "early_day": lambda n: tn(
        "{count} check-in is dated before 1990. It was kept; look whether the date is right.",
        "{count} check-ins are dated before 1990. They were kept; look whether the dates are right.",
        n,
    ),
    "odd_time": lambda n: tn(
        "{count} time of day could not be read; the check-in stands without one.",
        "{count} times of day could not be read; the check-ins stand without one.",
        n,
    ),
    "odd_mood": lambda n: tn("{count} mood could not be read.", "{count} moods could not be read.", n),
    "odd_scale": lambda n: tn(
        "{count} value of a scale could not be read.", "{count} values of scales could not be read.", n
    ),
    "second_value": lambda n: tn(
        "{count} value came second for the same scale at the same time; the first one was kept.",
        "{count} values came second for the same scale at the same time; the first ones were kept.",
        n,
    ),
    "thousands": lambda n: tn(
        "{count} number was read as thousands, since no value of its column has decimals.",
        "{count} numbers were read as thousands, since no value of their columns has decimals.",
        n,
    ),
    "said_more": lambda n: tn(
        "{count} check-in is here already from elsewhere with the same time, mood and words; what it says beyond that "
        "was left out.",
        "{count} check-ins are here already from elsewhere with the same time, mood and words; what they say beyond "
        "that was left out.",
        n,
    ),
    "same_time": lambda n: tn(
        "{count} check-in has the time of one that was imported before, but says something else; both are kept.",
        "{count} check-ins have the times of ones that were imported before, but say something else; all are kept.",
        n,
    ),
    "several_moods": lambda n: tn(
        "{count} check-in had several moods; its level is their middle.",
        "{count} check-ins had several moods; their level is the middle of these.",
        n,
    ),
    "unknown_mood": lambda n: tn(
        "{count} check-in names a mood that the file does not describe.",
        "{count} check-ins name a mood that the file does not describe.",
        n,
    ),
    "unknown_tag": lambda n: tn(
        "{count} activity is only a number in the file and was left out.",
        "{count} activities are only numbers in the file and were left out.",
        n,
    ),
    "unknown_value": lambda n: tn(
        "{count} value of a kind that Kith does not know was left out.",
        "{count} values of a kind that Kith does not know were left out.",
        n,
    ),
    "unknown_part": lambda n: tn(
        "{count} record of a part of the file that Kith does not know was left out.",
        "{count} records of parts of the file that Kith does not know were left out.",
        n,
    ),
    "missing_photo": lambda n: tn(
        "{count} photo is named but not in the file.", "{count} photos are named but not in the file.", n
    ),
    "broken_photo": lambda n: tn(
        "{count} photo is damaged or no picture and was left out.",
        "{count} photos are damaged or no pictures and were left out.",
        n,
    ),
    "no_room": lambda n: tn(
        "{count} photo was left out: there is no room for more.",
        "{count} photos were left out: there is no room for more.",
        n,
    ),
    "changed_there": lambda n: tn(
        "{count} check-in was changed in the other app since it was imported; here it stays as it is.",
        "{count} check-ins were changed in the other app since they were imported; here they stay as they are.",
        n,
    ),
    "same_id": lambda n: tn(
        "{count} check-in has the same number as another; both were kept.",
        "{count} check-ins have the same number as another; all were kept.",
        n,
    ),
    "twice_in_file": lambda n: tn(
        "{count} check-in stands in the file twice and was kept once.",
        "{count} check-ins stand in the file twice and were kept once.",
        n,
    ),
    "other_count": lambda n: t("The file says that it holds another number of check-ins than it does."),
    "formatting": lambda n: tn(
        "{count} note had bold, italic or other marks; its words were kept, the marks were not.",
        "{count} notes had bold, italic or other marks; their words were kept, the marks were not.",
        n,
    ),
    "too_many_cells": lambda n: tn(
        "{count} row has more cells than the table has columns; those were left out.",
        "{count} rows have more cells than the table has columns; those were left out.",
        n,
    ),
    "long_note": lambda n: tn(
        "{count} note is longer than one check-in holds; its end was cut off.",
        "{count} notes are longer than one check-in holds; their ends were cut off.",
        n,
    ),
    "too_long": lambda n: tn(
        "{count} check-in holds more than Kith can keep in one and was left out.",
        "{count} check-ins hold more than Kith can keep in one and were left out.",
        n,
    ),
    "goals": lambda n: tn("{count} goal was left out.", "{count} goals were left out.", n),
    "goal_days": lambda n: tn("{count} day of a goal was left out.", "{count} days of goals were left out.", n),
    "housekeeping": lambda n: t("Settings, awards and pictures of the other app were left out."),
}  # fmt: skip


def finding_sentence(finding: Finding) -> str:
    """Return what a finding says."""
    say = _FINDINGS.get(finding.code)
    return say(finding.count) if say else t("{what}: {count}", what=finding.code, count=finding.count)


def refusal_sentence(reason: Reason, row: int = 0) -> str:
    """Return why nothing could be taken from a file, and what to do."""
    kept = t("Nothing was imported.")
    sentences = {
        "empty": t("This file is empty. Export it again in the other app."),
        "too_large": t("This file is larger than Kith can read: 64 MB of text, or 512 MB with photos."),
        "too_many": t(
            "This file has more than {rows} rows, more than Kith reads at once. Export fewer years.",
            rows=number(ROWS_MAX),
        ),
        "unknown": t(
            "Kith does not know this kind of file. It reads a table as a text file (CSV) in which a comma, a "
            "semicolon, a tab or a vertical line stands between the columns."
        ),
        "not_text": t("This is not a journal that Kith can read. Choose the file that the other app exported."),
        "broken_text": t("The letters in this file are damaged. Export it again in the other app."),
        "broken_zip": t("This file is damaged or cut off. Copy it again, or export it again in the other app."),
        "locked_zip": t("This file is protected with a password. Unpack it first, then choose what was in it."),
        "bomb": t("This file unpacks to far more than a journal holds, so Kith does not open it."),
        "broken_base64": t("The backup in this file is damaged. Make a new backup in the other app."),
        "broken_json": t("This file is damaged or cut off. Export it again in the other app."),
        "broken_table": t("Row {row} of this table is damaged: a quotation mark may be missing.", row=row),
        "no_entries": t("There is no check-in in this file."),
        "gone": t("This file cannot be read any more. Choose it again."),
        "no_memory": t("This device has not enough memory for this file. Export fewer years, or use a computer."),
    }
    return t("{why} {kept}", why=sentences[reason], kept=kept)


def outcome_lines(plan: Plan) -> list[str]:
    """Return the counts of a plan, one sentence for each that is not nought."""
    lines = [tn("{count} check-in", "{count} check-ins", len(plan.entries))]
    if plan.first_day and plan.last_day:
        lines.append(dates.from_to(plan.first_day, plan.last_day))
    if plan.photo_count:
        lines.append(tn("{count} photo", "{count} photos", plan.photo_count))
    return lines


def kept_out_lines(plan: Plan) -> list[str]:
    """Return what of the file is not added, and why."""
    lines = []
    if plan.imported_before:
        lines.append(
            tn(
                "{count} check-in was imported before and stays as it is.",
                "{count} check-ins were imported before and stay as they are.",
                plan.imported_before,
            )
        )
    if plan.same_moment:
        lines.append(
            tn(
                "{count} check-in is here already: same time, mood and words.",
                "{count} check-ins are here already: same time, mood and words.",
                plan.same_moment,
            )
        )
    if plan.waiting:
        lines.append(
            tn(
                "{count} check-in comes along once you have chosen what its mood becomes.",
                "{count} check-ins come along once you have chosen what their moods become.",
                plan.waiting,
            )
        )
    if plan.left_out:
        lines.append(tn("{count} check-in is left out.", "{count} check-ins are left out.", plan.left_out))
    return lines


def new_word_lines(plan: Plan) -> list[tuple[str, list[str]]]:
    """Return (what they are, names) for the new words of a plan."""
    found: list[tuple[str, list[str]]] = []
    if names := plan.names(MOOD):
        found.append((tn("{count} new mood", "{count} new moods", len(names)), names))
    if names := plan.names(FEELING):
        found.append((tn("{count} new word", "{count} new words", len(names)), names))
    if names := plan.names(TAG):
        found.append((tn("{count} new tag", "{count} new tags", len(names)), names))
    if names := plan.names(TAG_GROUP):
        found.append((tn("{count} new group of tags", "{count} new groups of tags", len(names)), names))
    if names := plan.names(SCALE):
        found.append((tn("{count} new scale", "{count} new scales", len(names)), names))
    if names := plan.names(TEMPLATE):
        found.append((tn("{count} new template", "{count} new templates", len(names)), names))
    return found


def report_text(plan: Plan, file_name: str, now: datetime) -> str:
    """Return the whole report as a text of at most REPORT_CHARACTERS_MAX characters."""
    lines = [
        t("Import into Kith, {day}, {time}", day=dates.day_with_year(now.date()), time=dates.clock(now)),
        t("{source}: {file}", source=source_name(plan.source), file=file_name),
        "",
        t("Added"),
        *(f"  {line}" for line in outcome_lines(plan)),
    ]
    for what, names in new_word_lines(plan):
        lines.append(t("  {what}: {names}", what=what, names=", ".join(names)))
    if kept_out := kept_out_lines(plan):
        lines += ["", t("Not added"), *(f"  {line}" for line in kept_out)]
    findings = plan.findings.all()
    lines += ["", t("Not carried, or not as it was")]
    if not findings and not kept_out:
        lines.append(t("  Nothing: everything in the file was carried."))
    elif not findings:
        lines.append(t("  Nothing else: what was added was carried whole."))
    for finding in findings:
        lines.append(f"  {finding_sentence(finding)}")
        lines += [f"    {example}" for example in finding.examples]
        if finding.rest:
            lines.append(tn("    and {count} more", "    and {count} more", finding.rest))
    text = "\n".join(lines)
    if len(text) > REPORT_CHARACTERS_MAX:
        end = t("The report is longer than Kith keeps; this is its beginning.")
        text = f"{text[: REPORT_CHARACTERS_MAX - len(end) - 2]}\n\n{end}"
    return text
