"""A Chromium for the browser tests: the one on this machine, or one fetched without admin rights.

In this order: `KITH_CHROMIUM`; a browser of the system; Playwright's own; on Linux x86-64 with npm the one inside the
npm package @sparticuz/chromium, a real Chromium with its libraries and fonts, checked against the hash below and
unpacked into the cache folder; `playwright install`. Where all of this fails, a sentence says how to install one.
"""

import base64
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

VERSION = "153.0.0"
INTEGRITY = "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
# Parts of the package: libraries, fonts and the software renderer are archives, the browser is one file.
ARCHIVES = ("al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br")
MISSING = (
    "The browser tests need a Chromium: install one (`apt-get install chromium`, or `playwright install chromium`), "
    "or name one in KITH_CHROMIUM."
)
_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    "<fontconfig><dir>{root}/fonts</dir><cachedir>{root}/font-cache</cachedir></fontconfig>"
)


class ChromiumMissing(RuntimeError):
    """No Chromium was found and none could be fetched; the message says what to do."""


@dataclass(frozen=True)
class Chromium:
    """A browser to start: its program, and what its environment needs beside the test's own."""

    program: Path
    environment: dict[str, str] = field(default_factory=dict)


def find_chromium() -> Chromium:
    """The browser for the tests, fetched if this machine has none. Raises ChromiumMissing."""
    named = os.environ.get("KITH_CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise ChromiumMissing(f"KITH_CHROMIUM names {named}, and there is no such file.")
        return Chromium(Path(named))
    found = next((path for name in SYSTEM_NAMES if (path := shutil.which(name))), None)
    if found:
        return Chromium(Path(found))
    return playwrights_own() or fetched(cache_folder())


def playwrights_own() -> Chromium | None:
    """The newest Chromium that `playwright install` has put into its cache, if any."""
    homes = {
        "linux": Path.home() / ".cache" / "ms-playwright",
        "darwin": Path.home() / "Library" / "Caches" / "ms-playwright",
        "win32": Path.home() / "AppData" / "Local" / "ms-playwright",
    }
    root = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or homes.get(sys.platform, homes["linux"]))
    programs = ("*/chrome", "*/headless_shell", "*/chrome.exe", "*/Chromium.app/Contents/MacOS/Chromium")
    found = [path for program in programs for path in root.glob(f"chromium*/{program}")]
    return Chromium(max(found, key=lambda path: path.stat().st_mtime)) if found else None


def cache_folder() -> Path:
    """Where the fetched browser is kept between runs and between copies of the project."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "kith" / f"chromium-{VERSION}"


def fetched(root: Path) -> Chromium:
    """The browser unpacked in `root`, fetched if it is not there yet. Raises ChromiumMissing."""
    if not (root / "chromium").is_file():
        if (sys.platform, platform.machine()) != ("linux", "x86_64") or shutil.which("npm") is None:
            return installed_by_playwright()
        print(f"Fetching Chromium {VERSION} for the browser tests (66 MB, done once) ...", file=sys.stderr, flush=True)
        package = pack(f"@sparticuz/chromium@{VERSION}")
        check(package, INTEGRITY)
        unpack(package, root)
    return Chromium(
        root / "chromium",
        {"LD_LIBRARY_PATH": str(root / "lib"), "FONTCONFIG_FILE": str(root / "fonts.conf"), "LANG": "en_US.UTF-8"},
    )


def installed_by_playwright() -> Chromium:
    """The browser that `playwright install` brings, on the machines for which no npm package is pinned."""
    print("Fetching Chromium for the browser tests with Playwright ...", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    found = playwrights_own()
    if found is None:
        raise ChromiumMissing(f"{MISSING} (Playwright could not: {done.stderr.strip()[-300:]})")
    return found


def pack(name: str) -> bytes:
    """The archive of one exact npm package, through npm itself, which knows the person's registry and proxy."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, name]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
        archive = next(Path(folder).glob("*.tgz"), None)
        if done.returncode != 0 or archive is None:
            raise ChromiumMissing(f"{MISSING} (Fetching {name} failed: {done.stderr.strip()[-300:]})")
        return archive.read_bytes()


def check(package: bytes, integrity: str) -> None:
    """Raise ChromiumMissing unless the package has the pinned SHA-512, written as npm writes it."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(package).digest()).decode()
    if found != integrity:
        raise ChromiumMissing(f"The fetched Chromium is not the expected one ({found[:20]}...) and was not used.")


def unpack(package: bytes, root: Path) -> None:
    """Unpack the npm archive into `root`: all at once or not at all, so that a broken run leaves nothing behind."""
    import brotli

    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent) as name, tarfile.open(fileobj=io.BytesIO(package)) as outer:
        folder = Path(name) / "chromium"
        folder.mkdir()

        def read(part: str) -> bytes:
            member = outer.extractfile(f"package/bin/{part}")
            assert member is not None, part
            content: bytes = brotli.decompress(member.read())
            return content

        for archive in ARCHIVES:
            with tarfile.open(fileobj=io.BytesIO(read(archive))) as inner:
                if hasattr(tarfile, "data_filter"):  # since Python 3.11.4
                    inner.extraction_filter = tarfile.data_filter
                inner.extractall(folder)  # noqa: S202 - the hash has said whose archive this is
        (folder / "fonts.conf").write_text(_FONTS.format(root=root))
        (folder / "chromium").write_bytes(read("chromium.br"))
        (folder / "chromium").chmod(0o755)
        if not root.exists():
            folder.rename(root)


if __name__ == "__main__":
    print(find_chromium())
