"""Processes under measurement: started on a core of their own, watched through /proc, and always ended.

While load is put on a server, it stays on the first core and the load on the last, so that neither takes time from the
other. Log lines go to a file: a pipe would have to be read by somebody on one of these cores.
"""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.load import Plan, Result
from tests.support.ports import free_ports

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60.0
STOP_SECONDS = 20.0
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def kept_apart(server_pid: int) -> Iterator[None]:
    """Keep a server on the first core until the block ends; the load has the last."""
    everywhere = os.sched_getaffinity(0)
    _pin(server_pid, {min(everywhere)})
    try:
        yield
    finally:
        _pin(server_pid, everywhere)


def _pin(pid: int, cores: set[int]) -> None:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


@dataclass
class Running:
    """A server that answers on `port`. `start_seconds` is the time from its start to its first answer."""

    process: "subprocess.Popen[bytes]"
    port: int
    start_seconds: float

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """Return the processor time that it took so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory_mb(self) -> float:
        """Return its proportional share of memory in megabytes."""
        return memory_mb(self.process.pid)


def memory_mb(pid: int) -> float:
    """Return the memory of a process in megabytes: what it holds alone, and its share of what it shares."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def running(arguments: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Run `python <arguments> --port N` until the block ends; it is given when GET /health answers."""
    port = free_ports()
    with log.open("ab") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments, "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_healthy(process, port, log)
        yield Running(process, port, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.005)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")


def put_load(plan: Plan) -> Result:
    """Run the load generator on its own core and return what came of it."""
    answer = run_apart(["-m", "tests.bench.load"], json.dumps(asdict(plan)), cores={max(os.sched_getaffinity(0))})
    return Result(**json.loads(answer))


def run_apart(arguments: Sequence[str], given: str = "", *, cores: set[int] | None = None) -> str:
    """Run `python <arguments>` and return what it printed; raise RuntimeError when it fails."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if cores:
        os.sched_setaffinity(process.pid, cores)
    try:
        output, errors = process.communicate(given)
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{errors[-2000:]}")
    return output


def children_seconds() -> float:
    """Return the processor time of all processes that were started here and have ended."""
    times = os.times()
    return times.children_user + times.children_system


class Idleness:
    """How busy the machine was with other things: shared cores make figures worse than they are."""

    def __init__(self) -> None:
        self._at = _busy_seconds(), time.perf_counter()

    def others(self, ours: float) -> float:
        """Return the cores that others used since the start; `ours` is the processor time of what was measured."""
        busy, now = _busy_seconds(), time.perf_counter()
        return max(0.0, (busy - self._at[0] - ours) / (now - self._at[1]))


def _busy_seconds() -> float:
    fields = [int(text) for text in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / _TICKS
