"""Finding and unpacking a browser, tried on an archive of a few bytes in the shape of the real one."""

import base64
import hashlib
import io
import tarfile
from pathlib import Path

import brotli
import pytest

from tests.support import chromium
from tests.support.chromium import ChromiumMissing, check, find_chromium, playwrights_own, unpack


def archive(files: dict[str, bytes], mode: str = "w") -> bytes:
    """A tar archive, compressed with gzip for mode `w:gz`."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as tar:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def tiny_package() -> bytes:
    """What npm would hand over, with a shell script as the browser."""
    parts = {
        "al2023.tar.br": brotli.compress(archive({"lib/libnss3.so": b"library"})),
        "fonts.tar.br": brotli.compress(archive({"fonts/sans.ttf": b"font"})),
        "swiftshader.tar.br": brotli.compress(archive({"libEGL.so": b"renderer"})),
        "chromium.br": brotli.compress(b"#!/bin/sh\n"),
    }
    return archive({f"package/bin/{name}": content for name, content in parts.items()}, "w:gz")


def test_package_is_unpacked_ready_to_run(tmp_path: Path) -> None:
    root = tmp_path / "cache" / "chromium-0"
    unpack(tiny_package(), root)
    assert (root / "chromium").stat().st_mode & 0o111
    assert (root / "lib" / "libnss3.so").read_bytes() == b"library"
    assert str(root / "fonts") in (root / "fonts.conf").read_text()
    assert [path.name for path in root.parent.iterdir()] == ["chromium-0"]


def test_broken_package_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        unpack(archive({"package/bin/al2023.tar.br": brotli.compress(archive({}))}, "w:gz"), tmp_path / "chromium-0")
    assert list(tmp_path.iterdir()) == []


def test_only_the_pinned_bytes_are_used() -> None:
    package = tiny_package()
    right = "sha512-" + base64.b64encode(hashlib.sha512(package).digest()).decode()
    check(package, right)
    with pytest.raises(ChromiumMissing, match="not the expected one"):
        check(package + b" ", right)


def test_named_browser_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "browser"
    program.touch()
    monkeypatch.setenv("KITH_CHROMIUM", str(program))
    assert find_chromium().program == program
    program.unlink()
    with pytest.raises(ChromiumMissing, match="KITH_CHROMIUM names"):
        find_chromium()


def test_system_browser_comes_before_playwrights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "playwright" / "chromium-1" / "chrome-linux" / "chrome"
    own.parent.mkdir(parents=True)
    own.touch()
    system = tmp_path / "bin" / "chromium"
    system.parent.mkdir()
    system.touch(0o755)
    monkeypatch.delenv("KITH_CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setenv("PATH", str(system.parent))
    assert find_chromium().program == system
    system.unlink()
    assert find_chromium() == playwrights_own()
    assert find_chromium().program == own


def test_fetched_browser_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KITH_CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    unpack(tiny_package(), chromium.cache_folder())
    found = find_chromium()
    assert found.program == tmp_path / "kith" / f"chromium-{chromium.VERSION}" / "chromium"
    assert found.environment["LD_LIBRARY_PATH"].endswith("/lib")
