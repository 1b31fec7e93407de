"""The hub by itself: what waits, what is forgotten, who is dropped."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from api_client.wire import limits
from server.hub import Hub, Stream
from server.transaction import GroupMoved, MembershipChanged, SessionEnded, VaultMoved

LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def hub() -> Hub:
    return Hub()


async def heard(stream: Stream) -> list[tuple[str, int]]:
    """Return what waits for the stream's reader."""
    hints = []
    async for hint in stream.listen(ping_seconds=0):
        if hint is None:
            break
        hints.append((hint.scope, hint.cursor))
    return hints


def following(hub: Hub, *group_ids: UUID, account_id: UUID | None = None) -> Stream:
    stream = hub.open(account_id or uuid4(), uuid4(), LATER)
    hub.follow(stream, group_ids)
    return stream


async def test_hints_of_one_scope_join_into_the_newest(hub: Hub) -> None:
    group_id = uuid4()
    stream = following(hub, group_id)
    for revision in (1, 3, 2):
        hub.announce([GroupMoved(group_id, revision)])
    hub.announce([VaultMoved(stream.account_id, 9), VaultMoved(uuid4(), 1)])
    assert await heard(stream) == [(f"group:{group_id}", 3), ("vault", 9)]
    assert await heard(stream) == []


async def test_a_reader_that_stopped_reading_is_dropped(hub: Hub) -> None:
    group_id = uuid4()
    slow, quick = following(hub, group_id), following(hub, group_id)
    for revision in range(limits.LIVE_HINTS_WAITING_MAX + 1):
        hub.announce([GroupMoved(group_id, revision)])
        if revision % 100 == 0:
            await heard(quick)
    assert slow.is_closed
    assert not quick.is_closed


async def test_a_waiting_hint_of_a_group_is_forgotten_with_the_membership(hub: Hub) -> None:
    group_id = uuid4()
    stream = following(hub, group_id)
    hub.announce([GroupMoved(group_id, 4), MembershipChanged(stream.account_id, group_id, False, 2)])
    hub.announce([GroupMoved(group_id, 5)])
    assert await heard(stream) == [("account", 2)]


async def test_a_slow_reader_does_not_get_a_group_it_left_between_two_hints(hub: Hub) -> None:
    first, second = uuid4(), uuid4()
    stream = following(hub, first, second)
    hub.announce([GroupMoved(first, 1), GroupMoved(second, 1)])
    hints = stream.listen(ping_seconds=0)
    assert (await anext(hints)) is not None
    hub.announce([MembershipChanged(stream.account_id, second, False, 1)])
    taken = await anext(hints)
    assert taken is not None
    assert taken.scope == "account"


async def test_a_membership_that_ended_while_the_groups_were_read_stays_ended(hub: Hub) -> None:
    group_id = uuid4()
    stream = hub.open(uuid4(), uuid4(), LATER)
    hub.announce([MembershipChanged(stream.account_id, group_id, False, 1)])
    hub.follow(stream, [group_id])
    hub.announce([GroupMoved(group_id, 2)])
    assert await heard(stream) == [("account", 1)]
    hub.announce([MembershipChanged(stream.account_id, group_id, True, 2), GroupMoved(group_id, 3)])
    assert await heard(stream) == [("account", 2), (f"group:{group_id}", 3)]


async def test_ending_a_session_closes_its_streams_only(hub: Hub) -> None:
    account_id = uuid4()
    one, two = following(hub, account_id=account_id), following(hub, account_id=account_id)
    hub.announce([SessionEnded(account_id, one.device_id)])
    assert (one.is_closed, two.is_closed) == (True, False)
    assert await heard(one) == []


async def test_a_stream_that_was_left_costs_nothing(hub: Hub) -> None:
    group_id = uuid4()
    stream = following(hub, group_id)
    assert hub.stream_count == 1
    hub.leave(stream)
    hub.announce([GroupMoved(group_id, 1)])
    assert (hub.stream_count, hub._by_group, hub._by_account) == (0, {}, {})


async def test_a_closed_hub_opens_no_streams(hub: Hub) -> None:
    stream = following(hub)
    hub.close()
    assert stream.is_closed
    assert following(hub).is_closed
