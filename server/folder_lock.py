"""One host per folder: two that write to one SQLite file would hand out the same revisions twice."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_NAME = "kith-host.lock"


class FolderInUse(RuntimeError):
    """Another host runs with this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"A host is already running with the data in {folder}. Stop it, or choose another --data.")


@contextlib.contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold `folder` until the block ends; the system gives it back when the process dies, however it dies.

    Raises FolderInUse when another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / FILE_NAME, "ab") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FolderInUse(folder) from error
        yield
