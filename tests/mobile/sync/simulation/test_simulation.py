"""Hundreds of small worlds, each from one seed, and the planted bugs that some of them must notice.

`KITH_SIMULATION_SEEDS=5000` lives through more of them; `KITH_SIMULATION_FIRST=1234` begins there, so that one seed
that failed is repeated by giving it and a count of 1.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from tests.mobile.sync.simulation.mutants import MUTANTS
from tests.mobile.sync.simulation.template import Template
from tests.mobile.sync.simulation.world import Plan, live
from tests.support.virtual_time import run_virtually, seeded_chance

SEEDS = int(os.environ.get("KITH_SIMULATION_SEEDS", "200"))
FIRST = int(os.environ.get("KITH_SIMULATION_FIRST", "0"))
PARTS = 10
MUTANT_SEEDS_MAX = 60
_MEMORY = Path("/dev/shm")  # files that live in memory where there is such a place: a world writes thousands of times


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    base = Path(tempfile.mkdtemp(dir=_MEMORY if _MEMORY.is_dir() else None))
    made = Template(base / "template")
    with seeded_chance(0):
        run_virtually(made.make())
    yield made
    shutil.rmtree(base)


def run(seed: int, template: Template, plan: Plan, planted: AbstractContextManager[None] | None = None) -> str:
    """Live through the world of one seed and return its trace."""
    folder = Path(tempfile.mkdtemp(dir=template.folder.parent))
    try:
        with seeded_chance(seed), planted or nullcontext():
            return run_virtually(live(seed, template, folder, plan))
    finally:
        shutil.rmtree(folder)


@pytest.mark.timeout(max(120, SEEDS))
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_lost_whatever_happens(part: int, template: Template) -> None:
    for seed in range(FIRST + part, FIRST + SEEDS, PARTS):
        try:
            run(seed, template, Plan())
        except BaseException as error:
            error.add_note(f"repeat with KITH_SIMULATION_FIRST={seed} KITH_SIMULATION_SEEDS=1")
            raise


def test_the_same_seed_gives_the_same_course(template: Template) -> None:
    assert run(5, template, Plan()) == run(5, template, Plan())


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_bug_is_caught(name: str, template: Template) -> None:
    mutant = MUTANTS[name]
    for seed in range(MUTANT_SEEDS_MAX):
        try:
            run(seed, template, mutant.plan, mutant.plant())
        except Exception:
            return
    pytest.fail(f"{MUTANT_SEEDS_MAX} worlds did not notice {name}")
