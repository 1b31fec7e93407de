"""Which outside packages each part may use. The arrows between our own parts are import-linter's, in pyproject.toml."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"api_client", "mobile", "server", "tests"}
# The most specific folder or file counts. What is not named here is not used there: a new package is a decision.
ALLOWED = {
    "api_client/wire": {"pydantic", "pydantic_core"},
    "api_client": {"httpx", "pydantic", "argon2", "cryptography", "uuid6"},
    "mobile": {"flet", "sqlmodel", "sqlalchemy", "pydantic", "pydantic_core", "uuid6", "cryptography", "babel"},
    "mobile/markup.py": {"markdown_it"},
    "mobile/groups/qr_code.py": {"segno"},
    "mobile/photo_files.py": {"PIL"},
    "mobile/ui": {"flet", "babel"},
    "server/mail.py": {"aiosmtplib"},
    "server/example/drawings.py": {"PIL"},
    # Only to hand a transport through to the client.
    "mobile/services.py": {"httpx"},
    "mobile/paper.py": {"fontTools", "fpdf"},
    "mobile/account/sessions.py": {"httpx"},
    "mobile/platform_secrets.py": {"flet", "flet_secure_storage"},
    "mobile/starting.py": {"flet", "flet_secure_storage"},
    "mobile/web_assets.py": {"starlette"},
    "mobile/web_guard.py": {"flet", "flet_web", "starlette", "uvicorn"},
    "server": {
        *("alembic", "fastapi", "limits", "pydantic", "pydantic_settings", "sqlalchemy", "sqlmodel", "starlette"),
        *("typer", "uuid6", "uvicorn", "argon2", "anyio"),
    },
}
SOURCES = sorted(path for part in ("api_client", "mobile", "server") for path in (ROOT / part).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by dots"
            yield node.module or ""


def allowed_in(path: Path) -> set[str]:
    name = path.relative_to(ROOT).as_posix()
    places = [place for place in ALLOWED if name == place or name.startswith(f"{place}/")]
    return ALLOWED[max(places, key=len)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_the_known_packages_are_imported(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    assert tops - set(sys.stdlib_module_names) - OURS <= allowed_in(path)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_server_imports_of_the_client_only_what_both_speak(path: Path) -> None:
    if path.is_relative_to(ROOT / "server"):
        foreign = [name for name in imported(path) if name.split(".")[0] in OURS - {"server"}]
        assert [name for name in foreign if not name.startswith("api_client.wire")] == []
    if path.is_relative_to(ROOT / "api_client" / "wire"):
        foreign = [name for name in imported(path) if name.split(".")[0] in OURS]
        assert [name for name in foreign if not name.startswith("api_client.wire")] == []


def test_every_source_says_what_lives_there() -> None:
    silent = [
        path for path in SOURCES if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_tests_neither_sleep_nor_mock_nor_skip() -> None:
    forbidden = {"time.sleep", "unittest.mock", "pytest.mark.skip", "pytest.mark.skipif", "pytest.skip"}
    found = []
    for path in (ROOT / "tests").rglob("*.py"):
        if path.is_relative_to(ROOT / "tests" / "bench"):
            continue  # it measures, and waits for the machine to calm down
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in forbidden:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}")
        found += [f"{path.relative_to(ROOT)} {name}" for name in imported(path) if name.startswith("unittest")]
    assert found == []
