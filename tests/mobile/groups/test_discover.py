"""Finding a group: coming into an open one, asking at a closed door, and the facilitator's answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from api_client.wire.groups import JoinPolicy, UpdateGroup
from mobile import paths
from mobile.groups.intents import update_group
from tests.mobile.circle import Drawn, drawn
from tests.support.phone import Phone, phone
from tests.support.server import LocalHost, Person, local_host


@asynccontextmanager
async def stranger(folder: Path, *, listing: bool = True) -> AsyncIterator[tuple[LocalHost, Person, Phone]]:
    """Run a host with Priya, and the phone of Sam, who is in no group."""
    async with local_host(folder / "host", listing=listing) as host, phone(folder / "sam", host, inline=True) as device:
        priya = await host.sign_up("priya", "Priya")
        await device.sign_up("sam", "Sam")
        yield host, priya, device


async def listed(person: Person, name: str, entry: str) -> UUID:
    """Let somebody start a group that can be found."""
    group = (await person.start_group(name))["group"]
    request = {"base_version": 1, "name": name, "agreement": ["Listen first."], "entry": entry, "listed": True}
    await person.call("PUT", f"/groups/{group['id']}", request, expect=200)
    return UUID(group["id"])


async def test_an_open_group_is_found_and_joined(tmp_path: Path) -> None:
    async with stranger(tmp_path) as (_, priya, device):
        group_id = await listed(priya, "Larks", "open")
        async with drawn(device, paths.GROUPS) as app:
            await app.until(lambda: app.offers("Discover groups"))
            await app.tap("Discover groups")
            await app.see("Larks")
            assert app.says("A few members") and app.says("Listen first.")
            await app.tap("Agree and join")
            await app.until(lambda: app.page.route == paths.GROUPS)
            await device.sync()
            await app.see("Larks")
        membership = await device.services.cache.get_membership(group_id)
        assert membership is not None and membership.agreement_accepted == 2


async def test_who_asks_waits_and_is_let_in(tmp_path: Path) -> None:
    async with stranger(tmp_path) as (_, priya, device):
        group_id = await listed(priya, "Owls", "approval")
        async with drawn(device, paths.DISCOVER) as app:
            await app.see("Owls")
            await app.write("A few words to whoever opens the door", "Awake, too.")
            await app.tap("Agree and ask")
            await app.see("You asked to be let in.")
            app.page.navigate(paths.GROUPS)
            await app.see("Waiting to be let in")
            await device.sync()
            (waiting,) = (await priya.call("GET", f"/groups/{group_id}/requests")).json()["requests"]
            assert (waiting["display_name"], waiting["words"]) == ("Sam", "Awake, too.")
            path = f"/groups/{group_id}/requests/{waiting['account_id']}"
            await priya.call("PUT", path, {"accept": True}, expect=204)
            await device.sync()
            await app.miss("Waiting to be let in")
            assert app.says("Owls")


async def test_a_request_can_be_taken_back(tmp_path: Path) -> None:
    async with stranger(tmp_path) as (_, priya, device):
        group_id = await listed(priya, "Owls", "approval")
        async with drawn(device, paths.DISCOVER) as app:
            await app.see("Owls")
            await app.tap("Agree and ask")
            await app.see("You asked to be let in.")
            await device.sync()
            app.page.navigate(paths.GROUPS)
            await app.see("Waiting to be let in")
            await app.tap("Take it back")
            await app.miss("Waiting to be let in")
            await device.sync()
        assert (await priya.call("GET", f"/groups/{group_id}/requests")).json()["requests"] == []


async def test_a_facilitator_reads_and_answers_requests(tmp_path: Path) -> None:
    async with stranger(tmp_path) as (host, priya, device):
        group_id = await device.start_group("Mine")
        await device.sync()
        change = UpdateGroup(base_version=1, name="Mine", entry=JoinPolicy.APPROVAL, listed=True)
        await update_group(device.services, group_id, change)
        await device.sync()
        ben = await host.sign_up("ben", "Ben")
        for person, words in ((priya, "Hello."), (ben, "Me too.")):
            ask = {"words": words, "agreement_version": 1}
            await person.call("PUT", f"/groups/{group_id}/request", ask, expect=204)
        await device.sync()
        async with drawn(device, paths.group_about(group_id)) as app:
            await app.see("Waiting to be let in")
            assert app.says("Hello.") and app.says("Me too.")
            await app.tap("Let in")
            await app.miss("Hello.")
            await app.tap("Not now")
            assert app.says("Not let Ben in?") and app.says("They are not told.")
            await app.tap("Not now")
            await app.miss("Waiting to be let in")
            await device.sync()
            await app.see("Priya")
        assert len((await ben.call("GET", "/requests")).json()["requests"]) == 1
        assert (await ben.call("GET", "/groups")).json()["memberships"] == []


async def test_who_asked_before_the_way_in_changed_is_still_listed(tmp_path: Path) -> None:
    async with stranger(tmp_path) as (_, priya, device):
        group_id = await device.start_group("Mine")
        await device.sync()
        change = UpdateGroup(base_version=1, name="Mine", entry=JoinPolicy.APPROVAL, listed=True)
        await update_group(device.services, group_id, change)
        await device.sync()
        ask = {"words": "Hello.", "agreement_version": 1}
        await priya.call("PUT", f"/groups/{group_id}/request", ask, expect=204)
        change = UpdateGroup(base_version=2, name="Mine", entry=JoinPolicy.INVITE, listed=False)
        await update_group(device.services, group_id, change)
        await device.sync()
        async with drawn(device, paths.group_about(group_id)) as app:
            await app.see("Waiting to be let in")
            assert app.says("Hello.")
            await app.tap("Let in")
            await app.miss("Waiting to be let in")
        await device.sync()
        assert len((await priya.call("GET", "/groups")).json()["memberships"]) == 1


async def test_a_host_without_a_list_says_so(tmp_path: Path) -> None:
    async with stranger(tmp_path, listing=False) as (_, _, device), drawn(device, paths.DISCOVER) as app:
        await app.see("This host keeps no list of groups.")
        assert app.offers("Join with a code")
        assert isinstance(app, Drawn)
