"""What is being typed, kept on this device from the first letter on: it survives leaving the screen and a kill.

There is no timer: while one write runs, further letters wait and go with the next, so the disk is never asked for more
than it can do and nothing typed waits longer than one write.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile.sentences import is_expected, problem_sentence
from mobile.session import use_services
from mobile.ui.guard import log_failure

if TYPE_CHECKING:
    from mobile.storage.drafts import Drafts

Fields = dict[str, Any]
Act = Callable[[], Awaitable[Any]]


class KeptDraft:
    """One half-written thing. `fields` is what stands on the screen; it is `ready` once the device was asked."""

    def __init__(self, drafts: "Drafts", page: ft.Page, key: str, start: Mapping[str, Any]) -> None:
        self.key = key
        self.ready = False
        self.fields: Fields = dict(start)
        self.show = _nothing
        self._drafts = drafts
        self._page = page
        self._start = dict(start)
        self._typed: Fields = {}
        self._stale = False
        self._running = False

    async def load(self) -> None:
        """Bring back what was kept; what was typed meanwhile wins."""
        kept = await self._drafts.get(self.key) or {}
        known = {name: value for name, value in kept.items() if name in self._start}
        self.fields = {**self._start, **known, **self._typed}
        self.ready = True
        self.show(self.fields)

    def change(self, **fields: Any) -> None:
        """Show and keep new values of some fields."""
        self._typed.update(fields)
        self.fields = {**self.fields, **fields}
        self.show(self.fields)
        self._stale = True
        if not self._running:
            self._running = True
            self._page.run_task(self._write)

    async def clear(self) -> None:
        """Throw the draft away, on the screen and on the device, because it was sent or is not wanted."""
        self._typed.clear()
        self.change(**self._start)
        await self._drafts.remove(self.key)

    async def _write(self) -> None:
        try:
            while self._stale:
                self._stale = False
                if self.fields == self._start:
                    await self._drafts.remove(self.key)
                else:
                    await self._drafts.put(self.key, self.fields)
        except Exception as error:
            log_failure("keeping a draft", error)
        finally:
            self._running = False


def _nothing(_fields: Fields) -> None:
    """Show nothing: the screen has gone, what it held is still written."""


def use_draft(key: str, start: Mapping[str, Any]) -> KeptDraft:
    """Return the draft kept under `key`, whose fields begin as `start`; the calling component is drawn again when it
    changes. A component that shows another draft needs another `key=` of its own, too."""
    services = use_services()
    page = ft.context.page
    _, set_shown = ft.use_state((0, False))
    draft = ft.use_memo(lambda: KeptDraft(services.drafts, page, key, start), [])

    def begin() -> None:
        draft.show = lambda _fields: set_shown(lambda shown: (shown[0] + 1, draft.ready))
        page.run_task(draft.load)

    def end() -> None:
        draft.show = _nothing

    ft.use_effect(begin, dependencies=[], cleanup=end)
    return draft


def use_once() -> tuple[str, Callable[[Act], Awaitable[bool]]]:
    """Return the sentence about the last failure, and what runs one act at a time.

    `await run(act)` tells whether the act succeeded; while one runs, a second tap does nothing and is no success.
    """
    trouble, set_trouble = ft.use_state("")
    running = ft.use_ref(False)

    async def run(act: Act) -> bool:
        if running.current:
            return False
        running.current = True
        sentence = ""
        try:
            await act()
        except Exception as error:
            sentence = problem_sentence(error)
            if not is_expected(error):
                log_failure("storing what was written", error)
        finally:
            running.current = False
        set_trouble(lambda _: sentence)
        return not sentence

    return trouble, run
