"""Every benchmark still runs, on data so small that its figures mean nothing; and no hot query scans a table."""

from collections.abc import Iterator

import pytest

from tests.bench.__main__ import NAMES, run_one
from tests.bench.lab import Lab, open_lab
from tests.bench.report import print_table
from tests.bench.scale import TINY

pytestmark = pytest.mark.xdist_group("bench")  # they share a lab, and two at once would only wait for each other


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with open_lab(TINY) as opened:
        yield opened


@pytest.mark.parametrize("name", NAMES)
def test_benchmark_measures_something(lab: Lab, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    section = run_one(name, lab)

    print_table([section])

    printed = capsys.readouterr().out
    assert all(figure.path in printed and figure.value for figure in section.figures)
    for title, plan in section.plans:
        assert plan, title
        scans = [step for step in plan if "SCAN" in step and "VIRTUAL TABLE INDEX" not in step]
        assert not scans and not [step for step in plan if "TEMP B-TREE" in step], title
