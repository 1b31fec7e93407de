"""The sync engine: keeps this device and its host at the same place, and says how it stands.

`sync_once` is the spine: each line is one step, and each step is a file. Every step is a series of local transactions
with the network between them, so a kill anywhere loses nothing and the next run goes on. `_run` decides only when.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from api_client.client import ApiClient
from api_client.errors import (
    ApiError,
    HostUntrusted,
    Incompatible,
    InvalidResponse,
    RateLimited,
    ServerError,
    Unauthorized,
    Unreachable,
)
from api_client.wire.live import ACCOUNT_SCOPE, GROUP_SCOPE, NOTICES_SCOPE, VAULT_SCOPE
from mobile.device import Clock
from mobile.storage.errors import StorageError, StorageFull
from mobile.sync.backoff import Backoff
from mobile.sync.calls import send_calls
from mobile.sync.crisis_lines import pull_crisis_lines
from mobile.sync.groups import end_groups, pull_changes, pull_memberships, pull_new_groups, pull_open_threads
from mobile.sync.host_measures import pull_measures
from mobile.sync.journal_photos import PhotoSync
from mobile.sync.live import follow
from mobile.sync.local import Local
from mobile.sync.notices import pull_notices
from mobile.sync.owner import Owner
from mobile.sync.pull import check_digest, check_epoch, pull_documents
from mobile.sync.push import push_documents
from mobile.sync.reports import pull_reports
from mobile.sync.scopes import News, Scopes
from mobile.sync.status import SyncState, SyncStatus
from mobile.vault.sealing import Locked

log = logging.getLogger(__name__)

POLL_SECONDS = 15 * 60.0  # a question to the host although nothing was heard
DEAF_POLL_SECONDS = 60.0  # the same where something between us and the host lets no stream through
PAUSE_SECONDS = 60 * 60.0  # before looking again whether app and host fit together by now
DIGEST_SECONDS = 24 * 60 * 60.0
LINES_SECONDS = 6 * 60 * 60.0


class Engine:
    """Syncs in the background from `start` to `stop`. `status` is always current; changes emit "status"."""

    def __init__(
        self, local: Local, account: Owner, clock: Clock, *, live: bool = True, random: Random | None = None
    ) -> None:
        self.status = SyncStatus()
        self._local = local
        self._account = account
        self._clock = clock
        self._live = live
        self._random = random or Random()  # noqa: S311 (jitter, not a secret)
        self._backoff = Backoff(self._random)
        self._scopes = Scopes()
        self._wake = asyncio.Event()
        self._changed = asyncio.Event()
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._current: asyncio.Task[None] | None = None
        self._counting: asyncio.Task[None] | None = None
        self._count_is_stale = False
        self._known_client: ApiClient | None = None
        self._digest_due = 0.0
        self._lines_due = 0.0
        self._photos = PhotoSync(local, clock)
        self._dispose: Callable[[], None] | None = local.signal.subscribe(self._on_signal)

    async def start(self) -> None:
        """Begin to sync, now and from now on."""
        await self._count()
        self._spawn(self._run())
        if self._live:
            self._spawn(follow(lambda: self._account.client, self._scopes, self._wake.set, self._changed, self._random))

    async def stop(self) -> None:
        """End what runs; nothing is lost, the next start goes on."""
        if self._dispose is not None:
            self._dispose()
            self._dispose = None
        tasks = {*self._tasks, *filter(None, (self._current, self._counting))}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def nudge(self) -> None:
        """Sync at once: something was written, or the app came back to the front."""
        self._wake.set()
        self._changed.set()

    async def interrupt(self) -> None:
        """End the run that is under way, before the storage below it is closed or wiped."""
        if self._current is not None:
            self._current.cancel()
            await asyncio.gather(self._current, return_exceptions=True)

    async def sync_once(self) -> None:
        """Send what waits and read what is new. Raises an ApiError, StorageError or Locked; nothing is lost by it."""
        async with self._lock:
            self._wake.clear()  # whatever woke it is served by this run; what comes from here on cuts the photos short
            client, local = self._client(), self._local
            suspicious = await send_calls(client, local)
            await push_documents(client, local)
            news = await self._scopes.list_news(client, local)
            try:
                if not await check_epoch(local, news.epoch):
                    await push_documents(client, local)
                    self._scopes.note_gap()
                    news = await self._scopes.list_news(client, local)
                if VAULT_SCOPE in news.behind:
                    await pull_documents(client, local)
                    await push_documents(client, local)  # what was joined on the way
                await self._pull_groups(client, news, suspicious)
                if NOTICES_SCOPE in news.behind or ACCOUNT_SCOPE in news.behind:
                    await pull_reports(client, local)  # before the notices, whose cursor says that this was read too
                if NOTICES_SCOPE in news.behind:
                    await pull_notices(client, local, self._now_at_host(client))
                await self._check_digest(client)
                await self._check_lines(client)
                await self._photos.run(client, self._wake.is_set)  # last: there may be many
            except BaseException:
                self._scopes.note_gap()
                raise

    async def _pull_groups(self, client: ApiClient, news: News, suspicious: bool) -> None:
        await end_groups(self._local, [UUID(scope.removeprefix(GROUP_SCOPE)) for scope in news.ended])
        if suspicious or ACCOUNT_SCOPE in news.behind:
            await self._account.note_account(await client.accounts.get_account())
            await pull_memberships(client, self._local, news.behind.get(ACCOUNT_SCOPE))
        followed = await pull_new_groups(client, self._local)
        for scope in news.behind:
            if scope.startswith(GROUP_SCOPE) and (group_id := UUID(scope.removeprefix(GROUP_SCOPE))) in followed:
                await pull_changes(client, self._local, group_id)
        await pull_open_threads(client, self._local)

    async def _check_digest(self, client: ApiClient) -> None:
        """Once per start and day: does the host still hold everything? If not, offer everything again and look anew."""
        if self._clock.now().timestamp() < self._digest_due:
            return
        whole = await check_digest(client, self._local)
        if not whole:
            await self._local.documents.records.offer_again(None)
            await push_documents(client, self._local)
            await pull_documents(client, self._local)
            whole = await check_digest(client, self._local)
        self._digest_due = self._clock.now().timestamp() + DIGEST_SECONDS
        self._show(problem=None if whole else "history_incomplete")

    async def _check_lines(self, client: ApiClient) -> None:
        """Once per start and a few times a day: which crisis lines and measures does the host keep?"""
        if self._clock.now().timestamp() >= self._lines_due:
            await pull_crisis_lines(client, self._local)
            await pull_measures(client, self._local)
            self._lines_due = self._clock.now().timestamp() + LINES_SECONDS

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            seconds = await self._try()
            try:
                async with asyncio.timeout(seconds):
                    await self._wake.wait()
            except TimeoutError:
                self._scopes.note_gap()  # a hint may have been lost: now and then, ask

    async def _try(self) -> float:
        """Sync once, put the outcome into the status, and return for how long to rest."""
        if self._account.client is None:
            self._show("signed_out")
            return POLL_SECONDS
        self._show("syncing")
        self._current = asyncio.create_task(self.sync_once())
        try:
            await asyncio.wait([self._current])
            failure = asyncio.CancelledError() if self._current.cancelled() else self._current.exception()
        finally:
            self._current.cancel()
        await self._count()
        if failure is None:
            self._backoff.reset()
            self._show("idle", problem=self._lasting_problem(), last_synced_at=self._clock.now())
            return POLL_SECONDS if self._scopes.listening else DEAF_POLL_SECONDS
        return await self._rest_after(failure)

    async def _rest_after(self, failure: BaseException) -> float:
        """Say in the status why sync stopped; return for how long to rest."""
        log.info("sync stopped: %s", type(failure).__name__)
        self._scopes.note_gap()
        match failure:
            case Unauthorized():
                await self._account.note_session_ended()
                self._show("signed_out", problem=None)
                return POLL_SECONDS
            case Locked() | asyncio.CancelledError():
                self._show("signed_out" if self._account.client is None else "offline", problem=None)
                return POLL_SECONDS if self._account.client is None else 0.0
            case Incompatible():
                self._show("incompatible", problem=None)
                return PAUSE_SECONDS
            case Unreachable():
                self._show("offline", problem=None)
                return self._backoff.next_seconds()
            case RateLimited() | ServerError():
                self._show("offline", problem=None)
                return self._backoff.next_seconds(failure.retry_after)
        self._show("paused", problem=_problem(failure))
        return self._backoff.next_seconds()

    def _lasting_problem(self) -> str | None:
        return self.status.problem if self.status.problem == "history_incomplete" else self._photos.problem

    def _now_at_host(self, client: ApiClient) -> datetime:
        return self._clock.now() + timedelta(seconds=client.clock_skew_seconds or 0)

    def _client(self) -> ApiClient:
        if self._account.client is None:
            raise Unauthorized("signed out")
        return self._account.client

    def _on_signal(self, scope: str) -> None:
        if scope == "account" and self._account.client is not self._known_client:
            self._known_client = self._account.client
            self._lines_due = 0.0
            self._photos.begin_anew()
            self._scopes.note_gap()
            self._show("signed_out" if self._account.client is None else "syncing")
            self.nudge()
        elif scope in ("outbox", "documents", "photos"):
            self._count_is_stale = True
            if self._counting is None or self._counting.done():
                self._counting = asyncio.get_running_loop().create_task(self._count())

    async def _count(self) -> None:
        self._count_is_stale = True
        with contextlib.suppress(StorageError):
            while self._count_is_stale:
                self._count_is_stale = False
                documents, unreadable = await self._local.documents.records.count()
                photos = len(await self._local.journal_photos.list_unsent())
                waiting, failed = await self._local.outbox.count()
                pending = documents + photos + waiting
                if self._tasks and pending > self.status.pending_count and self.status.state in ("idle", "syncing"):
                    self._wake.set()  # something was written; while the host cannot be reached, that hurries nothing
                self._show(pending_count=pending, failed_count=failed, unreadable_count=unreadable)
                self._account.note_pending(pending + failed)

    def _show(self, state: SyncState | None = None, **changes: object) -> None:
        client = self._account.client
        skew = client.clock_skew_seconds if client is not None else None
        status = replace(
            self.status,
            state=state or self.status.state,
            clock_skew_seconds=self.status.clock_skew_seconds if skew is None else skew,
            **changes,  # type: ignore[arg-type]
        )
        if status != self.status:
            self.status = status
            self._local.signal.emit("status")

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _problem(failure: BaseException) -> str:
    match failure:
        case StorageFull():
            return "storage_full"
        case StorageError():
            return "storage"
        case HostUntrusted():
            return "host_untrusted"
        case InvalidResponse() | ApiError():
            return "host_answer"
    return "internal"
