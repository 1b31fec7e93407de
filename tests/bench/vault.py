"""A vault of 11,000 sealed records between a client and the real server: up, down, one more, and nothing new.

This is the protocol alone, through `api_client`; `device` measures the same through the whole app. The floor is the
bare application with the same pages, read by the same client.
"""

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from api_client.client import ApiClient
from api_client.sealing import Sealer
from api_client.wire.limits import PUSH_RECORDS_MAX
from api_client.wire.live import ACCOUNT_SCOPE, VAULT_SCOPE, CheckScopes
from api_client.wire.vault import PushRecord, PushRecords
from server.vault.service import _find, _list_after
from tests.bench.data import Community, Member
from tests.bench.entries import make_plain
from tests.bench.lab import Lab
from tests.bench.meter import Meter
from tests.bench.plans import explain
from tests.bench.processes import Running
from tests.bench.report import Figure, Section, median

BYTES_TIMES = 1.25
NOTHING_NEW_BYTES = 1000
SINGLES = 100


@dataclass
class Taken:
    """Seconds of each step, one per run."""

    sealed: list[float] = field(default_factory=list)
    up: list[float] = field(default_factory=list)
    down: list[float] = field(default_factory=list)
    down_floor: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    single: list[float] = field(default_factory=list)


def run(lab: Lab) -> Section:
    """Measure with one account per run, so that each starts from nothing."""
    community = lab.community("vaults", 0, groups=1, members=max(lab.scale.runs, 2))
    return asyncio.run(_run(lab, community, lab.kith(community), lab.floor(community)))


async def _run(lab: Lab, community: Community, server: Running, floor: Running) -> Section:
    taken = Taken()
    for member in community.members[: lab.scale.runs]:
        await _measure(lab.scale.records, server, floor, member, taken)
    ciphertext, down, nothing, trips = await _weigh(server, community.members[0])
    single = sorted(taken.single)
    section = Section("vault")
    count = f"{lab.scale.records:,} sealed records"
    floor_seconds = median(taken.down_floor)
    section.figures += [
        Figure(f"upload of {count}", f"{median(taken.up):.2f} s, sealing {median(taken.sealed):.2f} s"),
        Figure(
            "first download to an empty client",
            f"{median(taken.down):.2f} s, opening {median(taken.opened):.2f} s",
            f"{floor_seconds:.2f} s bare Starlette",
            f"{floor_seconds / median(taken.down):.2f}",
        ),
        Figure(
            "  bytes over ciphertext",
            f"{down / 1e6:.2f} MB",
            f"{ciphertext / 1e6:.2f} MB",
            f"{down / ciphertext:.2f}",
            f"<= {BYTES_TIMES}",
            down <= BYTES_TIMES * ciphertext,
        ),
        Figure(
            "one record up and down",
            f"p50 {median(single) * 1000:.1f} ms, p95 {single[int(len(single) * 0.95)] * 1000:.1f} ms",
        ),
        Figure(
            "sync with nothing new",
            f"{trips} round trip, {nothing} bytes",
            target=f"1, <= {NOTHING_NEW_BYTES} bytes",
            is_met=trips == 1 and nothing <= NOTHING_NEW_BYTES,
        ),
    ]
    section.plans += [
        ("a record that is pushed", explain(community.path, _find)),
        ("records after a cursor", explain(community.path, _list_after)),
    ]
    return section


async def _measure(count: int, server: Running, floor: Running, member: Member, taken: Taken) -> None:
    """Take one account through all steps."""
    sealer = Sealer(os.urandom(32))
    plain = [(uuid4(), make_plain(number)) for number in range(count)]
    began = time.perf_counter()
    sealed = [(id_, sealer.seal_record(member.account_id, id_, words)) for id_, words in plain]
    taken.sealed.append(time.perf_counter() - began)
    client = ApiClient(server.url, member.token)
    epoch = (await client.vault.get_digest()).epoch
    began = time.perf_counter()
    for start in range(0, count, PUSH_RECORDS_MAX):
        await _push(client, epoch, sealed[start : start + PUSH_RECORDS_MAX])
    taken.up.append(time.perf_counter() - began)
    began = time.perf_counter()
    received = await _pull(client)
    taken.down.append(time.perf_counter() - began)
    bare = ApiClient(floor.url, member.token)
    for start in range(0, count, PUSH_RECORDS_MAX):
        await _push(bare, epoch, sealed[start : start + PUSH_RECORDS_MAX])
    began = time.perf_counter()
    if len(await _pull(bare)) != len(received) or len(received) != count:
        raise RuntimeError(f"{len(received)} records came of {count}")
    taken.down_floor.append(time.perf_counter() - began)
    began = time.perf_counter()
    if None in sealer.open_records(member.account_id, received):
        raise RuntimeError("a record does not open")
    taken.opened.append(time.perf_counter() - began)
    for _ in range(min(SINGLES, count)):
        began = time.perf_counter()
        pushed = await _push(client, epoch, [(uuid4(), sealed[0][1])])
        await client.vault.list_changes(epoch=epoch, after=pushed - 1)
        taken.single.append(time.perf_counter() - began)
    await client.close()
    await bare.close()


async def _push(client: ApiClient, epoch: UUID, sealed: Sequence[tuple[UUID, bytes]]) -> int:
    records = tuple(PushRecord(id=id_, base_revision=0, mutation_id=uuid4(), sealed=words) for id_, words in sealed)
    return (await client.vault.push_records(PushRecords(epoch=epoch, records=records))).revision


async def _pull(client: ApiClient) -> list[tuple[UUID, bytes]]:
    received: list[tuple[UUID, bytes]] = []
    after, more = 0, True
    while more:
        page = await client.vault.list_changes(after=after)
        received += [(record.id, record.sealed) for record in page.records]
        after, more = page.cursor, page.more
    return received


async def _weigh(server: Running, member: Member) -> tuple[int, int, int, int]:
    """Return the bytes of a vault's ciphertext and of its first download, and bytes and round trips of a look with
    nothing new."""
    async with Meter(server.port) as meter:
        client = ApiClient(meter.url, member.token)
        cursor = (await client.vault.get_digest()).revision
        meter.reset()
        ciphertext = sum(len(sealed) for _, sealed in await _pull(client))
        down = meter.up + meter.down
        meter.reset()
        answer = await client.live.check_scopes(CheckScopes(scopes={VAULT_SCOPE: cursor, ACCOUNT_SCOPE: 1}))
        if answer.behind or answer.ended:
            raise RuntimeError(f"something is new: {answer}")
        nothing, trips = meter.up + meter.down, meter.requests
        await client.close()
    return ciphertext, down, nothing, trips
