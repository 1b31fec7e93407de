"""All that a member does works without a network: it waits where it can be seen, is sent once, and two devices agree.

The network is then a bad one: it loses requests and answers and sends copies again.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from api_client.client import OPERATIONS
from api_client.errors import ApiError
from api_client.wire.directory import JoinRequest, OwnRequest
from api_client.wire.feed import Author, PostKind
from api_client.wire.invites import Invite
from api_client.wire.moderation import Act as FacilitatorsAct
from api_client.wire.moderation import OwnReport, Report
from api_client.wire.notices import Notice, NoticeSettings
from api_client.wire.profiles import OwnProfile
from api_client.wire.reminders import ReminderSettings
from mobile import hide, paths
from mobile.account import unsent_words
from mobile.account.sync_card import QUIET_OPERATIONS
from mobile.goals import intents as goals
from mobile.goals.document import State
from mobile.reminders.mail import refresh_mail_settings
from mobile.safety.plan import HELPS, PEOPLE, add_line
from mobile.strategies import intents as strategies
from tests.journeys.everything import Scene, add, start_scene
from tests.mobile.circle import drawn
from tests.support.faults import FaultyTransport, Odds
from tests.support.phone import Phone, phone
from tests.support.server import LocalHost, local_host

SYNCS_MAX = 60
BAD = Odds(drop_request=0.08, drop_response=0.15, duplicate=0.15)
# What asks the host for something that only the host can say, and so cannot wait.
READS = ("get_", "list_", "search_", "preview_", "check_scopes", "open_recovery", "start_sign_in")
OF_THE_ACCOUNT = "accounts."  # keys and sessions: the host has to answer before anything is shown
AT_ONCE = {
    "groups.join_group": "only the host knows a code",
    "feed.unmask_post": "a name is shown only after the reason is in the log",
    "notices.set_email": "a code is sent",
    "notices.confirm_email": "only the host knows the code",
    "notices.remove_email": "the host must have forgotten it when it says so",
    "vault.push_records": "documents have a sync of their own",
    "vault.put_photo": "photos of the journal have a queue of their own",
    "vault.remove_photo": "photos of the journal have a queue of their own",
}
SHARED: dict[str, Any] = {
    "own_profile": OwnProfile,
    "notice_settings": NoticeSettings,
    "reminder_settings": ReminderSettings,
    "own_report": OwnReport,
    "report": Report,
    "act": FacilitatorsAct,
    "own_request": OwnRequest,
    "join_request": JoinRequest,
    "invite": Invite,
}


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host", listing=True) as running:
        yield running


def network_to(host: LocalHost, seed: int) -> FaultyTransport:
    return FaultyTransport(httpx.ASGITransport(host.app, raise_app_exceptions=False), seed=seed)


async def sync_through(device: Phone, network: FaultyTransport) -> None:
    """Sync over a bad network until nothing waits, and once more over a good one."""
    network.online, network.odds = True, BAD
    for _ in range(SYNCS_MAX):
        try:
            await device.sync()
        except ApiError:
            continue
        if not any(one.state != "failed" for one in await device.services.outbox.list()):
            break
    network.odds = Odds()
    await device.sync()


async def state(device: Phone, scene: Scene) -> dict[str, Any]:
    """Return everything that the device shows of its member, read again where a screen would read it again."""
    services = device.services
    await services.groups.load_profile()
    await services.groups.load_invites(scene.group)
    await services.groups.load_own_requests()
    await services.reports.load_acts(scene.group)
    await services.reports.load_own()
    await refresh_mail_settings(services)
    found: dict[str, Any] = {"memberships": await services.cache.list_memberships()}
    for membership in found["memberships"]:
        group_id = membership.group.id
        found[f"members {membership.group.name}"] = await services.cache.list_members(group_id)
        for cached in await services.cache.list_posts(group_id, limit=100):
            found[f"post {cached.post.id}"] = cached
            found[f"replies {cached.post.id}"] = await services.cache.list_replies(cached.post.id)
    for kind, model in SHARED.items():
        found[kind] = await services.shared.list(kind, model)
    notices = await services.shared.list("notice", Notice)
    found["notices"] = [(one.id, one.revision, one.count, one.read_at is not None) for one in notices]
    for kind in ("entry", "goal", "saved_strategy", "safety_plan", "hidden", "muted_words", "settings"):
        found[kind] = {one.id: (one.fields, one.versions) for one in services.documents.list(kind)}
    return found


async def write_privately(device: Phone, other: str) -> None:
    """Write something of every kind that is sealed."""
    services = device.services
    steps = ("Phone in the kitchen", "Lights low")
    goal_id = await goals.create_goal(services, f"Sleep on the {other}", "", steps, ("it is one", "I read"), ())
    await goals.set_state(services, goal_id, State.PAUSED)
    await strategies.keep_own(
        services, None, {"title": other, "body": "", "when": "", "steps": "One", "minutes": "2", "cautions": ""}
    )
    await strategies.note_trial(services, strategies.list_saved(services)[0], before=2)
    await add_line(services, HELPS, f"A walk, said the {other}")
    await add_line(services, PEOPLE, f"Mira of the {other}", "0170 1")
    await hide.mute_word(services.documents, f"wine{other}")
    await hide.set_setting(services.documents, f"of_{other}", True)
    await device.write_entry(f"On the {other}", level=2)


WAITING = frozenset(
    name
    for name in OPERATIONS
    if not name.partition(".")[2].startswith(READS) and not name.startswith(OF_THE_ACCOUNT) and name not in AT_ONCE
)


def test_every_call_that_can_wait_has_words_for_it() -> None:
    default = unsent_words.what("no.such_call")
    assert [name for name in sorted(WAITING) if unsent_words.what(name) == default] == []


async def test_all_of_it_waits_is_sent_once_and_is_the_same_on_two_devices(tmp_path: Path, host: LocalHost) -> None:
    lines = [network_to(host, seed) for seed in (1, 2)]
    async with (
        phone(tmp_path / "sam", transport=lines[0], inline=True) as sam,
        phone(tmp_path / "tablet", transport=lines[1], inline=True) as tablet,
    ):
        sam.clock.moment = tablet.clock.moment = host.clock()
        await sam.sign_up()
        scene = await start_scene(host, sam)
        await tablet.sign_in()
        await tablet.sync()
        acts, undoings = scene.acts(sam), scene.undoings()
        assert {name for name, _, _ in (*acts, *undoings)} == WAITING
        for line in lines:
            line.online = False
        for act in acts:
            await add(sam, act)
        await write_privately(sam, "phone")
        await write_privately(tablet, "tablet")
        (carols,) = [
            one for one in await sam.services.cache.list_members(scene.group) if one.account_id == scene.carol.id
        ]
        await hide.mute_person(tablet.services.documents, Author(account_id=carols.account_id, display_name="Carol"))
        await all_of_it_waits(sam, [name for name, _, _ in acts])
        await sync_through(sam, lines[0])
        assert await refused(sam) == []
        await sync_through(tablet, lines[1])
        await sam.sync()
        await the_same(sam, tablet, scene)
        await arrived_once(scene, sam)
        for line in lines:
            line.online = False
        for act in undoings:
            await add(tablet, act)
        await sync_through(tablet, lines[1])
        assert await refused(tablet) == []
        await sync_through(sam, lines[0])
        await the_same(sam, tablet, scene)
        await taken_back(scene)


async def refused(device: Phone) -> list[tuple[str, str | None]]:
    """Return what the host did not take, and why."""
    return [(one.operation, one.error_code) for one in await device.services.outbox.list()]


async def all_of_it_waits(device: Phone, names: list[str]) -> None:
    """See every call on the list of what waits, also after the app was killed."""
    await device.kill()
    await device.start()
    assert [one.operation for one in await device.services.outbox.list()] == names
    async with drawn(device, paths.UNSENT) as app:
        await app.see(unsent_words.what(names[-1]))
        for name in {*names} - QUIET_OPERATIONS:
            assert app.words().count(unsent_words.what(name)) >= 1, name
        assert app.says("changes in your journal wait")


async def the_same(one: Phone, other: Phone, scene: Scene) -> None:
    """Compare what two devices show."""
    here, there = await state(one, scene), await state(other, scene)
    differing = {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)}
    assert {name: (here.get(name), there.get(name)) for name in differing} == {}


async def arrived_once(scene: Scene, sam: Phone) -> None:
    """Look with the eyes of the others: everything is there, and nothing twice."""
    posts = (await scene.priya.call("GET", f"/groups/{scene.group}/posts?limit=100", expect=200)).json()["posts"]
    by_id = {UUID(one["id"]): one for one in posts}
    bodies = [one["body"] for one in posts]
    for kind in PostKind:
        assert bodies.count(f"A {kind}") == 1
    assert bodies.count("No name") == bodies.count("First words") == 1
    assert by_id[scene.made["hidden"]]["reply_count"] == 1
    assert by_id[scene.share]["reply_count"] == 2 and by_id[scene.share]["reactions"] == {"me_too": 1}
    assert [one["display_name"] for one in by_id[scene.ask]["company"]] == ["Sam"]
    assert by_id[scene.check]["check_by"]["display_name"] == "Sam"
    assert by_id[scene.own_ask]["closed_at"] and by_id[scene.strategy]["pinned_at"]
    assert by_id[scene.resource]["link_flagged_at"] and by_id[scene.reported]["content_note"] == "Illness"
    thanks = (await scene.priya.call("GET", "/thanks", expect=200)).json()["thanks"]
    assert [one["words"] for one in thanks] == ["Thank you"]
    notices = (await scene.priya.call("GET", "/notices", expect=200)).json()["notices"]
    counts = {one["kind"]: one["count"] for one in notices if one["kind"] in ("thanked", "greeted", "helped")}
    assert counts == {"thanked": 1, "greeted": 1, "helped": 1}
    reports = (await scene.priya.call("GET", f"/groups/{scene.group}/reports", expect=200)).json()["reports"]
    assert len([one for one in reports if one["post_id"] == str(scene.share)]) <= 1
    assert sam.services.sync.status.failed_count == 0


async def taken_back(scene: Scene) -> None:
    """Look with the eyes of the others: nothing of what was taken back is left."""
    posts = (await scene.priya.call("GET", f"/groups/{scene.group}/posts?limit=100", expect=200)).json()["posts"]
    by_id = {UUID(one["id"]): one for one in posts}
    assert scene.made["hidden"] not in by_id
    assert by_id[scene.share]["reply_count"] == 1 and by_id[scene.share]["reactions"] == {}
    assert by_id[scene.ask]["company"] == [] and by_id[scene.check]["check_by"] is None
    assert not by_id[scene.own_ask]["closed_at"] and not by_id[scene.strategy]["pinned_at"]
    assert not by_id[scene.resource]["link_flagged_at"]
