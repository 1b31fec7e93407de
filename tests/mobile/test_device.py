"""The device's own parts: its zone, its ids, the lock of its folder, its secrets and its signal."""

import logging
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from mobile import device
from mobile.device import FolderInUse, FolderLock, SystemClock, new_private_id, new_shared_id, offset_name
from mobile.platform_secrets import PlatformSecretStore
from mobile.secrets import FileSecretStore, MemorySecretStore, SecretStore
from mobile.signal import Signal


class Keychain:
    """What the platform's secure storage does."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        return self.kept.get(key)

    async def set(self, key: str, value: str) -> None:
        self.kept[key] = value

    async def remove(self, key: str) -> None:
        del self.kept[key]


@pytest.mark.parametrize("make", ["memory", "file", "platform"])
async def test_a_secret_is_kept_replaced_and_forgotten(make: str, tmp_path: Path) -> None:
    stores: dict[str, SecretStore] = {
        "memory": MemorySecretStore(),
        "file": FileSecretStore(tmp_path / "new" / "folder"),
        "platform": PlatformSecretStore(Keychain()),
    }
    store = stores[make]
    assert await store.get("vault-key-1") is None
    await store.remove("vault-key-1")
    await store.put("vault-key-1", b"\x00one")
    await store.put("vault-key-1", b"\x00two")
    assert await store.get("vault-key-1") == b"\x00two"
    await store.remove("vault-key-1")
    assert await store.get("vault-key-1") is None


async def test_a_secret_in_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    store = FileSecretStore(tmp_path)
    await store.put("key", b"secret")
    assert files(tmp_path) == [("key.secret", 0o600)]
    with pytest.raises(ValueError, match="name"):
        await store.put("../key", b"secret")


def test_one_folder_is_one_process(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    with pytest.raises(FolderInUse, match=str(tmp_path)):
        FolderLock(tmp_path)
    lock.release()
    lock.release()
    FolderLock(tmp_path).release()


def test_ids_for_others_sort_by_time_and_private_ones_tell_none() -> None:
    shared = [new_shared_id() for _ in range(50)]
    assert shared == sorted(shared)
    assert {made.version for made in shared} == {7}
    assert {new_private_id().version for _ in range(5)} == {4}
    assert type(shared[0]) is UUID


def test_the_zone_has_a_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clock = SystemClock()
    monkeypatch.setenv("TZ", ":Europe/Berlin")
    assert clock.zone() == "Europe/Berlin"
    monkeypatch.delenv("TZ")
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Asia/Kolkata")
    monkeypatch.setattr(device, "_ZONE_LINK", link)
    assert clock.zone() == "Asia/Kolkata"
    monkeypatch.setattr(device, "_ZONE_LINK", tmp_path / "none")
    monkeypatch.setattr(device, "_ZONE_FILE", tmp_path / "none")
    assert clock.zone().startswith("UTC")
    assert offset_name(timedelta(hours=-3, minutes=-30)) == "UTC-03:30"


def test_now_is_local_and_today_is_its_date() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is not None
    assert clock.today() in (clock.now().date(), clock.now().date() - timedelta(days=1))


def test_a_subscriber_that_fails_stops_nobody_and_says_nothing_private(caplog: pytest.LogCaptureFixture) -> None:
    signal, heard = Signal(), list[str]()

    def fail(scope: str) -> None:
        raise ValueError("private words")

    signal.subscribe(fail)
    dispose = signal.subscribe(heard.append)
    with caplog.at_level(logging.ERROR):
        signal.emit("group:1234")
    assert heard == ["group:1234"]
    assert "private words" not in caplog.text and "1234" not in caplog.text
    dispose()
    dispose()
    signal.emit("journal")
    assert heard == ["group:1234"]


def test_the_first_frame_needs_no_storage() -> None:
    program = "import sys, mobile.app; sys.exit('sqlmodel' in sys.modules or 'sqlalchemy' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


def files(folder: Path) -> list[tuple[str, int]]:
    return [(path.name, path.stat().st_mode & 0o777) for path in folder.iterdir()]
