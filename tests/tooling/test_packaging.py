"""What is installed and shipped: locked by hash, without a host's name, and fit for a phone."""

import importlib
import re
import subprocess
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
# Compiled packages for which Flet's index of phone wheels has a recipe. Anything else that ships must be pure Python.
PHONE_WHEELS = {
    "argon2-cffi-bindings",
    "cffi",
    "cryptography",
    "fonttools",  # has a pure wheel beside the compiled one
    "greenlet",
    "markupsafe",
    "msgpack",
    "pillow",
    "pydantic-core",
    "sqlalchemy",
}
# Who serves packages, and where one machine keeps them, is no business of this project. The brackets keep this file
# from naming them itself.
FOREIGN = re.compile(
    r"[p]ypi\.(?:org|flet)|[p]ythonhosted|[n]pmjs\.|[n]pmmirror|[y]arnpkg|--(?:extra-)?index-url[ =]"
    r"|/[r]oot/|/[o]pt/[pw]|/[w]ork/"
)


def locked() -> dict[str, str]:
    """The block of each package in the lock file."""
    blocks = re.split(r"(?m)^(?=[a-z0-9])", (ROOT / "requirements.lock").read_text())
    return {re.split(r"[=\[ ]", block)[0]: block for block in blocks if block and not block.startswith("#")}


def test_every_locked_package_has_a_version_and_hashes() -> None:
    blocks = locked()
    assert len(blocks) > 50
    for block in blocks.values():
        assert re.match(r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==\S+", block), block
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block


def test_lock_names_no_address() -> None:
    assert not re.search(r"://|file:|\.whl|\.tar\.gz", (ROOT / "requirements.lock").read_text())


def test_every_dependency_is_locked() -> None:
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]
    assert {Requirement(line).name for line in wanted} <= locked().keys()


def test_no_file_names_a_registry_or_a_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = []
    for name in filter(None, tracked.split("\0")):
        path = ROOT / name
        if not path.is_file() or path.suffix in (".png", ".ttf", ".woff2"):
            continue
        found += [f"{name}: {match[0]}" for match in FOREIGN.finditer(path.read_text(errors="replace"))]
    assert found == []


def shipped() -> set[str]:
    """Every package that a phone gets: the project's own dependencies and theirs, without extras."""
    names: set[str] = set()
    waiting = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    while waiting:
        requirement = waiting.pop()
        environment = {"sys_platform": "android", "platform_system": "Android", "python_version": "3.14", "extra": ""}
        name = requirement.name.lower().replace("_", "-")
        if name in names or (requirement.marker and not requirement.marker.evaluate(environment)):
            continue
        names.add(name)
        waiting += [Requirement(line) for line in distribution(name).requires or []]
    return names


def test_what_ships_on_a_phone_is_pure_or_built_for_phones() -> None:
    compiled = {
        name for name in shipped() if "Root-Is-Purelib: true" not in (distribution(name).read_text("WHEEL") or "")
    }
    assert compiled <= PHONE_WHEELS


@pytest.mark.parametrize("package", ["fastapi", "uvicorn", "alembic", "pytest", "flet-web"])
def test_what_a_server_or_a_developer_needs_does_not_ship(package: str) -> None:
    assert package not in shipped()


def test_flet_and_its_extensions_have_one_version() -> None:
    lines = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["desktop"]]
    versions = {str(Requirement(line).specifier) for line in lines if Requirement(line).name.startswith("flet")}
    assert versions == {"==1.0.5"}


def test_packaged_app_starts_where_the_packager_looks() -> None:
    packaged = PROJECT["tool"]["flet"]
    entry = importlib.import_module(packaged["app"]["module"])
    assert Path(str(entry.__file__)) == ROOT / packaged["app"]["path"] / "main.py"
    assert callable(entry.run)
    assert (packaged["splash"]["color"], packaged["splash"]["dark_color"]) == ("#FAF7F2", "#141A19")


def test_licence_is_the_whole_apache_licence() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"
