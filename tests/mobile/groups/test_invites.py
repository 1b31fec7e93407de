"""Invites with an end: made on the device, told by the host, shown as a code and a picture, ended by a tap."""

from pathlib import Path
from typing import Any

import flet as ft

from mobile import paths
from tests.mobile.circle import Circle, circle


async def invites(place: Circle) -> list[dict[str, Any]]:
    """Return the group's invites, as the host tells them to Priya."""
    answer = await place.priya.call("GET", f"/groups/{place.group_id}/invites", expect=200)
    found: list[dict[str, Any]] = answer.json()["invites"]
    return found


async def test_an_invite_is_made_shown_as_a_picture_and_ended(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.group_about(place.group_id)) as app:
        await app.see("Priya")
        await app.tap("Invites with an end")
        await app.see("New invite")
        await app.tap("1 day")
        await app.tap("5 people")
        await app.tap("Make an invite")
        await app.see("A new code comes as soon as your host can be reached.")
        await place.device.sync()
        await app.see("for 5 more people")
        (made, *_) = [one for one in await invites(place) if one["uses_max"] == 5]
        assert app.says(f"{made['code'][:5]}-{made['code'][5:]}")
        await app.tap("Show a QR code")
        picture = next(one for one in app.top if isinstance(one, ft.Image))
        assert isinstance(picture.src, bytes) and picture.src.startswith(b"\x89PNG")
        assert picture.semantics_label
        await app.tap("End this invite")
        await app.tap("End it")
        await app.miss("for 5 more people")
        await place.device.sync()
        assert [one for one in await invites(place) if one["uses_max"] == 5] == []


async def test_where_facilitators_invite_a_member_is_told_so(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        request = {"base_version": 1, "name": "Night Owls", "members_invite": False}
        await place.priya.call("PUT", f"/groups/{place.group_id}", request, expect=200)
        await place.device.sync()
        async with place.drawn(paths.group_invites(place.group_id)) as app:
            await app.see("In this group, facilitators invite. Ask one of them.")
            app.page.navigate(paths.group_about(place.group_id))
            await app.see("Members")
            assert not app.says("Invite somebody")
