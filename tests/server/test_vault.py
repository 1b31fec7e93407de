"""Push, changes, digest: the host's half of vault sync."""

import asyncio
import base64
import random
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from api_client.wire import limits
from tests.support.server import LocalHost, Person, random64, record


@pytest.fixture
async def ada(here: LocalHost) -> AsyncIterator[Person]:
    yield await here.sign_up("ada")


async def test_pushed_records_come_back_in_order(ada: Person) -> None:
    records = [record() for _ in range(3)]
    pushed = await ada.push(*records)
    assert (pushed["from_revision"], pushed["revision"]) == (0, 3)
    assert [(r["accepted"], r["revision"], r["sealed"]) for r in pushed["results"]] == [
        (True, n, None) for n in (1, 2, 3)
    ]
    changes = (await ada.call("GET", "/vault/changes", expect=200)).json()
    assert changes["records"] == [
        {"id": r["id"], "revision": n, "sealed": r["sealed"]} for n, r in enumerate(records, start=1)
    ]
    assert (changes["cursor"], changes["more"], changes["epoch"]) == (3, False, pushed["epoch"])


async def test_a_repeat_after_a_lost_answer_is_answered_as_the_first_time(ada: Person) -> None:
    sealed = record()
    first = await ada.push(sealed)
    again = await ada.push(sealed, epoch=first["epoch"])
    assert again["results"] == first["results"]
    assert (again["from_revision"], again["revision"]) == (1, 1)


async def test_a_push_from_an_old_base_gets_the_current_record_and_changes_nothing(ada: Person) -> None:
    first = record()
    await ada.push(first)
    second = record(1, id=first["id"])
    await ada.push(second)
    stale = record(1, id=first["id"])
    answer = await ada.push(stale, record())
    conflict, accepted = answer["results"]
    assert conflict == {"id": first["id"], "accepted": False, "revision": 2, "sealed": second["sealed"]}
    assert (accepted["accepted"], accepted["revision"]) == (True, 3)
    unknown = (await ada.push(record(7)))["results"][0]
    assert (unknown["accepted"], unknown["revision"], unknown["sealed"]) == (False, 0, None)


async def test_the_same_record_twice_in_one_push_is_taken_in_turn(ada: Person) -> None:
    first = record()
    second = record(0, id=first["id"])
    third = record(1, id=first["id"])
    results = (await ada.push(first, second, third))["results"]
    assert [(r["accepted"], r["revision"]) for r in results] == [(True, 1), (False, 1), (True, 2)]
    assert results[1]["sealed"] == first["sealed"]


async def test_changes_hold_the_newest_version_only_and_page_by_count(ada: Person) -> None:
    records = [record() for _ in range(7)]
    await ada.push(*records)
    await ada.push(record(1, id=records[0]["id"]))
    seen, after, more = [], 0, True
    while more:
        page = (await ada.call("GET", f"/vault/changes?after={after}&limit=3", expect=200)).json()
        seen += [r["id"] for r in page["records"]]
        after, more = page["cursor"], page["more"]
    assert seen == [r["id"] for r in records[1:]] + [records[0]["id"]]
    assert after == 8


async def test_pages_end_at_a_mebibyte(ada: Person) -> None:
    for _ in range(3):
        await ada.push(*[record(size=limits.RECORD_BYTES_MAX) for _ in range(10)])
    page = (await ada.call("GET", "/vault/changes", expect=200)).json()
    assert page["more"]
    assert sum(len(base64.b64decode(r["sealed"])) for r in page["records"]) == 16 * limits.RECORD_BYTES_MAX
    assert page["cursor"] == 16


async def test_a_push_may_hold_500_records_and_a_mebibyte_and_no_more(ada: Person) -> None:
    await ada.push(*[record(size=2_000) for _ in range(500)])
    many = {"epoch": None, "records": [record(size=1) for _ in range(501)]}
    assert (await ada.call("POST", "/vault/push", many)).status_code == 422
    heavy = {"epoch": None, "records": [record(size=limits.RECORD_BYTES_MAX) for _ in range(17)]}
    refused = await ada.call("POST", "/vault/push", heavy)
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    large = {"epoch": None, "records": [record(size=limits.RECORD_BYTES_MAX + 1)]}
    assert (await ada.call("POST", "/vault/push", large)).status_code == 422


async def test_another_history_is_told(ada: Person) -> None:
    pushed = await ada.push(record())
    for query in (f"epoch={uuid4()}", "after=2", f"epoch={pushed['epoch']}&after=2"):
        refused = await ada.call("GET", f"/vault/changes?{query}")
        assert (refused.status_code, refused.json()["code"]) == (409, "epoch_changed"), query
    refused = await ada.call("POST", "/vault/push", {"epoch": str(uuid4()), "records": []})
    assert refused.status_code == 409
    await ada.call("GET", f"/vault/changes?epoch={pushed['epoch']}&after=1", expect=200)


async def test_vaults_are_apart(here: LocalHost, ada: Person) -> None:
    bob = await here.sign_up("bob")
    sealed = record()
    await ada.push(sealed)
    mine = await bob.push(record(0, id=sealed["id"]))
    assert mine["results"][0] == {"id": sealed["id"], "accepted": True, "revision": 1, "sealed": None}
    assert (await ada.call("GET", "/vault/changes")).json()["records"][0]["sealed"] == sealed["sealed"]


async def test_digest_equals_the_fold_of_all_records(ada: Person) -> None:
    chance = random.Random(7)
    held: dict[str, int] = {}
    for _ in range(30):
        known = chance.sample(sorted(held), min(len(held), chance.randint(0, 3)))
        records = [record(held[id_], id=id_) for id_ in known] + [record() for _ in range(chance.randint(0, 2))]
        for result in (await ada.push(*records))["results"]:
            held[result["id"]] = result["revision"]
    digest = (await ada.call("GET", "/vault/digest", expect=200)).json()
    assert (digest["record_count"], digest["revision_sum"]) == (len(held), sum(held.values()))
    assert digest["revision"] == max(held.values())


@pytest.mark.parametrize("sealed", ["", "a", "====", "YQ", "Y Q==", "YQ==\n", "YQ-_", "é"])
async def test_sealed_bytes_must_be_strict_base64(ada: Person, sealed: str) -> None:
    refused = await ada.call("POST", "/vault/push", {"epoch": None, "records": [{**record(), "sealed": sealed}]})
    assert refused.status_code == 422
    assert list(refused.json()["fields"]) == ["records.0.sealed"]


async def test_concurrent_pushes_from_one_base_accept_one(ada: Person) -> None:
    first = record()
    await ada.push(first)
    rivals = [{**record(1, id=first["id"]), "sealed": random64(300)} for _ in range(8)]
    answers = await asyncio.gather(*[ada.push(rival) for rival in rivals])
    accepted = [a["results"][0] for a in answers if a["results"][0]["accepted"]]
    assert len(accepted) == 1
    assert {a["results"][0]["revision"] for a in answers} == {2}


async def test_a_long_page_travels_packed_and_costs_little_more_than_its_ciphertext(ada: Person) -> None:
    records = [record(size=541) for _ in range(200)]
    await ada.push(*records)
    path = "/vault/changes"
    plain = await ada.client.get(path, headers={**ada.headers, "Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    packed = await ada.client.get(path, headers={**ada.headers, "Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < 1.2 * 200 * 541 < int(plain.headers["content-length"])
    short = await ada.client.get(f"{path}?after=199", headers={**ada.headers, "Accept-Encoding": "gzip"})
    assert "content-encoding" not in short.headers
