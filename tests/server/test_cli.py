"""The command line as a host meets it: help, settings, ports, and an end that leaves nothing behind."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server import demo
from server.example import JOIN_CODES, PASSPHRASES
from server.settings import Settings
from tests.support.command import typed
from tests.support.ports import free_ports
from tests.support.processes import ROOT, running
from tests.support.server import server_process, sign_up


def kith(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "server.cli", *arguments]
    return subprocess.run(
        command, cwd=cwd, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    shown = kith("--help")
    assert shown.returncode == 0
    for command in ("serve", "app", "demo"):
        assert command in shown.stdout
        assert kith(command, "--help").returncode == 0
    heavy = "import sys, server.cli; sys.exit(bool({'fastapi', 'sqlmodel', 'flet', 'pydantic'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, check=False, timeout=60).returncode == 0


async def test_a_host_stops_cleanly_and_finds_its_data_again(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"
    with server_process(data, KITH_NAME="Harbour") as server:
        assert server.program.output == f"Harbour listens on {server.url}"
        async with server.client() as client:
            ada = await sign_up(client)
        assert server.program.stop() == 0
    with server_process(data) as server:
        async with server.client() as client:
            ada.client = client
            await ada.call("GET", "/account", expect=200)
    assert not [
        path for path in data.iterdir() if path.suffix not in (".sqlite", ".sqlite-wal", ".sqlite-shm", ".lock")
    ]


def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path, taken: int) -> None:
    refused = typed("serve", "--data", str(tmp_path), "--port", str(taken))
    assert refused.exit_code == 2
    assert refused.stderr == f"Something else listens on 127.0.0.1:{taken}. Choose another with --port.\n"
    refused = typed("demo", "--data", str(tmp_path / "demo"), "--port", str(taken), "--no-open")
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"Port {taken} is in use.")
    assert refused.stderr.count("\n") == 1


def test_a_folder_in_use_is_one_clear_sentence_and_free_again_after_a_kill(tmp_path: Path) -> None:
    with server_process(tmp_path) as host:
        refused = kith("serve", "--data", str(tmp_path), "--port", "0")
        assert refused.returncode == 2
        assert refused.stderr.startswith("A host is already running with the data in")
        host.program.kill()
    with server_process(tmp_path) as again:
        assert again.url


def test_a_wrong_setting_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_AGE_MIN", "twelve")
    refused = typed("serve", "--data", str(tmp_path))
    assert refused.exit_code == 2
    assert refused.stderr.startswith("KITH_AGE_MIN: ")


def test_a_part_that_cannot_start_is_named_with_where_the_reason_stands(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    demo.prepare_folder(data, reset=False)
    (data / "server").mkdir()
    (data / "server" / "kith.sqlite").write_text("this is no database, and long enough to be seen as none " * 40)
    failed = typed("demo", "--data", str(data), "--port", str(free_ports(3)), "--no-open")
    assert failed.exit_code == 1
    assert failed.stderr == f"The host could not start. The reason stands in {data / 'server.log'}.\n"
    assert "DatabaseError" in (data / "server.log").read_text()


@pytest.mark.kill
def test_the_app_opens_in_the_browser_and_ends_with_its_command(tmp_path: Path) -> None:
    port = free_ports()
    server = ("--server", f"http://127.0.0.1:{free_ports()}")
    arguments = ("app", "--web", "--port", str(port), "--data", str(tmp_path), *server)
    with running("-m", "server.cli", *arguments) as program:
        program.wait_for(rf"http://127.0.0.1:{port}")
        assert httpx.get(f"http://127.0.0.1:{port}").status_code == 200
        program.stop(20)
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{port}")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_HOUSE_RULES", '["Be kind."]')
    monkeypatch.setenv("KITH_RATE_SIGN_UPS_PER_HOUR", "7")
    monkeypatch.setenv("KITH_DATABASE_URL", "postgresql+psycopg://db/kith")
    settings = Settings()
    assert settings.house_rules == ("Be kind.",)
    assert settings.rates.sign_ups_per_hour == 7
    assert settings.get_database_url() == "postgresql+psycopg://db/kith"


async def test_an_example_host_prints_its_codes(tmp_path: Path) -> None:
    with server_process(tmp_path, "--example") as server:
        server.program.wait_for("N1GHT0W1S1")


def test_the_demo_deletes_only_what_a_demo_made(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("precious")
    for reset in (False, True):
        with pytest.raises(demo.DemoFailed, match="holds other things"):
            demo.prepare_folder(mine, reset=reset)
    fresh = tmp_path / "fresh"
    demo.prepare_folder(fresh, reset=True)
    (fresh / "server").mkdir()
    demo.prepare_folder(fresh, reset=False)
    assert (fresh / "server").exists()
    demo.prepare_folder(fresh, reset=True)
    assert not (fresh / "server").exists()
    assert (mine / "letter.txt").read_text() == "precious"


def test_both_sides_know_the_same_example() -> None:
    from mobile import example

    assert example.JOIN_CODES == JOIN_CODES
    assert {name: known.passphrase for name, known in example.EXAMPLES.items()} == PASSPHRASES


@pytest.mark.kill
def test_the_demo_answers_in_three_places_stops_cleanly_and_finds_its_data_again(tmp_path: Path) -> None:
    port = free_ports(3)
    arguments = ("-m", "server.cli", "demo", "--data", str(tmp_path / "demo"), "--port", str(port), "--no-open")
    urls = [f"http://127.0.0.1:{port + n}" for n in range(3)]
    for end in (signal.SIGINT, signal.SIGTERM):
        with running(*arguments) as program:
            program.wait_for("Stop with Ctrl-C")
            for expected in (*urls, *JOIN_CODES.values(), *PASSPHRASES.values()):
                assert expected in program.output
            assert httpx.get(f"{urls[0]}/health").json() == {"status": "ok"}
            for url in urls[1:]:
                assert httpx.get(url).status_code == 200
            program.process.send_signal(end)
            assert program.process.wait(30) == 0
        for url in urls:
            with pytest.raises(httpx.ConnectError):
                httpx.get(url)
