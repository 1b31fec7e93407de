"""A device that is killed while it writes has everything that it said was saved."""

import re
from pathlib import Path
from random import Random

import pytest

from mobile.device import FolderInUse
from mobile.secrets import FileSecretStore
from tests.support.phone import phone
from tests.support.processes import running

RUNS = 20
_SAVED = r"saved (\S+) (\d+)"


@pytest.mark.kill
@pytest.mark.timeout(300)
async def test_nothing_that_was_acknowledged_is_missing_after_twenty_kills(tmp_path: Path) -> None:
    random, folder = Random(7), tmp_path / "device"
    acknowledged: dict[str, int] = {}
    for run in range(RUNS):
        with running("-m", "tests.mobile.storage.saving_process", str(folder)) as program:
            program.wait_for("^open$")
            for _ in range(random.randint(1, 40)):
                saved = program.wait_for(_SAVED)
                acknowledged[saved.group(1)] = int(saved.group(2))
            program.kill()
            program._reader.join()
            while (line := program._queue.get()) is not None:  # said before the end, but not yet read
                if found := re.search(_SAVED, line):
                    acknowledged[found.group(1)] = int(found.group(2))
        async with phone(folder, secrets=FileSecretStore(folder)) as device:
            assert device.services.salvaged is None
            entries = {str(entry.id): entry.fields for entry in device.services.documents.list("entry")}
            assert acknowledged.keys() <= entries.keys(), f"run {run}"
            for document_id, number in acknowledged.items():
                assert entries[document_id] == {"level": 3, "note": f"Entry {number}", "tags.work": True}
    assert len(acknowledged) > RUNS


@pytest.mark.kill
async def test_a_second_process_is_refused_until_the_first_is_gone_however_it_ends(tmp_path: Path) -> None:
    folder = tmp_path / "device"
    with running("-m", "tests.mobile.storage.saving_process", str(folder)) as program:
        program.wait_for("^open$")
        with pytest.raises(FolderInUse, match="already running"):
            async with phone(folder, secrets=FileSecretStore(folder)):
                pass
        program.kill()
    async with phone(folder, secrets=FileSecretStore(folder)) as device:
        assert device.services.account.state.phase == "new"
