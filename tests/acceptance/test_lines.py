"""What Kith promises, line by line, and the tests that hold it to that: `lines.toml` is the table."""

import ast
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
THEMES = {
    "Understanding and empathy",
    "Control",
    "Shared learning",
    "Well-being and resilience",
    "Mutual aid",
    "Safety",
    "The journal",
    "Insights",
    "One's own data",
}
LINES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/acceptance/lines.toml").read_text())["line"]


@cache
def names_in(path: str) -> set[str]:
    """Return the names of the tests that a file holds."""
    tree = ast.parse((ROOT / path).read_text())
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    return {name for name in defined if name.startswith("test_")}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["says"])
def test_a_line_is_held_by_tests_that_are_there(line: dict[str, Any]) -> None:
    assert set(line) in ({"theme", "says", "tests"}, {"theme", "says", "later"})
    assert line["theme"] in THEMES
    for named in line.get("tests", []):
        path, _, test = named.partition("::")
        assert test in names_in(f"tests/{path}"), named


def test_every_theme_has_lines_and_a_journey_in_the_browser() -> None:
    assert {line["theme"] for line in LINES} == THEMES
    walked = {line["theme"] for line in LINES for one in line.get("tests", []) if one.startswith("browser/")}
    assert THEMES - walked == {"Safety"}


def test_no_line_is_empty_and_none_stands_twice() -> None:
    assert all(line.get("tests") or line.get("later") for line in LINES)
    assert len({line["says"] for line in LINES}) == len(LINES)


def test_what_only_this_folder_tests_stands_in_the_table() -> None:
    named = {one for line in LINES for one in line.get("tests", [])}
    for path in sorted((ROOT / "tests/acceptance").glob("test_*.py")):
        if path != Path(__file__):
            here = {f"acceptance/{path.name}::{test}" for test in names_in(f"tests/acceptance/{path.name}")}
            assert here <= named, here - named
