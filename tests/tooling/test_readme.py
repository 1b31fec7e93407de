"""The README is for a newcomer, and true: its pictures, files and commands exist."""

import re
from pathlib import Path

import typer.main

from server.cli import app
from tests.support.processes import ROOT

README = (ROOT / "README.md").read_text("utf-8")
PICTURE_BYTES_MAX = 300_000


def test_both_pictures_are_there_and_small() -> None:
    pictures = re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]+)"', README)
    assert len(pictures) == 2
    for path, alternative in pictures:
        assert 10_000 < (ROOT / path).stat().st_size < PICTURE_BYTES_MAX
        assert len(alternative) > 20


def test_every_command_is_one_that_exists() -> None:
    words = set(re.findall(r"python3 run\.py ([\w-]+)", README))
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert {"demo", "test", "serve", "app"} <= words <= commands | {"test"}


def test_every_flag_it_names_is_understood() -> None:
    flags = set(re.findall(r"(?<![\w-])(--[a-z]+)", README)) - {"--help"}
    known = {
        option
        for command in typer.main.get_command(app).commands.values()  # type: ignore[attr-defined]
        for parameter in command.params
        for option in parameter.opts
    }
    assert flags <= known, flags - known


def test_the_map_shows_folders_that_exist() -> None:
    house = README.split("## The house")[1].split("```")[1]
    named = re.findall(r"([a-z_]+)/", house)
    folders = {path.name for path in ROOT.rglob("*") if path.is_dir() and ".venv" not in path.parts}
    assert set(named) <= folders
    for name in re.findall(r"`([a-z/_.]+/[a-z/_.]+)`", README):
        assert (ROOT / Path(name)).exists(), name
