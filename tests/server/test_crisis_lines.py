"""The host's own crisis lines: a file that is checked before anybody is told a number, and told to who asks."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from server.about.crisis_lines import read_crisis_lines
from server.about.kept_files import FILE_BYTES_MAX, BadFile
from tests.support.command import typed
from tests.support.server import local_host

TODAY = datetime.now(UTC).date()


def write_lines(folder: Path, *, verified_on: Any = TODAY, **line: Any) -> Path:
    one = {"name": "Harbour Line", "dial": "0800 123456", "languages": ["en"], "source": "https://harbour.example/"}
    country = {"code": "NZ", "emergency": "111", "lines": [one | line]}
    file = folder / "lines.json"
    file.write_text(json.dumps({"verified_on": str(verified_on), "countries": [country]}), encoding="utf-8")
    return file


def check(*arguments: str, **env: str) -> Result:
    return typed("crisis-lines", "check", *arguments, env=env)


async def test_anybody_is_told_the_host_s_lines_and_not_twice_the_same(tmp_path: Path) -> None:
    async with local_host(tmp_path, crisis_lines=write_lines(tmp_path)) as here:
        told = (await here.client.get("/crisis-lines")).json()
        assert told["changed"] and told["lines"]["countries"][0]["lines"][0]["dial"] == "0800 123456"
        again = (await here.client.get("/crisis-lines", params={"known": told["tag"]})).json()
        assert again == {"tag": told["tag"], "changed": False, "lines": None}
    async with local_host(tmp_path, crisis_lines=write_lines(tmp_path, dial="0800 654321")) as here:
        assert (await here.client.get("/crisis-lines", params={"known": told["tag"]})).json()["changed"]
    async with local_host(tmp_path) as here:
        none = (await here.client.get("/crisis-lines", params={"known": told["tag"]})).json()
        assert none["changed"] and none["lines"] is None


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ({"dial": "+64800123456"}, "countries.0.lines.0.dial"),
        ({"verifed_on": "2026-01-01"}, "countries.0.lines.0.verifed_on"),
        ({"source": "http://harbour.example/"}, "countries.0.lines.0.source"),
        ({"dial": None}, "countries.0.lines.0"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_place(tmp_path: Path, line: dict[str, Any], place: str) -> None:
    file = write_lines(tmp_path, **line)
    with pytest.raises(BadFile) as caught:
        read_crisis_lines(file)
    assert [problem.partition(":")[0] for problem in caught.value.problems] == [place]
    checked = check(str(file))
    assert checked.exit_code == 2 and place in checked.stderr


def test_a_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    missing = check(str(tmp_path / "nowhere.json"))
    assert missing.exit_code == 2 and "cannot be read" in missing.stderr
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (FILE_BYTES_MAX + 1))
    assert "larger than 200 kB" in check(str(large)).stderr
    large.write_text("nothing of the kind", encoding="utf-8")
    assert check(str(large)).exit_code == 2


def test_lines_that_nobody_compared_for_half_a_year_are_named(tmp_path: Path) -> None:
    day = TODAY - timedelta(days=181)
    old = check(KITH_CRISIS_LINES=str(write_lines(tmp_path, verified_on=day)))
    assert old.exit_code == 1
    assert old.stderr == f"NZ, Harbour Line: last compared on {day}, more than 180 days ago.\n"
    assert "1 crisis lines in 1 countries, 1 of them old." in old.stdout
    assert check(str(write_lines(tmp_path))).exit_code == 0
    assert "not set" in check().stdout


async def test_the_log_of_the_host_warns_of_old_lines(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    day = TODAY - timedelta(days=181)
    async with local_host(tmp_path, crisis_lines=write_lines(tmp_path, verified_on=day)):
        assert [one.message for one in caplog.records if one.name == "kith.crisis_lines"] == ["crisis_lines_are_old"]


def test_a_host_does_not_start_with_a_wrong_number(tmp_path: Path) -> None:
    file = write_lines(tmp_path, dial="+64800123456")
    arguments = ["serve", "--data", str(tmp_path / "data"), "--port", "0"]
    refused = typed(*arguments, env={"KITH_CRISIS_LINES": str(file)})
    assert refused.exit_code == 2 and "countries.0.lines.0.dial" in refused.stderr
