"""Measures that a host adds: files that are checked before anybody is asked a question, and told to its people."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from api_client.wire.measures import BUILT_IN
from mobile.host_measures import HOST_MEASURES
from mobile.measures.built_in import built_in_packs
from mobile.measures.packs import open_packs
from server.about.kept_files import BadFile
from server.about.measures import read_measures
from tests.support.command import typed
from tests.support.phone import phone
from tests.support.server import local_host

BANDS = [
    {"least": 0, "words": "It may help to talk to someone.", "offers_help": True},
    {"least": 3, "words": "Thanks."},
]


def write_pack(folder: Path, name: str = "well.json", **changes: Any) -> Path:
    pack = {
        "id": "well",
        "version": 1,
        "language": "en",
        "name": "Well-being",
        "about": "One question.",
        "stem": "Over the last two weeks",
        "options": [{"text": "Never", "points": 0}, {"text": "Always", "points": 5}],
        "items": [{"id": "cheerful", "text": "I have felt cheerful"}],
        "bands": BANDS,
        "licence": "Free to use.",
        "source": "https://example.org/well",
    }
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(json.dumps(pack | changes), encoding="utf-8")
    return file


def check(*arguments: str, **env: str) -> Result:
    return typed("measures", "check", *arguments, env=env)


async def test_devices_keep_the_host_s_measures_and_notice_when_they_change(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    write_pack(packs)
    async with local_host(tmp_path / "host", measures=packs) as here, phone(tmp_path / "phone", here) as device:
        await device.sign_up()
        await device.sync()
        assert [pack.id for pack in open_packs(device.services)] == [*BUILT_IN, "well"]
        kept = device.services.preferences.get(HOST_MEASURES)
        client = device.services.account.client
        assert client is not None
        told = await client.host.get_measures(known=kept["tag"])
        assert (told.changed, told.packs) == (False, ())


def test_the_built_in_measures_are_those_that_a_host_cannot_add(tmp_path: Path) -> None:
    assert tuple(pack.id for pack in built_in_packs()) == BUILT_IN
    for pack_id in BUILT_IN:
        write_pack(tmp_path / "packs", id=pack_id)
        with pytest.raises(BadFile, match="scored as published"):
            read_measures(tmp_path / "packs")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"evry_days": 14}, "well.json: evry_days"),
        ({"options": [{"text": "Never", "points": "none"}]}, "well.json: options.0.points"),
        ({"bands": [{"least": 4, "words": "x"}]}, "well.json: "),
        ({"source": "example.org"}, "well.json: source"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_place(
    tmp_path: Path, changes: dict[str, Any], place: str
) -> None:
    file = write_pack(tmp_path / "packs", **changes)
    for wanted in (file, file.parent):
        checked = check(str(wanted))
        assert checked.exit_code == 2 and checked.stderr.startswith(place)


def test_one_id_in_two_files_is_refused(tmp_path: Path) -> None:
    write_pack(tmp_path / "packs")
    write_pack(tmp_path / "packs", "other.json")
    assert "well stands in another file, too" in check(str(tmp_path / "packs")).stderr


def test_what_is_there_is_said(tmp_path: Path) -> None:
    file = write_pack(tmp_path / "packs")
    assert check(str(file)).stdout == "well 1 (en), Well-being: 1 items, 0 to 5 in all.\n"
    assert check(KITH_MEASURES=str(file.parent)).exit_code == 0
    assert "not set" in check().stdout
    assert check(str(tmp_path / "nowhere")).exit_code == 2


def test_a_host_does_not_start_with_a_measure_that_does_not_fit(tmp_path: Path) -> None:
    file = write_pack(tmp_path / "packs", bands=[{"least": 9, "words": "x"}])
    arguments = ["serve", "--data", str(tmp_path / "data"), "--port", "0"]
    refused = typed(*arguments, env={"KITH_MEASURES": str(file.parent)})
    assert refused.exit_code == 2 and "do not fit its scores" in refused.stderr
