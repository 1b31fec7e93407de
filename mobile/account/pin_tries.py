"""How guessing a PIN slows down: some free tries, then waits that grow, and at last the passphrase alone.

Nothing is ever deleted: a child that plays with the device must not cost a journal. A wait is measured by a clock that
runs on while the device sleeps and that nobody can set; only over a restart of the device the wall clock has to do, and
one that was set back begins the wait anew.
"""

import time
from dataclasses import dataclass
from typing import Any

FREE_TRIES = 5
WAITS = (30.0, 60.0, 5 * 60.0, 15 * 60.0, 60 * 60.0)  # seconds after the fifth wrong try, the sixth, and so on
TRIES_MAX = 15  # then only the passphrase opens, where there is one


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong tries there were since the last right one, and when the last was: on the wall, in seconds since
    1970, and on the steady clock, in seconds since the device was started."""

    count: int = 0
    wall: float = 0.0
    steady: float = 0.0

    def to_json(self) -> list[float]:
        """Return what `from_json` reads."""
        return [self.count, self.wall, self.steady]

    @classmethod
    def from_json(cls, found: Any) -> "Tries":
        """Return the tries; raise ValueError for anything else."""
        if not isinstance(found, list) or len(found) != 3 or not all(type(one) in (int, float) for one in found):
            raise ValueError("tries")
        return cls(int(found[0]), float(found[1]), float(found[2]))

    def one_more(self, wall: float, steady: float) -> "Tries":
        """Return the tries after one that is about to be made."""
        return Tries(self.count + 1, wall, steady)

    def seconds_left(self, wall: float, steady: float) -> float:
        """Return for how long no try is taken, 0 when one may be made now."""
        if self.count < FREE_TRIES:
            return 0.0
        wait = WAITS[min(self.count - FREE_TRIES, len(WAITS) - 1)]
        passed = steady - self.steady if steady >= self.steady else wall - self.wall
        return min(wait, max(0.0, wait - passed))

    def was_set_back(self, wall: float, steady: float) -> bool:
        """Whether neither clock can say how much time has passed: the wait begins anew then."""
        return self.count > 0 and steady < self.steady and wall < self.wall


def steady_seconds() -> float:
    """Return the seconds since the device was started, sleep included where the system counts it."""
    clock: int | None = getattr(time, "CLOCK_BOOTTIME", None)  # Linux and Android
    return time.clock_gettime(clock) if clock is not None else time.monotonic()
