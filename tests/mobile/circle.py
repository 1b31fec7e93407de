"""A small circle for tests of groups: a real host in the same loop, Priya who started a group, and Sam's phone in it.

`Drawn` is the whole app on Sam's phone, with words for what a person does on the screen that is on top.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import flet as ft
import httpx
from flet.controls.base_control import BaseControl

from mobile import app as whole
from server.clock import Clock, utc_now
from tests.support.app import OpenDevice, WholeApp
from tests.support.faults import FaultyTransport
from tests.support.phone import Phone, phone
from tests.support.server import LocalHost, Person, local_host


class Drawn(WholeApp):
    """The app as drawn, seen from the top: the open dialog, else the uppermost view."""

    @property
    def top(self) -> list[BaseControl]:
        """Every control on top, outside in."""
        dialogs = [dialog for dialog in self.all(ft.AlertDialog) if dialog.open]
        return list(self.walk(dialogs[-1] if dialogs else self.all(ft.View)[-1]))

    def words(self) -> list[str]:
        """Every text on top."""
        return [str(one.value) for one in self.top if isinstance(one, ft.Text) and one.value]

    def says(self, text: str) -> bool:
        """Whether some text on top, or below a field, contains `text`."""
        below = [f"{one.error or ''}\n{one.helper or ''}" for one in self.top if isinstance(one, ft.TextField)]
        return any(text in words for words in [*self.words(), *below])

    async def see(self, text: str) -> None:
        """Wait until `text` stands on top."""
        await self.until(lambda: self.says(text))
        await self.settle()

    async def miss(self, text: str) -> None:
        """Wait until `text` stands nowhere on top."""
        await self.until(lambda: not self.says(text))
        await self.settle()

    def field(self, label: str) -> ft.TextField:
        """The text field of this label or hint on top."""
        found = [one for one in self.top if isinstance(one, ft.TextField) and label in (one.label, one.hint_text)]
        assert len(found) == 1, f"{len(found)} fields {label!r}; on screen: {self.words()}"
        return found[0]

    async def write(self, label: str, text: str) -> None:
        """Type into the field of this label, in place of what it holds."""
        await self.enter(self.field(label), text)

    async def write_and_tap(self, label: str, text: str, name: str) -> None:
        """Type a text and press what is called `name` in one breath: the tap arrives before the text was drawn."""
        field, pressed = self.field(label), self.pressable(name)
        self.session.apply_patch(field._i, {"value": text})
        dispatch = self.session.dispatch_event
        await asyncio.gather(dispatch(field._i, "change", text), dispatch(pressed._i, "click", None))
        await self.settle()

    def pressable(self, name: str) -> BaseControl:
        """The first thing on top that can be pressed and is called `name`."""
        found = next((one for one in self.top if name in _names(self, one)), None)
        assert found is not None, f"nothing to press called {name!r}; on screen: {self.words()}"
        return found

    def offers(self, name: str) -> bool:
        """Whether something called `name` can be pressed on top."""
        return any(name in _names(self, one) for one in self.top)

    async def tap(self, name: str) -> None:
        """Press what is called `name`."""
        await self.click(self.pressable(name))

    async def tick(self, label: str, on: bool = True) -> None:
        """Tick a box, or take the tick away."""
        box = next(one for one in self.top if isinstance(one, ft.Checkbox) and one.semantics_label == label)
        await self.fire(box, "change", on, value=on)


def _names(drawn: Drawn, control: BaseControl) -> Iterator[str]:
    """What a pressable control is called: its content, its icon's name, or the first text in it."""
    if getattr(control, "on_click", None) is None or getattr(control, "disabled", False):
        return
    content = getattr(control, "content", None)
    if isinstance(content, str):
        yield content
    icon = getattr(control, "icon", None)
    if isinstance(icon, ft.Icon) and icon.semantics_label:
        yield icon.semantics_label
    if isinstance(control, ft.Container):
        yield from (str(one.value) for one in drawn.walk(control) if isinstance(one, ft.Text) and one.value)


def drawn(device: Phone, route: str, **options: Any) -> Drawn:
    """Return the whole app over `device` at `route`, to be entered."""
    return Drawn(whole.main(OpenDevice(device.services)), route=route, **options)


@dataclass
class Circle:
    """Priya looks after the group, Sam's phone has read it. `network` is between the phone and the host."""

    host: LocalHost
    priya: Person
    device: Phone
    group: dict[str, Any]
    network: FaultyTransport

    @property
    def group_id(self) -> UUID:
        """The group that both are in."""
        return UUID(self.group["id"])

    def drawn(self, route: str, **options: Any) -> Drawn:
        """Return the app on Sam's phone at `route`, to be entered."""
        return drawn(self.device, route, **options)

    async def memberships(self, person: Person) -> list[dict[str, Any]]:
        """Return the groups of a person, as the host tells them."""
        listed: list[dict[str, Any]] = (await person.call("GET", "/groups", expect=200)).json()["memberships"]
        return listed

    async def priya_posts(self, body: str = "Anyone awake?", **words: Any) -> UUID:
        """Let Priya write a post; Sam's phone hears of it at its next sync."""
        return UUID((await self.priya.post(self.group["id"], body, **words))["id"])


@asynccontextmanager
async def circle(
    folder: Path, *, inline: bool = True, clock: Clock = utc_now, **settings: Any
) -> AsyncIterator[Circle]:
    """Run a host with Priya's group `Night Owls` and Sam's phone, which has joined and synced; `settings` are the
    host's."""
    async with local_host(folder / "host", clock=clock, **settings) as host:
        priya = await host.sign_up("priya", "Priya")
        group = (await priya.start_group("Night Owls"))["group"]
        network = FaultyTransport(httpx.ASGITransport(host.app, raise_app_exceptions=False))
        async with phone(folder / "sam", host, inline=inline, transport=network) as device:
            await device.sign_up("sam", "Sam")
            await device.services.groups.join(group["join_code"])
            await device.sync()
            yield Circle(host, priya, device, group, network)
