"""What an example member calls things, and how often: a scale, an own mood and an own tag over the year.

Their ids come from the seed, so that the same seed gives the same journal on every device.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from mobile.vault.values import Value

_ENERGY_SHARE = 0.6
_MOOD_SHARE = 0.2
_STEP = 15  # minutes
Item = tuple[UUID, str, dict[str, Value]]


@dataclass
class OwnWords:
    """The words of a member and the chance by which they are used, apart from that of the year itself."""

    person: Mapping[str, Any]
    created_at: datetime
    items: list[Item] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.person["seed"] + 1)  # noqa: S311 (an example, the same every time)
        self._sleep = self._add("scale", self.person.get("sleep_scale"))
        self._mood = self._add("mood", self.person.get("own_mood"))
        self._tag = self._add("tag", self.person.get("own_tag"))
        self._add("template", self.person.get("template"))
        self._slept_on = ""

    def used_by(self, fields: Mapping[str, Value]) -> dict[str, Value]:
        """Return what one check-in says in the member's own words; the first of a day tells how long they slept."""
        level, day = int(fields["level"] or 0), str(fields["felt_on"])
        said: dict[str, Value] = {}
        if self._sleep and day != self._slept_on:
            self._slept_on = day
            said[f"scales.{self._sleep}"] = self._slept(level, is_today=day == self.created_at.date().isoformat())
        if self._chance.random() < _ENERGY_SHARE:
            said["energy"] = min(5, max(1, level + self._chance.choice((-1, 0, 0, 1))))
        own_mood = self.person.get("own_mood", {})
        if self._mood and level == own_mood["level"] and self._chance.random() < _MOOD_SHARE:
            said["mood_id"] = str(self._mood)
        if self._tag and "tags.home" in fields:
            said[f"tags.{self._tag}"] = True
        return said

    def _slept(self, level: int, *, is_today: bool) -> float:
        """Return the minutes of a night, as today's first note tells them or by chance."""
        hours = min(9.5, max(2.5, self._chance.gauss(6.3 + 0.55 * (level - 3), 0.8)))
        told = self.person["today"][0].get("slept") if is_today else None
        return float(told or round(hours * 60 / _STEP) * _STEP)

    def _add(self, kind: str, words: Mapping[str, Any] | None) -> UUID | None:
        identity = UUID(int=self._chance.getrandbits(128), version=4)
        if words is None:
            return None
        self.items.append((identity, kind, {**words, "created_at": self.created_at.isoformat(timespec="seconds")}))
        return identity
