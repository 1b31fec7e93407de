"""Processes of ours that a test starts, waits for, stops and kills: any module, a host, a device."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from tests.support.ports import free_ports

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60.0
STOP_SECONDS = 10.0


class Program:
    """A running Python module of ours; its output is read all the time, so that it never waits for a reader."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._queue: Queue[str | None] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._queue.put(line.rstrip("\n"))
        self._queue.put(None)

    def wait_for(self, pattern: str, seconds: float = READY_SECONDS) -> re.Match[str]:
        """Read the output until a line holds the pattern; fail when it ends or the time is over."""
        deadline = monotonic() + seconds
        while True:
            try:
                line = self._queue.get(timeout=max(0.0, deadline - monotonic()))
            except Empty:
                raise AssertionError(f"{pattern!r} did not come within {seconds} s:\n{self.output}") from None
            if line is None:
                raise AssertionError(f"it ended with {self.process.wait()} before {pattern!r}:\n{self.output}")
            self.lines.append(line)
            if found := re.search(pattern, line):
                return found

    @property
    def output(self) -> str:
        """The lines that were read so far."""
        return "\n".join(self.lines)

    def stop(self, seconds: float = STOP_SECONDS) -> int:
        """Ask it to end, as a host does (SIGTERM), and return its exit code; fail after `seconds`."""
        self.process.terminate()
        return self.process.wait(seconds)

    def kill(self) -> None:
        """End it at once, as a power cut does for everything that it holds in memory."""
        self.process.kill()
        self.process.wait()


@contextmanager
def running(*arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Program]:
    """Run `python <arguments>` from the project's folder; whatever is left of it afterwards is killed."""
    program = Program(arguments, environment or {})
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.kill()
        assert program.process.stdout is not None
        program._reader.join()
        program.process.stdout.close()


class Service:
    """One of our servers, which a test may stop and start again at the same address and with the same folder."""

    def __init__(self, arguments: Sequence[str], ready: str, environment: Mapping[str, str] | None = None) -> None:
        self._arguments = list(arguments)
        self._ready = ready
        self._environment = environment or {}
        self._stack = ExitStack()
        self.program: Program
        self.url = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def start(self) -> None:
        """Start it and wait until it answers; the first start takes a free port, later ones the same."""
        port = str(urlsplit(self.url).port or free_ports())
        self.program = self._stack.enter_context(
            running(*self._arguments, "--port", port, environment=self._environment)
        )
        self.url = self.program.wait_for(self._ready)[1].rstrip("/")

    def stop(self) -> None:
        """End it in order, and insist that it does so without complaint."""
        code = self.program.stop()
        assert code == 0, f"it ended with {code}:\n{self.program.output}"

    def kill(self) -> None:
        """End it at once."""
        self.program.kill()


def host_process(folder: Path, *flags: str) -> Service:
    """A host with its data in `folder`; flags as for `kith serve`, such as `--example`."""
    arguments = ["-m", "server.cli", "serve", "--data", str(folder), *flags]
    return Service(arguments, r"listens on (http://127\.0\.0\.1:\d+)")


def device_process(folder: Path, server_url: str = "http://127.0.0.1:9", *flags: str) -> Service:
    """A device with its data in `folder`, shown in the browser; the default host is one that nobody answers at."""
    arguments = ["-m", "mobile", "--web", "--data", str(folder), "--server", server_url, *flags]
    return Service(arguments, r"Kith is open at (http://127\.0\.0\.1:\d+)")
