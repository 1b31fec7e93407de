"""A Flet app without browser and without Flutter: the real session and the real diff, with a client that only listens.

It reaches into private names of Flet (`Session.__updates_task`, `Component._b`), which is why Flet is pinned: a new
version means looking at this file. It cannot see layout, focus, or what the Flutter side does by itself.
"""

import asyncio
import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from types import FunctionType, MethodType, TracebackType
from typing import Any, Self, TypeVar

import flet as ft
import msgpack
from flet.components.component import Component
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page, context
from flet.messaging.connection import Connection
from flet.messaging.protocol import Message, MessageAction, configure_encode_object_for_msgpack
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

Main = Callable[[ft.Page], Any]
Replies = Mapping[str, Any]
C = TypeVar("C", bound=BaseControl)
# How many turns of the loop an update may take from a state to the client; more means that it feeds itself.
_SETTLE_TURNS = 500
_SETTLE_PIECES = 500  # the same for pieces of work that threads do for the loop
_THREAD_SECONDS = 20  # for one of them, on a busy machine

_LEAVES = (str, int, float, Enum, FunctionType, MethodType)  # most of what a control holds; nothing to walk through


class ListeningConnection(Connection):
    """Takes every message as a browser would, keeps its size, and answers calls of the platform's services."""

    def __init__(self, replies: Replies) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.loop = asyncio.get_running_loop()
        self.executor = ThreadPoolExecutor(2)
        self.pubsubhub = PubSubHub(loop=self.loop, executor=self.executor)
        self.page_url, self.page_name = "http://test", ""
        self.replies = replies
        self.sizes: list[int] = []
        self.calls: list[tuple[str, Any]] = []
        self.crashes: list[str] = []
        self.session: Session

    def send_message(self, message: Message) -> None:
        """Encode the message, which also takes the snapshot that the next difference is made against."""
        encode = configure_encode_object_for_msgpack(BaseControl)
        self.sizes.append(len(msgpack.packb([message.action, message.body], default=encode)))
        if message.action == MessageAction.SESSION_CRASHED:
            self.crashes.append(message.body.message)
        if message.action == MessageAction.INVOKE_METHOD:
            self.answer_call(message.body)

    def answer_call(self, body: Any) -> None:
        """Answer a call of the client with what the test laid out for its name, or None; follow a new route."""
        self.calls.append((body.name, body.args))
        reply = self.replies.get(body.name)
        result = reply(body.args) if callable(reply) else reply
        if body.name == "push_route":
            page = self.session.page
            page.route = body.args["route"]
            self.loop.create_task(page._trigger_event("route_change", {"route": page.route}))
        self.loop.call_soon(self.session.handle_invoke_method_results, body.control_id, body.call_id, result, None)


class App:
    """A running app: `async with App(main) as app`, then find controls, fire their events and read texts.

    `main` is what would be given to `ft.run`. Width and height are a phone's unless told; `platform` and `web` are what
    the page reports; `replies` maps the name of a client method to its result, or to a function of its arguments.
    """

    def __init__(
        self,
        main: Main,
        *,
        route: str = "/",
        width: float = 412,
        height: float = 915,
        platform: str = "android",
        web: bool = False,
        replies: Replies | None = None,
        **page_properties: Any,
    ) -> None:
        self.main = main
        self.replies = replies or {}
        self.properties = {
            "route": route,
            "width": width,
            "height": height,
            "platform": platform,
            "web": web,
            **page_properties,
        }

    async def __aenter__(self) -> Self:
        self._at_work = _watch_threads(asyncio.get_running_loop())
        self.connection = ListeningConnection(self.replies)
        self.session = self.connection.session = Session(self.connection)
        self.page = self.session.page
        self._page_token = _context_page.set(self.page)
        self.session.apply_page_patch(self.properties)
        self.connection.send_message(Message(MessageAction.REGISTER_CLIENT, {"page": self.session.get_page_patch()}))
        context.reset_auto_update()
        result = self.main(self.page)
        if inspect.isawaitable(result):
            await result
        await self.session.after_event(self.page)
        await self.settle()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        alive = self.updates_alive
        self.session.close()
        await asyncio.sleep(0)
        self.connection.executor.shutdown(wait=False)
        if kind is None:
            assert not self.connection.crashes, f"the session crashed: {self.connection.crashes[-1]}"
            assert alive, "an exception while drawing again has stopped every further update"

    @property
    def updates_alive(self) -> bool:
        """Whether changes still reach the client; a component that raises while drawn again ends that silently."""
        task: asyncio.Task[None] | None = self.session._Session__updates_task  # type: ignore[attr-defined]
        return task is None or not task.done()

    @property
    def bytes_sent(self) -> int:
        """Bytes sent to the client so far; a difference of it shows what a change costs."""
        return sum(self.connection.sizes)

    async def settle(self) -> None:
        """Let the loop turn until nothing more is sent for some turns, and no thread works for it any more."""
        for _ in range(_SETTLE_PIECES):
            await self._be_quiet()
            if not self._at_work:
                return
            await asyncio.wait(self._at_work, timeout=_THREAD_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        raise AssertionError("threads go on working")

    async def _be_quiet(self) -> None:
        quiet = 0
        for _ in range(_SETTLE_TURNS):
            before = len(self.connection.sizes)
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(self.connection.sizes) == before else 0
            if quiet >= 12:
                return
        raise AssertionError("the app goes on updating by itself")

    async def until(self, condition: Callable[[], object], *, seconds: float = 20) -> None:
        """Wait until the condition holds, for what needs a thread or a server; fail after `seconds`."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, f"did not happen; on screen: {self.texts()}"
            await asyncio.sleep(0.005)

    def walk(self, node: Any = None) -> Iterator[BaseControl]:
        """Every control that is drawn now, outside in, components looked through."""
        waiting = [self.page if node is None else node]
        while waiting:
            node = waiting.pop()
            if isinstance(node, _LEAVES):
                continue
            if isinstance(node, Component):
                waiting.append(node._b)
            elif isinstance(node, list | tuple):
                waiting.extend(reversed(node))
            elif isinstance(node, Mapping):
                waiting.extend(reversed(list(node.values())))
            elif names := _walked_fields(type(node)):  # type: ignore[arg-type]  # every class is hashable
                if isinstance(node, BaseControl):
                    yield node
                waiting.extend(value for name in names if (value := getattr(node, name, None)) is not None)

    def all(self, kind: type[C], **properties: Any) -> list[C]:
        """Every drawn control of a kind whose properties equal the given ones."""
        return [
            control
            for control in self.walk()
            if isinstance(control, kind) and all(getattr(control, key, None) == properties[key] for key in properties)
        ]

    def find(self, kind: type[C], **properties: Any) -> C:
        """The one control of a kind with these properties; none or several fail the test."""
        found = self.all(kind, **properties)
        assert len(found) == 1, f"{len(found)} of {kind.__name__} {properties}; on screen: {self.texts()}"
        return found[0]

    def labelled(self, label: str) -> BaseControl:
        """The one control that a screen reader would read out as `label`: by semantics, label or content."""
        found = [control for control in self.walk() if label in _names(control)]
        assert len(found) == 1, f"{len(found)} named {label!r}; on screen: {self.texts()}"
        return found[0]

    def texts(self) -> list[str]:
        """Every text on the screen, in order; spans of one text joined."""
        texts = []
        for control in self.walk():
            if isinstance(control, ft.Text):
                spans = control.spans or []
                texts.append((control.value or "") + "".join(span.text or "" for span in spans))
        return texts

    def shows(self, text: str) -> bool:
        """Whether some text on the screen contains `text`."""
        return any(text in shown for shown in self.texts())

    async def fire(self, control: BaseControl, event: str, data: Any = None, **properties: Any) -> None:
        """Send an event as a client does: first what the person changed in the control, then the event."""
        if properties:
            self.session.apply_patch(control._i, properties)
        await self.session.dispatch_event(control._i, event, data)
        await self.settle()
        assert not self.connection.crashes, self.connection.crashes[-1]

    async def click(self, control: BaseControl) -> None:
        """Tap a control."""
        await self.fire(control, "click")

    async def enter(self, field: BaseControl, text: str) -> None:
        """Type a text into a field, in place of what it holds."""
        await self.fire(field, "change", text, value=text)

    async def resize(self, width: float, height: float) -> None:
        """Change the size of the window."""
        self.session.apply_patch(self.page._i, {"width": width, "height": height})
        await self.fire(self.page, "resize", {"width": width, "height": height})


def _watch_threads(loop: asyncio.AbstractEventLoop) -> set[asyncio.Future[Any]]:
    """Return what threads do for this loop at any time from now on: what they bring back would be drawn later."""
    known: set[asyncio.Future[Any]] | None = getattr(loop, "kith_at_work", None)
    if known is not None:
        return known
    at_work: set[asyncio.Future[Any]] = set()
    run = loop.run_in_executor

    def watched(*args: Any) -> asyncio.Future[Any]:
        future = run(*args)
        at_work.add(future)
        future.add_done_callback(at_work.discard)
        return future

    loop.run_in_executor, loop.kith_at_work = watched, at_work  # type: ignore[assignment, attr-defined]
    return at_work


@functools.cache
def _walked_fields(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass that may hold controls, the last one first; none for everything else."""
    if not dataclasses.is_dataclass(kind):
        return ()
    fields = dataclasses.fields(kind)[::-1]
    return tuple(field.name for field in fields if not field.metadata.get("skip") and field.name != "_internals")


def _names(control: BaseControl) -> set[str]:
    values = (getattr(control, name, None) for name in ("label", "semantics_label", "tooltip", "content", "text"))
    return {value for value in values if isinstance(value, str)}
