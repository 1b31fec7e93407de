"""How an archive or a backup comes back, step by step: opened, held against the journal, and written when asked.

It belongs to one screen, which is drawn again through `show` whenever something has changed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, cast

from mobile import paths
from mobile.sentences import is_expected, problem_sentence
from mobile.transfer.archive_reader import ArchiveRefused, ReadArchive, read_archive
from mobile.transfer.archive_restore import Comparison, Outcome, compare, restore
from mobile.transfer.backup import ANY_MAGIC, BackupRefused, open_backup
from mobile.transfer.job import open_job
from mobile.transfer.restore_words import refused_sentence, restore_report
from mobile.transfer.source_file import SourceFile
from mobile.ui.guard import log_failure
from mobile.vault.steps import run_aside, without_collector
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_MANY = 5_000


@dataclass(frozen=True)
class Stage:
    """Where it stands. `busy` is what goes on, with `percent` of it done; `trouble` what went wrong."""

    busy: str = ""
    percent: int = 0
    trouble: str = ""
    archive: ReadArchive | None = None
    found: Comparison | None = None
    outcome: Outcome | None = None


class Restoring:
    """One file that comes back. `source` is None when none was chosen for this."""

    def __init__(self, services: "Services") -> None:
        job = open_job(services)
        # A file that was chosen for something else stays where it is.
        self.source: SourceFile | None = job.source if job.state.handed_to == paths.RESTORE else None
        self.is_sealed = self.source is not None and self.source.begins_with(ANY_MAGIC)
        self.stage = Stage()
        self.show: Callable[[], None] = lambda: None
        self._services = services
        self._task: asyncio.Task[None] | None = None
        self._is_storing = False

    async def begin(self) -> None:
        """Take the file over; one without a passphrase is opened at once."""
        if self.source is not None:
            open_job(self._services).clear()  # it is ours now, and the import's screen waits for another
            if not self.is_sealed:
                await self.read("")

    async def read(self, passphrase: str) -> None:
        """Open the file and hold it against the journal."""
        await self._run(t("Opening the file"), self._read(passphrase))

    async def write(self) -> None:
        """Write what would be added."""
        await self._run(t("Importing"), self._write())

    def stop(self) -> None:
        """Stop what is under way. What is being stored goes to its end."""
        if self._task is not None and not self._is_storing:
            self._task.cancel()

    def leave(self) -> None:
        """Stop, and let go of the file."""
        self.stop()
        if self.stage.archive is not None:
            self.stage.archive.close()

    async def _run(self, what: str, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        if self._task is not None:
            task.cancel()
            return
        self._task = task
        self._set(replace(self.stage, busy=what, percent=0, trouble=""))
        trouble = ""
        try:
            await task
        except asyncio.CancelledError:
            if not task.cancelled():
                raise
            trouble = t("Stopped. Nothing was imported.")
        except (BackupRefused, ArchiveRefused) as refused:
            trouble = refused_sentence(refused)
        except Exception as error:
            if not is_expected(error):
                log_failure("bringing an archive back", error)
            trouble = t("{why} Nothing was imported.", why=problem_sentence(error))
        finally:
            self._task, self._is_storing = None, False
            self._set(replace(self.stage, busy="", trouble=trouble))

    async def _read(self, passphrase: str) -> None:
        if self.source is None:
            return
        file: BinaryIO = self.source.open()
        try:
            if self.is_sealed:
                file = cast(BinaryIO, await open_backup(file, passphrase, on_progress=self._tell))
            with without_collector(_MANY):
                archive = await run_aside(lambda: read_archive(file))
                found = await run_aside(lambda: compare(self._services.documents, archive))
        except BaseException:
            file.close()
            raise
        self._set(replace(self.stage, archive=archive, found=found))

    async def _write(self) -> None:
        archive, source, services = self.stage.archive, self.source, self._services
        if archive is None or source is None:
            return
        found = await run_aside(lambda: compare(services.documents, archive))  # the preview may be an hour old

        def report(outcome: Outcome) -> str:
            return restore_report(archive, found, outcome, source.name, services.clock.now())

        def tell(done: int, total: int) -> None:
            self._is_storing = done >= total
            self._tell(done, total)

        outcome = await restore(services, archive, found, source.name, report, on_progress=tell)
        self._set(replace(self.stage, outcome=outcome))

    def _tell(self, done: int, total: int) -> None:
        percent = done * 100 // max(total, 1)
        if percent != self.stage.percent:
            self._set(replace(self.stage, percent=percent))

    def _set(self, stage: Stage) -> None:
        self.stage = stage
        self.show()
