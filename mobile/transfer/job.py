"""An import under way. It belongs to the device and not to a screen: leaving the screen does not stop it, and coming
back shows where it stands. Locking the journal ends it, and forgets everything that was read.

    choosing -> reading -> (mapping ->) preview -> writing -> done, and from everywhere a sentence about trouble
"""

import asyncio
from collections.abc import Coroutine, Generator
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from uuid import UUID

from api_client.wire import limits
from mobile.sentences import is_expected, problem_sentence
from mobile.transfer import any_csv
from mobile.transfer.any_csv import Mapping
from mobile.transfer.formats import Looked, format_of, look
from mobile.transfer.here import Since, look_around
from mobile.transfer.imported import Imported, ImportRefused
from mobile.transfer.mappings import recall_mapping, remember_mapping
from mobile.transfer.plan import Plan, make_plan
from mobile.transfer.report import refusal_sentence
from mobile.transfer.sample import days_of, take_sample
from mobile.transfer.source_file import SourceFile
from mobile.transfer.text_files import Table
from mobile.transfer.words_of import suggest_levels
from mobile.transfer.writing import write_plan
from mobile.ui.guard import log_failure
from mobile.vault.beside import Beside
from mobile.vault.sealing import Locked
from mobile.vault.steps import let_go, run_aside, without_collector
from mobile.vocabulary import open_vocabulary
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

SCOPE = "imports"  # what the signal says when an import has come further
_SLICE_SECONDS = 0.008
_STEPS_PER_SLICE = 8
_BYTES_PER_OBJECT = 50  # roughly, in a file of another journal
Stage = Literal["choosing", "reading", "mapping", "planning", "preview", "writing", "storing", "done"]
T = TypeVar("T")


@dataclass(frozen=True)
class State:
    """Where an import stands.

    `share` is what is done, from 0 to 1; `levels` what each mood becomes, by its key, the `asked` ones first;
    `photos_over` how many photos there is no room for; `handed_to` the screen that goes on with a file that is not for
    this one.
    """

    stage: Stage = "choosing"
    file_name: str = ""
    share: float = 0.0
    source: str = ""
    table: Table | None = None
    mapping: Mapping = field(default_factory=Mapping)
    imported: Imported | None = None
    levels: dict[str, int | None] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    plan: Plan | None = None
    photos_over: int = 0
    import_id: UUID | None = None
    trouble: str = ""
    handed_to: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it works by itself just now."""
        return self.stage in ("reading", "planning", "writing", "storing")

    @property
    def open_moods(self) -> list[str]:
        """The keys of moods for which the member has not said what they become."""
        return [key for key, level in self.levels.items() if level is None]


class ImportJob:
    """The one import of a device. Its methods are called from handlers; `state` is read while a screen draws."""

    def __init__(self, services: "Services") -> None:
        self.state = State()
        self.source: SourceFile | None = None
        self._services = services
        self._since = Since(services.documents)  # it was planned
        self._task: asyncio.Task[None] | None = None
        services.signal.subscribe(self._on_signal)

    def start(self, source: SourceFile) -> None:
        """Read a file that was chosen."""
        self.source = source
        self._begin(State("reading", source.name), self._read(source))

    def use_mapping(self, mapping: Mapping) -> None:
        """Take down what the columns of a table are."""
        self._set(mapping=mapping)

    def read_table(self) -> None:
        """Read the table by its mapping."""
        if self.state.table is not None and self.state.mapping.is_enough:
            self._begin(replace(self.state, stage="reading", share=0.0, trouble=""), self._read_table())

    def choose_level(self, mood: str, level: int) -> None:
        """Let a mood become a level, or LEAVE_OUT, and work the preview out anew."""
        levels = {**self.state.levels, mood: level}
        if self.state.imported is not None:
            self._begin(replace(self.state, levels=levels, stage="planning", trouble=""), self._plan())

    def follow(self) -> None:
        """Work the preview out anew when entries or words have changed since; for a screen that shows it."""
        if self.state.stage == "preview" and self._since.is_other():
            self._begin(replace(self.state, stage="planning", trouble=""), self._plan())

    def write(self) -> None:
        """Import what the preview shows; when that is not so any more, show first what is."""
        self.follow()
        plan = self.state.plan
        if self.state.stage == "preview" and plan is not None and plan.entries and not self.state.open_moods:
            self._begin(replace(self.state, stage="writing", share=0.0, trouble=""), self._write())

    def cancel(self) -> None:
        """Stop reading or writing; nothing was imported then. What is being stored is stored to its end."""
        if self._task is not None and self.state.stage != "storing":
            self._task.cancel()

    def clear(self) -> None:
        """Forget the import, for another or for none."""
        task, self._task, self.source = self._task, None, None
        if task is not None and self.state.stage != "storing":
            task.cancel()
        self._show(State())

    async def wait(self) -> None:
        """Wait until it works no more by itself."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    def _begin(self, state: State, work: Coroutine[Any, Any, None]) -> None:
        before, self._task = self._task, None
        if before is not None:
            before.cancel()
        self._show(state)
        self._task = asyncio.ensure_future(self._run(work))

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.current_task()
        back: Stage = "preview" if self.state.stage in ("writing", "planning") and self.state.imported else "choosing"
        try:
            await work
        except asyncio.CancelledError:
            if self._task is task:
                self._show(self._fall_back(back))
            raise
        except ImportRefused as refused:
            self._show(State(trouble=refusal_sentence(refused.reason, refused.row)))
        except MemoryError:
            self._show(State(trouble=refusal_sentence("no_memory")))
        except Locked:
            self._show(State())
        except Exception as error:
            if not is_expected(error):
                log_failure("import", error)
            sentence = t("{why} Nothing was imported.", why=problem_sentence(error))
            self._show(self._fall_back(back, sentence))

    def _fall_back(self, stage: Stage, trouble: str = "") -> State:
        if stage != "preview":
            return State(trouble=trouble)
        plan = None if self.state.stage == "planning" else self.state.plan  # one half made anew holds no more
        return replace(self.state, stage=stage, share=0.0, plan=plan, trouble=trouble)

    async def _read(self, source: SourceFile) -> None:
        try:
            with without_collector(source.size // _BYTES_PER_OBJECT):
                await self._read_on(source)
        except OSError as error:
            raise ImportRefused("gone") from error

    async def _read_on(self, source: SourceFile) -> None:
        looked = await self._advance(look(source))
        found = format_of(looked)
        if found is not None and found.screen:
            self._show(replace(State(), file_name=source.name, handed_to=found.screen))
        elif found is not None and found.read is not None:
            await self._take(await self._advance(found.read(looked)), found.id)
        else:
            await self._ask(looked)

    async def _ask(self, looked: Looked) -> None:
        table = looked.table
        if table is None:
            raise ImportRefused("unknown")
        guessed = await run_aside(lambda: any_csv.guess(table))
        kept = recall_mapping(self._services.documents, table)
        self._set(stage="mapping", source="csv", table=table, mapping=kept or guessed)

    async def _read_table(self) -> None:
        table, mapping = self.state.table, self.state.mapping
        if table is None:
            return
        days = await run_aside(lambda: days_of(take_sample(table), mapping.day))
        if mapping.order not in days.orders and days.orders:
            mapping = replace(mapping, order=days.orders[0])
        imported = await self._advance(any_csv.read(table, mapping))
        await remember_mapping(self._services, table, mapping)
        await self._take(imported, "csv")

    async def _take(self, imported: Imported, source: str) -> None:
        if not imported.entries:
            raise ImportRefused("no_entries")
        suggested = suggest_levels(imported, open_vocabulary(self._services.documents))
        levels = dict(sorted(suggested.items(), key=lambda one: one[1] is not None))
        self._set(stage="planning", source=source, imported=imported, levels=levels)
        self._set(asked=frozenset(self.state.open_moods))
        await self._plan()

    async def _plan(self) -> None:
        imported, documents = self.state.imported, self._services.documents
        if imported is None:
            return
        self._since.begin()
        everything = documents.list_all()
        with without_collector(len(everything) + len(imported.entries)):
            here = await self._advance(look_around(everything))
            vocabulary, now = open_vocabulary(documents), self._services.clock.now()
            plan = await self._advance(make_plan(imported, self.state.levels, here, vocabulary, now))
        self._set(stage="preview", plan=plan, share=0.0, photos_over=await self._photos_over(plan))

    async def _photos_over(self, plan: Plan) -> int:
        if not plan.photo_count:
            return 0
        room = await self._services.journal_photos.read_room()
        return max(0, plan.photo_count - (limits.JOURNAL_PHOTOS_MAX - room.count))

    async def _write(self) -> None:
        plan = self.state.plan
        if plan is None:
            return
        await write_plan(self._services, plan, self.state.file_name, self._tell)
        # What was read is forgotten here: the import itself tells the rest.
        imported = self.state.imported
        self._show(State("done", self.state.file_name, source=self.state.source, import_id=plan.import_id))
        await let_go(plan.entries)
        if imported is not None:
            await let_go(imported.entries)

    async def _advance(self, work: Generator[float, None, T]) -> T:
        """Run a reading in slices of some milliseconds, in a thread where there are any, and tell how far it is."""
        while True:
            is_done, value = await run_aside(lambda: _slice(work))
            if is_done:
                return value  # type: ignore[no-any-return]
            self._tell(value)
            await asyncio.sleep(0)

    def _tell(self, share: float, *, storing: bool = False) -> None:
        stage: Stage = "storing" if storing else self.state.stage
        hundredth = int(share * 100) / 100
        if (stage, hundredth) != (self.state.stage, self.state.share):
            self._set(share=hundredth, stage=stage)

    def _set(self, **changes: Any) -> None:
        self._show(replace(self.state, **changes))

    def _show(self, state: State) -> None:
        self.state = state
        self._services.signal.emit(SCOPE)

    def _on_signal(self, scope: str) -> None:
        if scope in ("documents", "journal", "account") and not self._services.documents.is_open and self.source:
            self.clear()


def _slice(work: Generator[float, None, T]) -> tuple[bool, Any]:
    """Advance for one slice; return (True, what it ended with) or (False, how much is done)."""
    share, until = 0.0, perf_counter() + _SLICE_SECONDS
    try:
        for _ in range(_STEPS_PER_SLICE):
            share = next(work)
            if perf_counter() >= until:
                break
    except StopIteration as end:
        return True, end.value
    return False, share


# One per open device.
_jobs: Beside[ImportJob] = Beside()


def open_job(services: "Services") -> ImportJob:
    """Return the import of this device, one that waits for a file when none is under way."""
    job = _jobs.get(services.documents)
    if job is None:
        job = _jobs[services.documents] = ImportJob(services)
    return job
