"""How long to wait before trying again: full jitter, so that a thousand devices do not come back in step.

The wait is drawn between nothing and a ceiling that doubles from 1 s to 5 min (Brooker, "Exponential Backoff And
Jitter", 2015). What the host asks for with Retry-After is never undercut.
"""

from random import Random

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0
_DOUBLINGS_MAX = 16


class Backoff:
    """Counts failures in a row."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._failures = 0

    def reset(self) -> None:
        """Note that it worked."""
        self._failures = 0

    def next_seconds(self, retry_after: float | None = None) -> float:
        """Note a failure and return how long to wait; at least `retry_after`."""
        ceiling = min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(self._failures, _DOUBLINGS_MAX))
        self._failures += 1
        return max(self._random.uniform(0, ceiling), retry_after or 0.0)
