"""The PIN: what lies on the device, what opens it, how guessing slows down, and that no way loses the journal."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, ModuleType
from uuid import uuid4

import httpx
import pytest

from api_client.keys import WrongKey
from api_client.wire import limits
from api_client.wire.accounts import KeyParameters
from mobile.account.app_lock import PinMustWait
from mobile.account.pin import WrongPin, is_pin, read_record
from mobile.account.pin_tries import FREE_TRIES, TRIES_MAX, WAITS, Tries
from mobile.entries.opened import open_journal_index
from mobile.journal.finding import open_search
from mobile.secrets import FileSecretStore, MemorySecretStore, SecretStore
from mobile.services import Services
from mobile.vault import beside
from mobile.vault.sealing import Locked
from mobile.vocabulary import open_vocabulary
from tests.support.phone import NEW_PASSPHRASE, PASSPHRASE, Phone, phone
from tests.support.photos import jpeg
from tests.support.server import LocalHost, local_host

PIN, OTHER = "4711", "blue heron"
NOTE = "CANARY a note that nobody else shall read"


@dataclass
class Owner:
    """A phone with a PIN that costs little, and a steady clock in the test's hand."""

    device: Phone
    steady: float = 1_000.0
    tried: list[str] = field(default_factory=list)

    @property
    def services(self) -> Services:
        return self.device.services

    async def start(self) -> None:
        """Take the running app in hand, also after a restart."""
        lock = self.services.account.app_lock
        lock.steady = lambda: self.steady
        lock.parameters = lambda: KeyParameters(
            salt=os.urandom(limits.SALT_BYTES),
            memory_kib=limits.KDF_MEMORY_KIB_MIN,
            passes=limits.KDF_PASSES_MIN,
            lanes=1,
        )

    async def restart(self, *, by_kill: bool = False) -> None:
        await (self.device.kill() if by_kill else self.device.close())
        await self.device.start()
        await self.start()

    async def set_pin(self, pin: str = PIN, after: int = 0, proof: str = "") -> None:
        await self.services.account.app_lock.set_pin(pin, after, proof)

    async def unlock(self, pin: str = PIN) -> None:
        await self.services.account.app_lock.unlock(pin)

    async def guess(self) -> float:
        """Try a wrong PIN; return for how long no other is taken."""
        try:
            await self.unlock("0000")
        except PinMustWait as refusal:
            return refusal.seconds
        except WrongPin:
            return 0.0
        raise AssertionError("opened")

    def pass_time(self, seconds: float) -> None:
        self.steady += seconds
        self.device.clock.move(seconds=seconds)

    @property
    def phase(self) -> str:
        return self.services.account.state.phase


# An app of its own has a keychain, a page in a browser a file.
on_both = pytest.mark.parametrize("store", ["keychain", "file"], indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SecretStore:
    in_browser = getattr(request, "param", "keychain") == "file"
    return FileSecretStore(tmp_path / "secrets") if in_browser else MemorySecretStore()


@pytest.fixture
async def owner(tmp_path: Path, store: SecretStore) -> AsyncIterator[Owner]:
    """Somebody who writes without an account, in an app of its own or in a browser."""
    async with phone(tmp_path / "device", secrets=store, inline=True) as device:
        await device.services.account.start_writing()
        await device.write_entry(NOTE)
        made = Owner(device)
        await made.start()
        yield made


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host") as running:
        yield running


@pytest.fixture
async def member(tmp_path: Path, store: SecretStore, host: LocalHost) -> AsyncIterator[Owner]:
    """Somebody with an account."""
    async with phone(tmp_path / "device", host, secrets=store, inline=True) as device:
        await device.sign_up()
        await device.write_entry(NOTE)
        made = Owner(device)
        await made.start()
        yield made


async def everything_kept(store: SecretStore, folder: Path) -> bytes:
    """Return every byte that lies on the device."""
    kept = b"".join(store.values.values()) if isinstance(store, MemorySecretStore) else b""
    return kept + b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@on_both
async def test_with_a_pin_the_key_lies_nowhere_and_the_pin_opens_after_a_restart(
    owner: Owner, store: SecretStore, tmp_path: Path
) -> None:
    key = owner.services.documents.records._keyring.vault_key
    await owner.set_pin()
    assert key not in await everything_kept(store, tmp_path) and PIN.encode() not in await everything_kept(
        store, tmp_path
    )
    await owner.restart()
    assert owner.phase == "locked" and not owner.services.documents.is_open
    with pytest.raises(WrongPin):
        await owner.unlock("4712")
    await owner.unlock()
    assert (owner.phase, owner.device.notes()) == ("local", [NOTE])


async def test_locking_forgets_the_key_and_what_it_opened(owner: Owner) -> None:
    await owner.set_pin()
    await owner.services.account.lock()
    assert owner.phase == "locked" and owner.services.documents.list("entry") == []
    with pytest.raises(Locked):
        await owner.device.write_entry("more")
    await owner.unlock()
    assert owner.device.notes() == [NOTE]


async def test_digits_of_another_keyboard_open_it_too(owner: Owner) -> None:
    await owner.set_pin("٤٧١١")
    await owner.services.account.lock()
    await owner.unlock(PIN)
    assert owner.device.notes() == [NOTE]


async def test_without_pin_and_account_there_is_nothing_to_lock(owner: Owner) -> None:
    await owner.services.account.lock()
    assert owner.phase == "local" and owner.services.documents.is_open


async def test_nothing_that_was_opened_stays_in_memory(owner: Owner) -> None:
    canary = "".join(("can", "ary-", uuid4().hex))  # stands nowhere in this file
    await owner.device.write_entry(canary)
    await owner.set_pin()
    documents = owner.services.documents
    open_journal_index(documents)
    await open_search(owner.services)
    open_vocabulary(documents)
    await owner.services.drafts.put("entry:new", {"note": canary})
    assert reachable_texts(owner.services).count(canary) > 1
    await owner.services.account.lock()
    assert canary not in reachable_texts(owner.services)


async def test_a_picture_that_was_being_made_small_does_not_stay_either(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await owner.set_pin()
    photos = owner.services.journal_photos
    photo_id, value = await photos.add(jpeg(60, 40))
    await owner.services.documents.save(None, "entry", {"level": 3, f"photos.{photo_id}": value})
    locked = asyncio.Event()

    async def make_small(content: bytes) -> bytes:
        await locked.wait()
        return content

    monkeypatch.setattr("mobile.photo_files.make_small", make_small)
    drawing = asyncio.create_task(photos.get_small(photo_id))
    for _ in range(20):
        await asyncio.sleep(0)
    await owner.services.account.lock()
    locked.set()
    await drawing
    assert not photos._small


def reachable_texts(services: Services) -> str:
    """Return every text, in small letters, that can be reached from the services and from what is kept beside them, as
    far as the collector sees."""
    gc.collect()
    seen: set[int] = set()
    waiting: list[object] = [services, *beside._all]
    found: list[str] = []
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FrameType):
            continue
        seen.add(id(one))
        if isinstance(one, str | bytes):
            found.append(one if isinstance(one, str) else one.decode("latin-1"))
        elif not isinstance(one, int | float | None):
            waiting.extend(gc.get_referents(one))
    return "\n".join(found).lower()


async def test_wrong_tries_slow_down_and_nothing_is_deleted(owner: Owner) -> None:
    await owner.set_pin()
    await owner.services.account.lock()
    assert [await owner.guess() for _ in range(FREE_TRIES - 1)] == [0.0] * (FREE_TRIES - 1)
    for wait in (*WAITS, WAITS[-1]):
        assert await owner.guess() == wait
        with pytest.raises(PinMustWait):
            await owner.unlock()  # not even the right one
        owner.pass_time(wait - 1)
        assert 0 < owner.services.account.app_lock.seconds_left <= 1
        owner.pass_time(1)
    await owner.unlock()
    assert owner.device.notes() == [NOTE]
    await owner.services.account.lock()
    assert await owner.guess() == 0.0  # the count began anew


async def test_waits_outlive_a_restart_and_no_clock_shortens_them(owner: Owner) -> None:
    await owner.set_pin()
    await owner.services.account.lock()
    for _ in range(FREE_TRIES + 3):
        owner.pass_time(await owner.guess())
    assert await owner.guess() == WAITS[4]
    await owner.restart(by_kill=True)
    assert owner.services.account.app_lock.seconds_left == WAITS[4]
    owner.device.clock.move(days=400)  # set forward
    assert owner.services.account.app_lock.seconds_left == WAITS[4]
    owner.device.clock.move(days=-800)  # and back
    assert owner.services.account.app_lock.seconds_left == WAITS[4]
    owner.steady = 5.0  # the device itself was started again, and its clock stands before the last try
    assert await owner.guess() == WAITS[4]
    owner.pass_time(WAITS[4])
    await owner.unlock()


async def test_a_process_that_is_ended_in_a_try_has_made_it(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    await owner.set_pin()
    await owner.services.account.lock()

    async def killed(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr("mobile.account.app_lock.open_record", killed)
        for _ in range(FREE_TRIES):
            with pytest.raises(KeyboardInterrupt):
                await owner.unlock("0000")
    await owner.restart(by_kill=True)
    assert owner.services.account.app_lock.seconds_left == WAITS[0]


async def test_after_many_wrong_tries_only_the_passphrase_opens_where_there_is_one(member: Owner) -> None:
    await member.set_pin()
    await member.services.account.lock()
    for _ in range(TRIES_MAX - 1):
        member.pass_time(await member.guess())
    assert await member.guess() == float("inf")
    member.pass_time(10 * WAITS[-1])
    with pytest.raises(PinMustWait):
        await member.unlock()
    with pytest.raises(WrongKey):
        await member.services.account.unlock("another passphrase")
    await member.services.account.unlock(PASSPHRASE)
    assert (member.phase, member.device.notes()) == ("signed_in", [NOTE])
    await member.services.account.lock()
    await member.unlock()
    assert member.phase == "signed_in"


@on_both
async def test_changing_and_removing_it_take_the_pin_or_the_passphrase(member: Owner) -> None:
    lock = member.services.account.app_lock
    await member.set_pin()
    with pytest.raises(WrongPin):
        await member.set_pin(OTHER)
    with pytest.raises(WrongPin):
        await lock.remove_pin("1234")
    await member.set_pin(OTHER, proof=PIN)
    await member.services.account.lock()
    with pytest.raises(WrongPin):
        await member.unlock(PIN)
    await member.unlock(OTHER)
    await lock.remove_pin(PASSPHRASE)
    assert not member.services.account.state.has_pin
    await member.restart()
    expected = "signed_in" if isinstance(member.device.secrets, MemorySecretStore) else "locked"
    assert member.phase == expected


async def test_after_it_is_removed_a_journal_without_an_account_opens_by_itself(owner: Owner) -> None:
    await owner.set_pin()
    await owner.services.account.app_lock.remove_pin(PIN)
    await owner.restart()
    assert (owner.phase, owner.device.notes()) == ("local", [NOTE])


@on_both
async def test_in_a_browser_with_an_account_the_pin_lies_nowhere_and_is_there_again_after_the_passphrase(
    member: Owner, store: SecretStore, tmp_path: Path
) -> None:
    await member.set_pin(after=300)
    await member.services.account.lock()
    await member.unlock()
    await member.restart()
    assert member.phase == "locked"
    if isinstance(store, FileSecretStore):
        assert list((tmp_path / "secrets").glob("*")) == []
        with pytest.raises(PinMustWait):
            await member.unlock()
        await member.services.account.unlock(PASSPHRASE)
        assert member.services.account.state.lock_after_seconds == 300
        await member.services.account.lock()
    await member.unlock()
    assert member.device.notes() == [NOTE]


@on_both
async def test_signing_up_keeps_the_pin_and_so_does_parting(owner: Owner, store: SecretStore, host: LocalHost) -> None:
    sessions = owner.services.account._sessions
    sessions._transport = httpx.ASGITransport(host.app, raise_app_exceptions=False)
    await owner.set_pin()
    await owner.device.sign_up()
    await owner.services.account.lock()
    await owner.unlock()
    assert (owner.phase, owner.device.notes()) == ("signed_in", [NOTE])
    await owner.device.sync()
    await owner.services.account.delete_account(PASSPHRASE, keep_posts=False, keep_journal=True)
    assert owner.phase == "local"
    await owner.restart(by_kill=True)
    assert owner.phase == "locked"
    await owner.unlock()
    assert (owner.phase, owner.device.notes()) == ("local", [NOTE])


async def test_signing_in_on_a_device_with_a_journal_reseals_it_and_keeps_the_pin(
    tmp_path: Path, member: Owner, host: LocalHost
) -> None:
    await member.device.sync()
    async with phone(tmp_path / "second", host, inline=True) as device:
        await device.services.account.start_writing()
        await device.write_entry("on the second")
        second = Owner(device)
        await second.start()
        await second.set_pin()
        await device.sign_in()
        await device.sync()
        assert device.notes() == sorted([NOTE, "on the second"])
        await second.restart(by_kill=True)
        assert second.phase == "locked"
        await second.unlock()
        assert (second.phase, device.notes()) == ("signed_in", sorted([NOTE, "on the second"]))


async def test_a_new_passphrase_and_a_recovery_leave_the_pin_as_it_is(member: Owner) -> None:
    await member.set_pin()
    account = member.services.account
    await account.change_passphrase(PASSPHRASE, NEW_PASSPHRASE)
    await account.lock()
    await member.unlock()
    code = await account.replace_recovery(NEW_PASSPHRASE)
    await account.lock()
    await account.recover(member.device.server_url, "sam", code, PASSPHRASE)
    assert member.phase == "signed_in"
    await account.lock()
    await member.unlock()
    assert member.device.notes() == [NOTE]


@on_both
async def test_signing_out_forgets_the_pin_with_everything_else(
    member: Owner, store: SecretStore, tmp_path: Path
) -> None:
    await member.set_pin()
    await member.services.account.sign_out()
    assert (member.phase, member.services.account.state.has_pin) == ("new", False)
    await member.restart()
    assert member.phase == "new"


@pytest.mark.parametrize("kept", [1, 2, 3, 4])
async def test_a_kill_between_any_two_writes_loses_neither_journal_nor_lock(tmp_path: Path, kept: int) -> None:
    """Set, change and remove a PIN on a store that dies after `kept` writes; whichever secret holds then opens."""

    class DyingStore(MemorySecretStore):
        left = 10**9

        async def put(self, name: str, value: bytes) -> None:
            self._count()
            await super().put(name, value)

        async def remove(self, name: str) -> None:
            self._count()
            await super().remove(name)

        def _count(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise KeyboardInterrupt

    store = DyingStore()
    async with phone(tmp_path, secrets=store, inline=True) as device:
        owner = Owner(device)
        await owner.start()
        await device.services.account.start_writing()
        await device.write_entry(NOTE)
        lock = device.services.account.app_lock
        acts: list[Callable[[], Awaitable[None]]] = [
            lambda: lock.set_pin(PIN, 0),
            lambda: lock.set_pin(OTHER, 0, PIN),
            lambda: lock.remove_pin(OTHER),
        ]
        for number, act in enumerate(acts):
            store.left = kept if number == len(acts) - 1 or kept < 3 else 10**9
            try:
                await act()
            except KeyboardInterrupt:
                break
        store.left = 10**9
        await owner.restart(by_kill=True)
        lock = device.services.account.app_lock
        if owner.phase == "locked":
            for pin in (PIN, OTHER):
                try:
                    await lock.unlock(pin)
                    break
                except WrongPin:
                    continue
        assert device.notes() == [NOTE]


@on_both
async def test_a_record_that_cannot_be_read_makes_no_new_key(owner: Owner, store: SecretStore) -> None:
    await owner.set_pin()
    name = f"app-lock-{owner.services.account.state.account_id.hex}"  # type: ignore[union-attr]
    whole = await store.get(name)
    assert whole is not None and read_record(whole).tries == Tries()
    await store.put(name, whole[:40])
    await owner.restart()
    assert owner.phase == "locked"
    await store.put(name, whole)
    await owner.restart()
    await owner.unlock()
    assert owner.device.notes() == [NOTE]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("123", False),
        ("1234", True),
        ("1" * 12, True),
        ("1" * 13, False),
        ("short", False),
        ("long words", True),
        ("", False),
    ],
)
def test_a_pin_is_some_digits_or_a_longer_word(text: str, fits: bool) -> None:
    assert is_pin(text) is fits
