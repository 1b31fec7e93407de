"""What is said of an archive or a backup that comes in: why it does not open, what it would add, and what became of
it."""

from datetime import datetime

from mobile.entries.document import KIND as ENTRY
from mobile.transfer import archive_reader, backup
from mobile.transfer.archive_reader import ArchiveRefused, ReadArchive
from mobile.transfer.archive_restore import Comparison, Outcome
from mobile.transfer.backup import BackupRefused
from mobile.transfer.kinds import listed
from mobile.transfer.report import EXAMPLES_SHOWN, REPORT_CHARACTERS_MAX
from mobile.ui import dates
from mobile.vault.fields import read_instant
from mobile.words import t, tn


def refused_sentence(error: BackupRefused | ArchiveRefused) -> str:
    """Return why a file does not open, what is safe, and what to do."""
    if isinstance(error, ArchiveRefused):
        reasons = {
            archive_reader.Problem.NO_ARCHIVE: t("This is no Kith archive. Choose the ZIP file as Kith made it."),
            archive_reader.Problem.DAMAGED: t("This archive is damaged or was copied only in part. Copy it again."),
            archive_reader.Problem.TOO_LARGE: t(
                "This archive unpacks to far more than a journal holds, so Kith does not open it."
            ),
        }
        return t("{why} Nothing was imported.", why=reasons[error.problem])
    sentences = {
        backup.Problem.NO_BACKUP: t("This is no backup of Kith."),
        backup.Problem.NEWER: t("A newer Kith made this backup. Update Kith on this device, then open it again."),
        backup.Problem.TOO_WEAK: t(
            "This backup asks for less protection than Kith allows, or for more work than this device can do. Somebody "
            "may have changed it; use another copy."
        ),
        backup.Problem.WRONG_PASSPHRASE: t("This is not the passphrase of this backup. Try again."),
        backup.Problem.INCOMPLETE: t("The end of this file is missing. It was not copied as a whole; copy it again."),
        backup.Problem.OUT_OF_ORDER: t(
            "Parts of this file stand in the wrong place or come from another file. Use another copy."
        ),
        backup.Problem.CHANGED: t("This file was changed or damaged after it was made. Use another copy."),
    }
    return t("{why} Nothing was imported.", why=sentences[error.problem])


def made_sentence(archive: ReadArchive) -> str:
    """Return when the archive was made."""
    moment = read_instant(archive.made_at)
    if moment is None:
        return t("A Kith archive")
    return t("A Kith archive of {day}", day=dates.day_with_year(moment.date()))


def added_lines(found: Comparison) -> list[str]:
    """Return what would be added, one sentence for each that is not nought."""
    wanted = [*found.new, *found.deleted]
    entries = sum(1 for part in wanted if part.kind == ENTRY)
    photos = len({name for part in wanted for _, name, _ in part.photos if name is not None})
    lines = [tn("{count} check-in", "{count} check-ins", entries)]
    if others := [part.kind for part in wanted if part.kind != ENTRY]:
        lines.append(listed(others))
    if photos:
        lines.append(tn("{count} photo", "{count} photos", photos))
    if found.deleted:
        lines.append(
            tn(
                "{count} of them was deleted here and comes back.",
                "{count} of them were deleted here and come back.",
                len(found.deleted),
            )
        )
    return lines


def kept_out_lines(archive: ReadArchive, found: Comparison) -> list[str]:
    """Return what of the file would not be added, and why."""
    lines = []
    if found.same_count:
        lines.append(
            tn(
                "{count} is here already and stays as it is.",
                "{count} are here already and stay as they are.",
                found.same_count,
            )
        )
    if archive.is_newer:
        lines.append(t("A newer Kith made this archive. What this one does not know yet is kept, but not shown."))
    if archive.unknown:
        lines.append(t("Kith does not know these parts and leaves them out: {parts}", parts=", ".join(archive.unknown)))
    if archive.unfit:
        named = [f"{name} {place}" for name, place, _ in archive.unfit[:EXAMPLES_SHOWN]]
        lines.append(
            tn(
                "{count} record is damaged and left out: {where}",
                "{count} records are damaged and left out: {where}",
                len(archive.unfit),
                where=", ".join(named) + ("…" if len(archive.unfit) > len(named) else ""),
            )
        )
    if archive.twice:
        lines.append(tn("{count} record stands in it twice.", "{count} records stand in it twice.", archive.twice))
    if found.too_long:
        lines.append(
            tn(
                "{count} record holds more than Kith can keep in one and is left out.",
                "{count} records hold more than Kith can keep in one and are left out.",
                len(found.too_long),
            )
        )
    if archive.missing_photos:
        lines.append(
            tn(
                "{count} photo was not at hand when the file was made, and is not in it.",
                "{count} photos were not at hand when the file was made, and are not in it.",
                len(archive.missing_photos),
            )
        )
    return lines


def lost_photos_sentence(count: int) -> str:
    """Return that some photos could not be taken over."""
    return tn(
        "{count} photo could not be taken over: it is missing, damaged, or there is no room for more.",
        "{count} photos could not be taken over: they are missing, damaged, or there is no room for more.",
        count,
    )


def restore_report(archive: ReadArchive, found: Comparison, outcome: Outcome, file_name: str, now: datetime) -> str:
    """Return the whole report as a text, which is kept with the import."""
    lines = [
        t("Import into Kith, {day}, {time}", day=dates.day_with_year(now.date()), time=dates.clock(now)),
        t("{source}: {file}", source=made_sentence(archive), file=file_name),
        "",
        t("Added"),
        *(f"  {line}" for line in added_lines(found)),
    ]
    kept_out = kept_out_lines(archive, found)
    if outcome.lost_photos:
        kept_out.append(lost_photos_sentence(len(outcome.lost_photos)))
    lines += ["", t("Not carried, or not as it was")]
    lines += [f"  {line}" for line in kept_out] or [t("  Nothing: everything in the file was carried.")]
    lines += [f"    {name} {place} {key}" for name, place, key in archive.unfit]
    lines += [f"    {part.kind} {part.id}" for part in found.too_long]
    return "\n".join(lines)[:REPORT_CHARACTERS_MAX]
