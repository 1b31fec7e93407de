"""The encrypted backup: it opens with its passphrase alone, and whatever was done to the file is noticed and named."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from api_client.wire import limits
from mobile.transfer import backup
from mobile.transfer.backup import BackupRefused, Problem, is_backup, new_backup, open_backup

PASSPHRASE = "seven quiet herons wade at dusk"
CHUNK = 4 * 1024
FRAME, TAG = 9, 16
START = 81
SECRET = b"canary"


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least work that a device accepts, for there are many files here."""
    monkeypatch.setattr(limits, "KDF_MEMORY_KIB", limits.KDF_MEMORY_KIB_MIN)
    monkeypatch.setattr(limits, "KDF_PASSES", limits.KDF_PASSES_MIN)


def content(length: int) -> bytes:
    return (SECRET + bytes(range(256)) * (length // 256 + 1))[:length]


async def backed_up(plain: bytes) -> bytes:
    file = io.BytesIO()
    writer = await new_backup(file, PASSPHRASE, chunk_bytes=CHUNK)
    for start in range(0, len(plain), 1_000):
        writer.write(plain[start : start + 1_000])
    writer.finish()
    return file.getvalue()


async def refused(file: bytes, passphrase: str = PASSPHRASE) -> Problem:
    with pytest.raises(BackupRefused) as caught:
        await open_backup(io.BytesIO(file), passphrase)
    return caught.value.problem


def chunks(file: bytes) -> list[bytes]:
    step = FRAME + CHUNK + TAG
    return [file[start : start + step] for start in range(START, len(file), step)]


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 77])
async def test_what_was_backed_up_comes_back_and_none_of_it_can_be_seen(length: int) -> None:
    file = await backed_up(content(length))
    assert is_backup(file) and SECRET not in file
    reader = await open_backup(io.BytesIO(file), PASSPHRASE)
    assert reader.read() == content(length)


async def test_two_backups_of_the_same_have_nothing_in_common_but_the_head() -> None:
    one, other = await backed_up(content(5_000)), await backed_up(content(5_000))
    assert one[:25] == other[:25] and one[25:41] != other[25:41] and one[START + FRAME :] != other[START + FRAME :]


async def test_a_zip_is_written_into_a_backup_and_read_at_any_place() -> None:
    file = io.BytesIO()
    writer = await new_backup(file, PASSPHRASE, chunk_bytes=CHUNK)
    with zipfile.ZipFile(writer, "w") as archive:
        for name in ("a", "b", "c"):
            archive.writestr(name, name.encode() * 3_000)
    writer.finish()
    with zipfile.ZipFile(await open_backup(file, PASSPHRASE)) as archive:
        assert [archive.read(name) for name in ("c", "a", "b")] == [b"c" * 3_000, b"a" * 3_000, b"b" * 3_000]


async def test_the_passphrase_is_the_same_on_every_keyboard_and_any_other_is_told() -> None:
    file = io.BytesIO()
    writer = await new_backup(file, "ein müder Bär schläft im Schnee")
    writer.finish()
    content = file.getvalue()
    assert (await open_backup(file, "ein mu\u0308der Ba\u0308r schla\u0308ft im Schnee")).read() == b""
    assert await refused(content, PASSPHRASE) is Problem.WRONG_PASSPHRASE


async def test_a_file_that_ends_too_early_is_incomplete_wherever_it_ends() -> None:
    file = await backed_up(content(2 * CHUNK + 100))
    step = FRAME + CHUNK + TAG
    for end in (20, START - 1, START, START + 5, START + step - 1, START + step, START + 2 * step, len(file) - 1):
        assert await refused(file[:end]) is Problem.INCOMPLETE, end


async def test_parts_in_each_others_place_or_twice_are_told() -> None:
    file = await backed_up(content(3 * CHUNK + 100))
    head, (a, b, c, d) = file[:START], chunks(file)
    for parts in ((b, a, c, d), (a, c, d), (a, a, b, c, d), (c, b, a, d)):
        assert await refused(head + b"".join(parts)) is Problem.OUT_OF_ORDER
    assert await refused(head + a[:FRAME] + b[FRAME:] + b[:FRAME] + a[FRAME:] + c + d) is Problem.CHANGED


async def test_a_part_of_another_backup_under_the_same_passphrase_does_not_fit() -> None:
    file, other = await backed_up(content(2 * CHUNK)), await backed_up(content(2 * CHUNK))
    assert await refused(file[:START] + chunks(other)[0] + chunks(file)[1]) is Problem.CHANGED


async def test_one_changed_bit_anywhere_is_noticed() -> None:
    file = await backed_up(content(CHUNK + 10))
    for at in (*range(0, START, 7), START, START + 4, START + 6, START + FRAME, len(file) - 1):
        bent = bytearray(file)
        bent[at] ^= 1
        assert await refused(bytes(bent)) in set(Problem) - {Problem.TOO_WEAK}, at
    assert await refused(file + b"\0") is Problem.CHANGED


def with_header(file: bytes, **changed: int) -> bytes:
    """The file with other parameters in a head that is whole in itself, as somebody might write it on purpose."""
    _, memory, passes, lanes, chunk, salt = struct.unpack(">14sIHBI16s", file[:41])
    values = {"memory": memory, "passes": passes, "lanes": lanes, "chunk": chunk} | changed
    head = struct.pack(">14sIHBI16s", backup.MAGIC, *values.values(), salt)
    return head + backup._sum(head) + file[49:]


@pytest.mark.parametrize("changed", [{"memory": 18 * 1024}, {"passes": 1}, {"memory": 2**31}, {"passes": 999}])
async def test_too_little_work_is_refused_before_any_is_done_and_so_is_too_much(changed: dict[str, int]) -> None:
    assert await refused(with_header(await backed_up(b"x"), **changed)) is Problem.TOO_WEAK


async def test_parameters_are_bound_to_what_they_open() -> None:
    file = await backed_up(b"x")
    assert await refused(with_header(file, passes=3)) is Problem.WRONG_PASSPHRASE
    assert await refused(with_header(file, chunk=CHUNK * 2)) is Problem.WRONG_PASSPHRASE
    assert await refused(with_header(file, chunk=2**31)) is Problem.CHANGED


@pytest.mark.parametrize(
    ("file", "problem"),
    [(b"", Problem.NO_BACKUP), (b"PK\3\4", Problem.NO_BACKUP), (b"KITH-BACKUP-2\n" + bytes(99), Problem.NEWER)],
)
async def test_other_files_are_told_apart(file: bytes, problem: Problem) -> None:
    assert await refused(file) is problem


async def test_progress_is_told_and_ends_at_the_whole_file() -> None:
    file, seen = await backed_up(content(3 * CHUNK)), list[tuple[int, int]]()
    tell: Callable[[int, int], None] = lambda done, total: seen.append((done, total))  # noqa: E731
    await open_backup(io.BytesIO(file), PASSPHRASE, on_progress=tell)
    assert len(seen) == 3 and seen[-1] == (len(file), len(file)) and seen == sorted(seen)
