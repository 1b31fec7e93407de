"""Counters of attempts. They live in the database, so a restart does not hand out new guesses, under keyed hashes, so
nobody can read from them who tried what from where."""

import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import bindparam, col, delete, insert, select, update

from api_client.wire.errors import ProblemCode
from server.errors import Refusal
from server.settings import RateSettings
from server.statements import fast
from server.tables import AttemptRow
from server.transaction import Transaction

_is_bucket = col(AttemptRow.bucket) == bindparam("of")
_find = fast(select(AttemptRow.count, AttemptRow.ends_at).where(_is_bucket).with_for_update())
_insert = fast(insert(AttemptRow))
_set = fast(update(AttemptRow).where(_is_bucket).values(count=bindparam("to"), ends_at=bindparam("until")))
_give_back = fast(update(AttemptRow).where(_is_bucket, col(AttemptRow.count) > 0).values(count=AttemptRow.count - 1))
_clear = fast(delete(AttemptRow).where(_is_bucket))
_purge = fast(delete(AttemptRow).where(col(AttemptRow.ends_at) < bindparam("before")))


@dataclass(frozen=True, slots=True)
class Counter:
    """One limit: at most `maximum` attempts per key in `window`; 0 switches it off."""

    name: str
    maximum: int
    window: timedelta
    secret: bytes

    def check(self, tx: Transaction, *key: str) -> None:
        """Raise Refusal(rate_limited) when the key used up its attempts; counts nothing."""
        found = _find.first(tx, of=self._bucket(key)) if self.maximum else None
        if found is not None and found[0] >= self.maximum and found[1] > tx.now:
            raise Refusal(ProblemCode.RATE_LIMITED, retry_after=int((found[1] - tx.now).total_seconds()) + 1)

    def take(self, tx: Transaction, *key: str) -> None:
        """Count one attempt, before it is known how it ends: many at once are then no way around the limit."""
        if not self.maximum:
            return
        self.check(tx, *key)
        bucket = self._bucket(key)
        found = _find.first(tx, of=bucket)
        if found is None:
            _purge.run(tx, before=tx.now)
            _insert.run(tx, bucket=bucket, count=1, ends_at=tx.now + self.window)
        elif found[1] <= tx.now:
            _set.run(tx, of=bucket, to=1, until=tx.now + self.window)
        else:
            _set.run(tx, of=bucket, to=found[0] + 1, until=found[1])

    def give_back(self, tx: Transaction, *key: str) -> None:
        """Uncount one attempt that turned out well."""
        _give_back.run(tx, of=self._bucket(key))

    def clear(self, tx: Transaction, *key: str) -> None:
        """Forget every attempt of the key."""
        _clear.run(tx, of=self._bucket(key))

    def _bucket(self, key: tuple[str, ...]) -> bytes:
        return hmac.digest(self.secret, "\0".join((self.name, *key)).encode(), "sha256")


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Every limit of this host; what each counts stands in `server.settings.RateSettings`."""

    sign_in_account: Counter
    sign_in_address: Counter
    sign_up: Counter
    join_guess: Counter
    rename: Counter


def make_rate_limits(figures: RateSettings, secret: bytes) -> RateLimits:
    """Return the counters for the host's figures."""
    quarter, hour = timedelta(minutes=15), timedelta(hours=1)
    return RateLimits(
        sign_in_account=Counter("sign_in_account", figures.sign_in_failures_per_account, quarter, secret),
        sign_in_address=Counter("sign_in_address", figures.sign_in_failures_per_address, quarter, secret),
        sign_up=Counter("sign_up", figures.sign_ups_per_hour, hour, secret),
        join_guess=Counter("join_guess", figures.join_guesses_per_hour, hour, secret),
        rename=Counter("rename", figures.renames_per_hour, hour, secret),
    )
