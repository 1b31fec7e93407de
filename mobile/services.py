"""Everything below the screens, opened together and handed to each of them as one bundle."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import httpx

from mobile.account.pin_keeper import PinKeeper
from mobile.account.presence import Presence, settle
from mobile.account.service import AccountService
from mobile.account.sessions import Sessions
from mobile.account.stored import StoredAccount
from mobile.device import Clock, FolderLock
from mobile.secrets import SecretStore
from mobile.shown import read_unwanted
from mobile.signal import Signal
from mobile.storage.cache import GroupCache
from mobile.storage.database import FILE_NAME, Database
from mobile.storage.drafts import Drafts
from mobile.storage.outbox import Outbox
from mobile.storage.preferences import Preferences
from mobile.storage.shared import SharedCache
from mobile.sync.aid_calls import AidCalls
from mobile.sync.engine import Engine
from mobile.sync.feed_calls import FeedCalls
from mobile.sync.group_calls import GroupCalls
from mobile.sync.local import Local
from mobile.sync.notice_calls import NoticeCalls
from mobile.sync.photos import PhotoCalls
from mobile.sync.reports import ReportCalls
from mobile.vault.documents import Documents
from mobile.vault.journal_photos import JournalPhotos
from mobile.vault.sealing import Keyring


@dataclass(frozen=True, slots=True)
class Services:
    """What a screen may use. All of it is safe to use while offline; `groups`, `feed` and parts of `account` say
    Unreachable.

    `salvaged` is how many rows were saved from a damaged file at this start, None when all was well.
    """

    clock: Clock
    signal: Signal
    account: AccountService
    documents: Documents
    cache: GroupCache
    shared: SharedCache
    outbox: Outbox
    drafts: Drafts
    preferences: Preferences
    aid: AidCalls
    feed: FeedCalls
    groups: GroupCalls
    notices: NoticeCalls
    photos: PhotoCalls
    journal_photos: JournalPhotos
    reports: ReportCalls
    sync: Engine
    database: Database
    folder_lock: FolderLock
    presence: Presence

    @property
    def salvaged(self) -> int | None:
        """How many rows were saved from a damaged file at this start."""
        return self.database.salvaged

    async def close(self) -> None:
        """Stop syncing, close the file and give the folder back."""
        await self.presence.stop()
        await self.sync.stop()
        await self.account.close()
        await self.database.close()
        self.folder_lock.release()


async def open_services(
    folder: Path,
    *,
    server_url: str,
    secrets: SecretStore,
    clock: Clock,
    transport: httpx.AsyncBaseTransport | None = None,
    inline: bool = False,
    live: bool = True,
    random: Random | None = None,
    in_browser: bool = False,
) -> Services:
    """Open the device's data in `folder`; `sync.start` is up to the caller.

    `server_url` is offered until an account says otherwise. `inline` runs storage without a thread, as a browser must;
    `in_browser` names the device by that; `transport`, `live` and `random` are for tests. Raises FolderInUse,
    NewerDatabase or StorageFull.
    """
    lock = FolderLock(folder)
    database = Database(folder / FILE_NAME, inline=inline)
    try:
        await database.open()
        signal, keyring = Signal(), Keyring()
        documents = Documents(database, keyring, signal, clock)
        drafts = Drafts(database, keyring, signal)
        outbox = Outbox(database, keyring, signal, clock)
        cache = GroupCache(database, keyring, outbox, lambda: read_unwanted(documents))
        shared = SharedCache(database, keyring)
        preferences = Preferences(database, signal)
        pin = PinKeeper(secrets, preferences, keyring)
        stored = StoredAccount(database, keyring, documents, secrets, pin, in_browser=in_browser)
        account = AccountService(stored, Sessions(stored, clock, server_url, transport), signal)
        journal_photos = JournalPhotos(database, keyring, documents, clock, lambda: account.client, signal)
        local = Local(database, keyring, documents, cache, outbox, signal, shared, preferences, journal_photos)
        sync = Engine(local, account, clock, live=live, random=random)
        account.before_close, account.after_forgetting = sync.interrupt, preferences.load
        account.before_parting = journal_photos.fetch_missing
        account.before_lock = partial(settle, drafts, documents)
        await preferences.load()
        await account.open()
    except BaseException:
        database.abandon()
        lock.release()
        raise
    return Services(
        clock=clock,
        signal=signal,
        account=account,
        documents=documents,
        cache=cache,
        shared=shared,
        outbox=outbox,
        drafts=drafts,
        preferences=preferences,
        aid=AidCalls(lambda: account.client, local),
        feed=FeedCalls(lambda: account.client),
        groups=GroupCalls(lambda: account.client, local, sync.nudge),
        notices=NoticeCalls(lambda: account.client, local),
        photos=PhotoCalls(lambda: account.client, local, clock),
        journal_photos=journal_photos,
        reports=ReportCalls(lambda: account.client, local),
        sync=sync,
        database=database,
        folder_lock=lock,
        presence=Presence(account, clock, signal),
    )
