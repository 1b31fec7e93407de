"""`kith demo`: a host and two devices, each a process with its own folder, as they would be in three places."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from server.serving import is_port_free

LOOPBACK = "127.0.0.1"
DEVICES = ("sam", "priya")
READY_SECONDS = 60.0
STOP_SECONDS = 5.0
LOOK_EVERY_SECONDS = 0.05


class DemoFailed(Exception):
    """Why the demo cannot go on, as one sentence."""


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the demo."""

    name: str
    url: str
    log: Path
    process: subprocess.Popen[bytes]


def run_demo(data: Path, port: int, *, open_browser: bool, reset: bool, say: Callable[[str], None] = print) -> int:
    """Run the demo until Ctrl-C, SIGTERM, or the end of one of its parts; return the exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        prepare_folder(data, reset=reset)
        check_ports(port)
        with _parts(data, port) as parts:
            for part in parts:
                _wait_until_it_answers(part)
            _welcome(parts, say)
            if open_browser:
                webbrowser.open(parts[1].url)
            return _watch(parts)
    except DemoFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def prepare_folder(data: Path, *, reset: bool) -> None:
    """Make the demo's folder; with `reset`, delete an earlier demo's, and nothing that is not one."""
    mark = data / ".kith-demo"
    if data.exists() and any(data.iterdir()) and not mark.exists():
        raise DemoFailed(f"{data} holds other things. Choose an empty folder with --data.")
    if reset and data.exists():
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)
    mark.touch()


def check_ports(port: int) -> None:
    """Raise DemoFailed when one of the three ports is taken."""
    for wanted in range(port, port + 1 + len(DEVICES)):
        if not is_port_free(LOOPBACK, wanted):
            last = wanted + len(DEVICES)
            raise DemoFailed(f"Port {wanted} is in use. Stop what uses it, or choose others: --port {last + 8}.")


@contextlib.contextmanager
def _parts(data: Path, port: int) -> Iterator[list[Part]]:
    """Start the three processes and stop them afterwards, whatever happened."""
    server_url = f"http://{LOOPBACK}:{port}"
    flags = ["--data", str(data / "server"), "--port", str(port), "--host", LOOPBACK]
    parts = [_start("the host", server_url, data / "server.log", "server.cli", "serve", "--example", *flags)]
    try:
        _wait_until_it_answers(parts[0])
        for number, name in enumerate(DEVICES, start=1):
            flags = ["--server", server_url, "--data", str(data / name), "--port", str(port + number)]
            url = f"http://{LOOPBACK}:{port + number}"
            parts.append(
                _start(
                    f"{name.title()}'s device", url, data / f"{name}.log", "mobile", "--web", "--example", name, *flags
                )
            )
        yield parts
    finally:
        _stop(parts)


def _start(name: str, url: str, log: Path, module: str, *arguments: str) -> Part:
    # A session of its own: Ctrl-C then reaches this process only, which ends the parts in order.
    command = [sys.executable, "-m", module, *arguments]
    with log.open("ab") as output:
        # Whoever tries the demo may sign up as often as they like; the limit is for hosts that others can reach. The
        # list of groups is kept, so that there is something to discover.
        environment = {"KITH_RATE_SIGN_UPS_PER_HOUR": "0", "KITH_LISTING": "on", **os.environ}
        process = subprocess.Popen(  # noqa: S603  (our own modules, arguments as a list)
            command, stdout=output, stderr=output, env=environment, start_new_session=True
        )
    return Part(name, url, log, process)


def _stop(parts: list[Part]) -> None:
    """Ask every part to end, devices first, and insist after a few seconds."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # asked twice, it still ends every part
    for part in reversed(parts):
        if part.process.poll() is None:
            part.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for part in parts:
        try:
            part.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            part.process.kill()
            part.process.wait()


def _wait_until_it_answers(part: Part) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if part.process.poll() is not None:
            raise DemoFailed(f"{_title(part)} could not start. The reason stands in {part.log}.")
        if _answers(part.url):
            return
        time.sleep(LOOK_EVERY_SECONDS)
    raise DemoFailed(f"{_title(part)} did not answer at {part.url} within {READY_SECONDS:.0f} seconds.")


def _answers(url: str) -> bool:
    # Straight to loopback: a proxy of the environment must not be asked for it.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True  # an answer, if not a page: the host has none at its root
    except OSError:
        return False


def _welcome(parts: list[Part], say: Callable[[str], None]) -> None:
    from server.example import JOIN_CODES, PASSPHRASES

    host, *devices = parts
    say("")
    say("Kith is running, on this machine only:")
    for part in devices:
        say(f"  {part.name:<15} {part.url}")
    say(f"  {'the host':<15} {host.url}")
    say("")
    say("Sam and Priya are signed in already. To sign in elsewhere:")
    for handle, passphrase in PASSPHRASES.items():
        say(f"  {handle:<15} {passphrase}")
    say("Codes of the groups: " + ", ".join(JOIN_CODES.values()))
    say("")
    say("Stop with Ctrl-C. What you write is kept; --reset starts anew.")
    sys.stdout.flush()


def _watch(parts: list[Part]) -> int:
    """Wait until a part ends by itself, which is a failure."""
    while True:
        for part in parts:
            if part.process.poll() is not None:
                raise DemoFailed(f"{_title(part)} stopped by itself. The reason stands in {part.log}.")
        time.sleep(0.2)


def _title(part: Part) -> str:
    return part.name[0].upper() + part.name[1:]


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
