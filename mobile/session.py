"""One open window of the app on this device, and how its screens read local data.

A device is one process and one person, but the browser may show it in two tabs. Each tab has a `Session`; what is
stored is shared below it in `Services`. A change reaches every open tab through that tab's own `page.run_task`, never
through an object that two tabs observe: in Flet 1.0 that would draw into the wrong tab.
"""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from weakref import WeakKeyDictionary

import flet as ft

from mobile.ui import theme
from mobile.ui.guard import log_failure

if TYPE_CHECKING:
    from mobile.account.service import AccountState
    from mobile.services import Services
    from mobile.signal import Signal

Layout = Literal["phone", "wide"]
T = TypeVar("T")


@dataclass(frozen=True)
class FreshCode:
    """A recovery code that was just made and still has to be written down; in memory only. `then` is the path to go
    to when that is done."""

    text: str = field(repr=False)
    then: str


@ft.observable
@dataclass
class Session:
    """What the whole interface depends on: the services once they are open, the account's phase, the layout."""

    layout: Layout = "phone"
    services: "Services | None" = None
    account: "AccountState | None" = None
    theme_mode: str = "system"
    trouble: str | None = None  # why the device's data could not be opened
    fresh_code: FreshCode | None = None

    def resize(self, width: float) -> None:
        """Choose the layout for a window that is `width` logical pixels wide."""
        self.layout = "wide" if width >= theme.WIDE_FROM else "phone"


@dataclass(frozen=True)
class Tab:
    """What belongs to one tab: its session, and what it listens to. Flet runs no clean-ups when a session closes, so
    the subscriptions are ended by `close`."""

    session: Session = field(default_factory=Session)
    disposers: set[Callable[[], None]] = field(default_factory=set)

    def close(self) -> None:
        """End every subscription."""
        for dispose in list(self.disposers):
            dispose()
        self.disposers.clear()


# By page, and not in a Flet context: what a memoised component kept loses its way up to the provider when the
# component above it is drawn again (its parent is held weakly), and then reads the empty default.
_tabs: WeakKeyDictionary[ft.BasePage, Tab] = WeakKeyDictionary()


def open_tab(page: ft.Page) -> Tab:
    """Return the tab of a page that has just begun."""
    return _tabs.setdefault(page, Tab())


def use_session() -> Session:
    """Return the session; the calling component is drawn again when it changes."""
    session, _ = ft.use_state(_tabs[ft.context.page].session)
    return session


def use_services() -> "Services":
    """Return the services; only for components below the gate that waits until they are open."""
    services = use_session().services
    if services is None:
        raise RuntimeError("the services are not open yet")
    return services


def run_in_tab(page: ft.Page, act: Callable[[], Coroutine[Any, Any, None]]) -> bool:
    """Run `act` in the tab of `page`, from wherever this is called; False when nobody looks at the tab just now.

    A tab that comes back reads everything again (`on_connect` in `mobile.app`), so nothing is missed.
    """
    try:
        connected = page.session.connection is not None
    except (AttributeError, RuntimeError):  # the session itself is gone
        connected = False
    if connected:
        page.run_task(act)
    return connected


class _Query:
    """One running query of one component: at most one load at a time, and one more when something changed."""

    def __init__(self, page: ft.Page) -> None:
        self.page = page
        self.load: Callable[[], Awaitable[Any]] | None = None
        self.show: Callable[[Any], None] = lambda value: None
        self.scopes: tuple[str, ...] = ()
        self.running = False
        self.stale = False
        self.closed = False
        self.dispose: Callable[[], None] | None = None

    def open(self, signal: "Signal") -> None:
        self.closed = False
        self.dispose = signal.subscribe(self.on_change)

    def close(self) -> None:
        self.closed = True
        if self.dispose is not None:
            self.dispose()

    def on_change(self, scope: str) -> None:
        if scope == "*" or any(
            scope == wanted or (wanted.endswith("*") and scope.startswith(wanted[:-1])) for wanted in self.scopes
        ):
            self.refresh()

    def refresh(self) -> None:
        self.stale = True
        if not self.running and not self.closed:
            self.running = run_in_tab(self.page, self._run)

    async def _run(self) -> None:
        try:
            while self.stale and not self.closed and self.load is not None:
                self.stale = False
                value = await self.load()
                if not self.closed:
                    self.show(value)
        except Exception as error:
            if not self.closed:  # else nobody waits for it any more, and the journal may be locked by now
                log_failure("query", error)
        finally:
            self.running = False


def use_query(load: Callable[[], Awaitable[T]], scopes: Sequence[str], depends_on: Sequence[Any] = ()) -> T | None:
    """Return what `load` reads from this device, None until the first answer.

    It is read again when a signal of one of `scopes` comes (`group:*` stands for all that begin so; the signal `*`
    for everything) and when a value
    in `depends_on` changes. Screens read only this way; only the sync engine and intents change what is stored.
    """
    services = use_services()
    page = ft.context.page
    tab = _tabs[page]
    value, set_value = ft.use_state(None)
    query = ft.use_memo(lambda: _Query(page), [])
    query.load, query.scopes = load, tuple(scopes)
    query.show = lambda result: set_value(lambda _: result)

    def start() -> None:
        query.open(services.signal)
        tab.disposers.add(query.close)
        query.refresh()

    def stop() -> None:
        query.close()
        tab.disposers.discard(query.close)

    ft.use_effect(start, dependencies=[], cleanup=stop)
    ft.use_effect(query.refresh, dependencies=[tuple(depends_on)])
    return value
