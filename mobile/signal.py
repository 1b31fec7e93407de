"""One signal for the whole process: that something stored has changed, never what.

Screens read again from the device when a scope they show is named. Scopes are "account", "journal", "documents",
"groups", "group:<id>", "outbox", "drafts" and "status".
"""

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


class Signal:
    """Calls every subscriber, on the loop that emits, in the order of subscribing."""

    def __init__(self) -> None:
        self._callbacks: dict[int, Callable[[str], None]] = {}
        self._next = 0

    def emit(self, scope: str) -> None:
        """Tell every subscriber that `scope` changed; one that fails is logged and does not stop the others."""
        for callback in list(self._callbacks.values()):
            try:
                callback(scope)
            except Exception as error:
                log.error("a subscriber of %s failed: %s", scope.split(":")[0], type(error).__name__)

    def subscribe(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call `callback(scope)` from now on; return what ends it."""
        key = self._next
        self._next += 1
        self._callbacks[key] = callback
        return lambda: self._callbacks.pop(key, None) and None
