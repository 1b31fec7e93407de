"""The public surface is what is written down, and loads nothing before it is used."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import api_client


def test_public_names_are_sorted_and_live_where_the_types_say() -> None:
    tree = ast.parse(Path(api_client.__file__).read_text("utf-8"))
    typed = {
        alias.name: (node.module or "").removeprefix("api_client.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("api_client.")
        for alias in node.names
    }
    assert typed == api_client._HOMES
    assert sorted(typed) == api_client.__all__


@pytest.mark.parametrize("name", api_client.__all__)
def test_every_public_name_exists_and_says_what_it_is(name: str) -> None:
    value = getattr(api_client, name)
    home = import_module(f"api_client.{api_client._HOMES[name]}")
    assert value is getattr(home, name)
    assert not callable(value) or value.__doc__


def test_no_public_name_is_hidden_by_a_module() -> None:
    modules = {path.stem for path in Path(api_client.__file__).parent.iterdir()}
    assert modules.isdisjoint(api_client.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        api_client.nothing_like_it  # noqa: B018


def test_the_contract_alone_loads_no_http_client_and_no_keys() -> None:
    program = (
        "import sys, api_client.wire.groups; print(*sorted({'httpx', 'cryptography', 'argon2'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert shown.stdout.strip() == ""


def test_each_cryptographic_package_has_one_importer() -> None:
    importers: dict[str, set[str]] = {"cryptography": set(), "argon2": set()}
    for path in Path(api_client.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for package in importers:
                if any(name.split(".")[0] == package for name in names):
                    importers[package].add(path.name)
    assert importers == {"cryptography": {"aes_gcm.py"}, "argon2": {"argon2id.py"}}
