"""Stories of several devices: what is a member's own in a group is the same on each of them."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from api_client.errors import Unreachable
from api_client.wire.directory import JoinRequest
from api_client.wire.groups import AcceptAgreement, JoinPolicy, Role, SetRole, UpdateGroup
from api_client.wire.moderation import Report
from api_client.wire.profiles import OwnProfile, SetProfile
from mobile.storage.shared import SETTINGS_ID
from mobile.wishes import block_person, unblock_person
from tests.support.phone import Phone, phone
from tests.support.server import LocalHost, local_host


class CutOnce(httpx.AsyncBaseTransport):
    """A network that is cut once, at the first request whose path ends with `at`."""

    def __init__(self, host: LocalHost, at: str) -> None:
        self.inner = httpx.ASGITransport(host.app, raise_app_exceptions=False)
        self.at = at
        self.was_cut = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.was_cut and request.url.path.endswith(self.at):
            self.was_cut = True
            raise httpx.ConnectError("cut", request=request)
        return await self.inner.handle_async_request(request)


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host", listing=True) as running:
        yield running


async def test_what_was_accepted_and_said_on_one_device_holds_on_the_other(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host) as sam, phone(tmp_path / "priya", host) as priya:
        await sam.sign_up()
        group_id = await sam.start_group()
        await sam.sync()
        await priya.sign_up("priya", "Priya")
        await priya.services.groups.join(await sam.join_code(group_id))
        arguments, subject = {"group_id": str(group_id)}, f"group:{group_id}"
        change = UpdateGroup(base_version=1, name="Night Owls", agreement=("Listen first.",))
        await sam.services.outbox.add("groups.update_group", arguments, change, subject=subject)
        await sam.sync()
        async with phone(tmp_path / "tablet", host) as tablet:
            await tablet.sign_in("priya")
            for device in (priya, tablet):
                await device.sync()
                membership = await device.services.cache.get_membership(group_id)
                assert membership is not None and membership.must_agree
            accept = AcceptAgreement(version=2)
            await priya.services.outbox.add("groups.accept_agreement", arguments, accept, subject=subject)
            words = SetProfile(words="Mostly up at night.")
            await priya.services.outbox.add("profiles.set_profile", {}, words, subject="profile")
            await priya.sync()
            await tablet.sync()
            await tablet.services.groups.load_profile()
            membership = await tablet.services.cache.get_membership(group_id)
            assert membership is not None and not membership.must_agree
            for device in (priya, tablet):
                profile = await device.services.shared.get("own_profile", SETTINGS_ID, OwnProfile)
                assert profile is not None and profile.everywhere.words == words.words
            await tablet.write_post(group_id, "Written after agreeing elsewhere")
            await tablet.sync()
            assert await tablet.services.outbox.list() == ()


async def test_a_new_facilitator_can_act_at_once_on_the_phone(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host) as sam, phone(tmp_path / "priya", host) as priya:
        await sam.sign_up()
        group_id = await sam.start_group()
        await sam.sync()
        await priya.sign_up("priya", "Priya")
        await priya.services.groups.join(await sam.join_code(group_id))
        subject = f"group:{group_id}"
        for device, role in ((priya, Role.FACILITATOR), (sam, Role.MEMBER)):
            arguments = {"group_id": str(group_id), "account_id": str(device.services.account.state.account_id)}
            await sam.services.outbox.add("groups.set_role", arguments, SetRole(role=role), subject=subject)
        await sam.services.outbox.add("groups.archive_group", {"group_id": str(group_id)}, None, subject=subject)
        await sam.sync()
        (refused,) = await sam.services.outbox.list()  # a facilitator no more
        assert (refused.operation, refused.error_code) == ("groups.archive_group", "not_allowed")
        await priya.sync()
        await priya.services.outbox.add("groups.archive_group", {"group_id": str(group_id)}, None, subject=subject)
        await priya.sync()
        await sam.sync()
        for device, role in ((priya, Role.FACILITATOR), (sam, Role.MEMBER)):
            membership = await device.services.cache.get_membership(group_id)
            assert membership is not None and membership.role is role
            assert membership.group.archived_at is not None


async def over(device: Phone, network: httpx.AsyncBaseTransport) -> None:
    """Let a device go on over another network."""
    await device.close()
    device.transport = network
    await device.start()


@pytest.mark.parametrize("at", ["/members", "/requests"])
async def test_who_is_in_a_group_is_read_again_when_the_line_was_cut_there(
    at: str, tmp_path: Path, host: LocalHost
) -> None:
    async with phone(tmp_path / "sam", host) as sam:
        await sam.sign_up()
        group_id = await sam.start_group()
        await sam.sync()
        entry = UpdateGroup(base_version=1, name="Night Owls", entry=JoinPolicy.APPROVAL, listed=True)
        arguments = {"group_id": str(group_id)}
        await sam.services.outbox.add("groups.update_group", arguments, entry, subject=f"group:{group_id}")
        await sam.sync()
        network = CutOnce(host, at)
        await over(sam, network)
        priya, dora = [await host.sign_up(name) for name in ("priya", "dora-d")]
        await priya.join(await sam.join_code(group_id))
        asks = {"words": "Hello", "agreement_version": 1}
        await dora.call("PUT", f"/groups/{group_id}/request", asks, expect=204)
        with pytest.raises(Unreachable):
            await sam.sync()
        assert network.was_cut
        await sam.sync()
        assert len(await sam.services.cache.list_members(group_id)) == 2
        assert len(await sam.services.shared.list("join_request", JoinRequest)) == 1


async def test_reports_are_read_again_when_the_line_was_cut_there(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host) as sam:
        await sam.sign_up()
        group_id = await sam.start_group()
        await sam.sync()
        post_id = await sam.write_post(group_id)
        priya = await host.sign_up("priya")
        await priya.join(await sam.join_code(group_id))
        await sam.sync()
        other = await host.sign_up("other")
        await other.join(await sam.join_code(group_id))
        post = await other.post(str(group_id))
        await sam.sync()
        network = CutOnce(host, "/reports")
        await over(sam, network)
        complaint = {"id": str(uuid4()), "post_id": post["id"], "reason": "other"}
        await priya.call("POST", f"/groups/{group_id}/reports", complaint, expect=201)
        with pytest.raises(Unreachable):
            await sam.sync()
        await sam.sync()
        (report,) = await sam.services.shared.list("report", Report)
        assert report.post_id == UUID(post["id"]) != post_id


@pytest.mark.parametrize("at", ["/groups", "/posts", "/members"])
async def test_a_group_that_is_read_anew_is_not_lost_when_the_line_is_cut(
    at: str, tmp_path: Path, host: LocalHost
) -> None:
    async with phone(tmp_path / "sam", host) as sam:
        await sam.sign_up()
        group_id = await sam.start_group()
        await sam.write_post(group_id, "Still here")
        await sam.sync()
        priya = await host.sign_up("priya")
        await priya.join(await sam.join_code(group_id))
        await priya.post(str(group_id), "Priya's")
        await sam.sync()
        network = CutOnce(host, at)
        await over(sam, network)
        await block_person(sam.services, priya.id, "Priya")
        with pytest.raises(Unreachable):
            await sam.sync()
        assert network.was_cut and await sam.posts(group_id) == ["Still here"]
        await sam.sync()
        assert await sam.posts(group_id) == ["Still here"]
        await unblock_person(sam.services, priya.id)
        await sam.sync()
        await sam.sync()
        assert await sam.posts(group_id) == ["Priya's", "Still here"]
