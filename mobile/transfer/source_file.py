"""A file that a member chose, and what may be unpacked of it: a small ZIP can be made to hold more than any device."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mobile.transfer.imported import ImportRefused

FILE_BYTES_MAX = 512 * 1024 * 1024
ZIP_FILES_MAX = 20_000
_ZIP_INDEX_BYTES_MAX = 8 * 1024 * 1024
_PIECE_BYTES = 256 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file by its name and either its bytes or where it lies."""

    name: str
    content: bytes | Path

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.content.stat().st_size if isinstance(self.content, Path) else len(self.content)

    def open(self) -> BinaryIO:
        """Return it to be read."""
        return self.content.open("rb") if isinstance(self.content, Path) else io.BytesIO(self.content)

    def read(self, most: int) -> bytes:
        """Return its bytes; raise ImportRefused when there are more than `most`."""
        if self.size > most:
            raise ImportRefused("too_large")
        return self.content.read_bytes() if isinstance(self.content, Path) else self.content

    def begins_with(self, start: bytes) -> bool:
        """Whether its first bytes are these."""
        with self.open() as stream:
            return stream.read(len(start)) == start


class Zip:
    """A ZIP that is read with care: its list of files is bounded, and so is what each file unpacks to."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        with source.open() as stream:
            _refuse_long_index(stream, source.size)
            try:
                with zipfile.ZipFile(stream) as opened:
                    self._infos = {info.filename: info for info in opened.infolist()}
            except _BROKEN as error:
                raise ImportRefused("broken_zip") from error
        if len(self._infos) > ZIP_FILES_MAX:
            raise ImportRefused("bomb")

    @property
    def names(self) -> frozenset[str]:
        """The names of the files in it."""
        return frozenset(self._infos)

    def read(self, name: str, most: int) -> bytes:
        """Return one file; raise ImportRefused when it is damaged, locked, or unpacks to more than `most` bytes."""
        info = self._infos[name]
        if info.flag_bits & 0x1:
            raise ImportRefused("locked_zip")
        if info.file_size > most:
            raise ImportRefused("bomb")
        pieces, size = [], 0
        try:
            with self._source.open() as stream, zipfile.ZipFile(stream) as opened, opened.open(info) as file:
                while piece := file.read(_PIECE_BYTES):
                    size += len(piece)
                    if size > most:  # the length that the file claims may be a lie
                        raise ImportRefused("bomb")
                    pieces.append(piece)
        except ImportRefused:
            raise
        except _BROKEN as error:
            raise ImportRefused("broken_zip") from error
        return b"".join(pieces)


def _refuse_long_index(stream: BinaryIO, size: int) -> None:
    """Look at the record at the end of a ZIP before anything is read of its index (APPNOTE.TXT 4.3.16)."""
    tail_start = max(0, size - 65_557)
    stream.seek(tail_start)
    tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise ImportRefused("broken_zip")
    count, index_size = struct.unpack_from("<HI", tail, place + 10)
    stream.seek(0)
    if count > ZIP_FILES_MAX or index_size > _ZIP_INDEX_BYTES_MAX:
        raise ImportRefused("bomb")
