"""`run.py` explains itself, installs what the lock says, and passes on what pip was told. Nothing is fetched here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in the place of the project, with a lock and nothing installed."""
    (tmp_path / "requirements.lock").write_text("")
    (tmp_path / "pyproject.toml").write_text("")
    for name, value in {
        "ROOT": tmp_path,
        "LOCK": tmp_path / "requirements.lock",
        "VENV": tmp_path / ".venv",
        "STAMP": tmp_path / ".venv" / ".kith-installed",
        "LOCAL_UV": tmp_path / ".uv" / "bin" / "uv",
    }.items():
        monkeypatch.setattr(run, name, value)
    yield tmp_path


def program(path: Path, lines: str) -> None:
    """A shell script in the place of a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)


def fake_uv(copy: Path, *, version: str = "0.9.5", python: str = sys.executable) -> Path:
    """A uv that notes its words and settings, and whose `venv` links a Python."""
    notes = copy / "notes"
    make_python = f"mkdir -p {copy}/.venv/bin && ln -sf {python} {copy}/.venv/bin/python"
    program(
        copy / ".uv" / "bin" / "uv",
        f'[ "$1" = --version ] && echo "uv {version}" && exit\n'
        f'echo "$*" >> {notes}\nenv | grep -E "^(UV_|SSL_CERT_FILE)" >> {notes}\n[ "$1" != venv ] || ({make_python})',
    )
    return notes


def test_first_start_installs_the_lock_by_hash_and_the_next_does_not(copy: Path) -> None:
    notes = fake_uv(copy)
    assert run.install()
    words = notes.read_text()
    assert f"venv --quiet --clear --no-project --python {sys.executable}" in words
    assert "pip sync --quiet --require-hashes" in words
    assert "--no-deps --offline --editable ." in words
    assert "UV_PYTHON_DOWNLOADS=never" in words
    assert run.stamp() == run.installed_stamp()


def test_changed_lock_is_installed_again_into_the_same_environment(copy: Path) -> None:
    notes = fake_uv(copy)
    assert run.install()
    (copy / "requirements.lock").write_text("other")
    assert run.stamp() != run.installed_stamp()
    notes.unlink()
    assert run.install()
    assert "venv --quiet" not in notes.read_text()


def test_failed_installation_is_tried_again(copy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program(copy / ".uv" / "bin" / "uv", '[ "$1" = --version ] && echo "uv 0.9.5" && exit\nexit 2')
    assert not run.install()
    assert "Installing stopped at `uv venv" in capfd.readouterr().err
    assert run.installed_stamp() is None


@pytest.mark.parametrize(("version", "used"), [("0.8.24", False), ("0.9.0", True), ("0.13.9", True), ("1.0.0", False)])
def test_only_a_known_uv_is_used(copy: Path, monkeypatch: pytest.MonkeyPatch, version: str, used: bool) -> None:
    fake_uv(copy, version=version)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert (run.find_uv() == str(run.LOCAL_UV)) == used


def test_settings_of_pip_reach_uv(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["global.cert='/certificates.pem'", "global.index-url='https://far.example/simple'"]
    said += ["install.timeout='9'", ":env:.index-url='https://mirror.example/simple'"]
    program(copy / "python", "\n".join(f'echo "{line}"' for line in said))
    notes = fake_uv(copy)
    monkeypatch.setattr(sys, "executable", str(copy / "python"))
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    assert run.install()
    assert "UV_DEFAULT_INDEX=https://mirror.example/simple" in notes.read_text()
    assert "SSL_CERT_FILE=/certificates.pem" in notes.read_text()


def test_missing_pip_is_told_in_a_sentence(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    program(copy / "python", "exit 1")
    monkeypatch.setattr(sys, "executable", str(copy / "python"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert not run.install()
    assert capfd.readouterr().err.startswith("Kith needs pip once")


def test_incomplete_copy_is_told_in_a_sentence(copy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (copy / "requirements.lock").unlink()
    assert run.main(["demo"]) == 1
    assert "requirements.lock is missing" in capfd.readouterr().err


def test_ci_runs_the_readmes_command() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert 'exec python3 run.py test "$@"' in script.read_text()
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
