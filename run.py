#!/usr/bin/env python3
"""Set Kith up and start it with nothing but Python 3.11 and pip: `run.py demo`, `run.py test`, `run.py <kith command>`.

Everything is put inside this folder: the installer uv in `.uv`, the packages in `.venv`. So neither PATH, nor admin
rights, nor the `venv` module is needed, and a system Python that refuses to be written to (PEP 668) is left alone.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

# Before everything else, in words that an old Python understands too.
if sys.version_info < (3, 11):  # noqa: UP036 - this file is what says so
    sys.exit(f"Kith needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}.")

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / ".kith-installed"
BIN = "Scripts" if os.name == "nt" else "bin"
EXE = ".exe" if os.name == "nt" else ""
LOCAL_UV = ROOT / ".uv" / "bin" / f"uv{EXE}"
# From 0.9 uv builds this project by itself, without fetching a build tool; from 1 it may think otherwise.
UV_OLDEST, UV_TOO_NEW = (0, 9), (1, 0)
# uv does not read pip's settings. Who stands behind a mirror, a proxy or an own authority has told pip: we pass it on.
PIP_TO_UV = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "HTTPS_PROXY"}
SYSTEM_CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "architecture": ["lint-imports"],
}
# Programs that are a function instead of a module to run. The scripts in `.venv` would do, until the folder is moved.
FUNCTIONS = {"kith": ("server.cli", "main"), "lint-imports": ("importlinter.cli", "lint_imports_command")}


def main(arguments: list[str]) -> int:
    """Install what is missing, then run what was asked for; the exit code is that of what ran."""
    word, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if not LOCK.exists():
        return fail(f"{LOCK.name} is missing: run this file from a whole copy of Kith.")
    if stamp() != installed_stamp() and not install():
        return 1
    if word == "test":
        return test(rest)
    return replace_by(program("kith", word, *rest))


def fail(sentence: str) -> int:
    """Say in one sentence why it does not go on."""
    print(sentence, file=sys.stderr)
    return 1


def python() -> str:
    """The Python of the installation."""
    return str(VENV / BIN / f"python{EXE}")


def program(name: str, *arguments: str) -> list[str]:
    """The command that runs an installed program with this Python."""
    if name not in FUNCTIONS:
        return [python(), "-m", name, *arguments]
    module, function = FUNCTIONS[name]
    code = f"import sys; sys.argv[0] = {name!r}; from {module} import {function}; sys.exit({function}())"
    return [python(), "-c", code, *arguments]


# --- Installation


def stamp() -> str:
    """What an installation depends on: the locked versions, how the project is built, and which Python it is for."""
    parts = [LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(sys.version_info[:2]).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def installed_stamp() -> str | None:
    """The stamp of the finished installation, if there is one and its Python is still there."""
    return STAMP.read_text() if STAMP.exists() and Path(python()).exists() else None


def install() -> bool:
    """Bring `.venv` to exactly the locked versions, each checked against its hash. False after saying why not."""
    settings = pip_settings()
    uv = find_uv() or bring_uv(settings)
    if uv is None:
        return False
    print("Installing what Kith needs into .venv (this is done once) ...", flush=True)
    environment = {
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_SYSTEM_CERTS": "true",
        "UV_NATIVE_TLS": "true",
        "UV_LINK_MODE": "copy",
        **{name: settings[key] for key, name in PIP_TO_UV.items() if key in settings},
        **os.environ,
        "VIRTUAL_ENV": str(VENV),
    }
    STAMP.unlink(missing_ok=True)
    steps = [
        ["pip", "sync", "--quiet", "--require-hashes", str(LOCK)],
        ["pip", "install", "--quiet", "--no-deps", "--offline", "--editable", "."],
    ]
    if not venv_fits():
        steps.insert(0, ["venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, str(VENV)])
    for step in steps:
        if subprocess.call([uv, *step], cwd=ROOT, env=environment) != 0:
            return not fail(f"Installing stopped at `uv {step[0]} {step[1]}`; the lines above say why.")
    STAMP.write_text(stamp())
    return True


def venv_fits() -> bool:
    """Whether `.venv` exists, runs, and has the same Python version as this process."""
    question = "import sys; print(sys.version_info[:2])"
    if not Path(python()).exists():
        return False
    answer = subprocess.run([python(), "-c", question], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == str(sys.version_info[:2])


def find_uv() -> str | None:
    """A uv of a version that we know, from this folder or the PATH."""
    for candidate in (str(LOCAL_UV), shutil.which("uv")):
        if candidate is None or not Path(candidate).exists():
            continue
        answer = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.search(r"(\d+)\.(\d+)", answer)
        if version and UV_OLDEST <= (int(version[1]), int(version[2])) < UV_TOO_NEW:
            return candidate
    return None


def bring_uv(settings: dict[str, str]) -> str | None:
    """Install uv into `.uv` with pip, which works on a system Python that refuses other installations."""
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode != 0:
        fail("Kith needs pip once, to install uv: install pip for this Python, or uv itself, and run this again.")
        return None
    print("Installing the installer uv into .uv ...", flush=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--root-user-action=ignore", "--upgrade", "--target", str(ROOT / ".uv"), "uv>=0.9,<1"]
    # An older pip trusts only its own list of authorities, where a company's proxy is not in.
    own = [] if "cert" in settings else [["--cert", path] for path in SYSTEM_CERTIFICATES if Path(path).exists()][:1]
    for extra in ([], *own):
        if subprocess.call(command + extra) == 0:
            return str(LOCAL_UV)
    fail("pip could not install uv; the lines above say why.")
    return None


def pip_settings() -> dict[str, str]:
    """What the person told pip about its index, certificates and proxy, in files or PIP_ variables."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        for key, value in re.findall(rf"^{section}\.([a-z-]+)='(.*)'$", answer, re.MULTILINE):
            found[key] = value
    return found


# --- Running


def test(arguments: list[str]) -> int:
    """Without arguments every check and test; with arguments pytest alone, with these."""
    os.chdir(ROOT)
    if arguments:
        return replace_by(program("pytest", *arguments))
    # One more than there are cores: the tests in a browser stand in one line, and wait most of their time.
    workers = min(4, (os.cpu_count() or 2) + 1)
    pytest = ["pytest", "--numprocesses", str(workers), "--dist", "loadgroup"]
    failed = []
    for name, command in {**CHECKS, "tests": pytest}.items():
        print(f"\n== {name}: {' '.join(command)}", flush=True)
        if subprocess.call(program(*command), env=surroundings()) != 0:
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll is well.", flush=True)
    return 1 if failed else 0


def surroundings() -> dict[str, str]:
    """The environment of what runs: this folder's own packages come first, wherever it was moved to."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def replace_by(command: list[str]) -> int:
    """Run a command so that Ctrl-C and a kill reach it alone; on POSIX it takes this process over."""
    if os.name != "nt":
        os.execve(command[0], command, surroundings())  # noqa: S606 - our own Python, without a shell
    process = subprocess.Popen(command, env=surroundings())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return process.wait()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
