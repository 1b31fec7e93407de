"""Stories of several devices: what is a member's own in a group is the same on each of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api_client.wire.groups import AcceptAgreement, Role, SetRole, UpdateGroup
from api_client.wire.profiles import OwnProfile, SetProfile
from mobile.storage.shared import SETTINGS_ID
from tests.support.phone import phone
from tests.support.server import LocalHost, local_host


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host") as running:
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
