"""Check-ins as members write them, seeded: most with a few words and tags, some long."""

import json
import random
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from mobile.vault.plain import write_plain
from mobile.vault.registers import edit
from mobile.vault.values import Value

_TEXT = (
    "today walked quiet work tired better rain called mother slept badly coffee friend heavy light garden music "
    "worried meeting train enough breathing evening cooked alone together laughed cried remembered forgot"
)
_WORDS = tuple(_TEXT.split(" "))
_TAGS = tuple(str(UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128)) for number in range(1, 25))
_BEGIN = date(2016, 1, 1)


def make_fields(number: int) -> Mapping[str, Value]:
    """Return the fields of check-in `number`, ten a day at most, each the same at every call."""
    chance = random.Random(number)
    day = _BEGIN + timedelta(days=number // 10)
    fields: dict[str, Value] = {
        "felt_on": day.isoformat(),
        "felt_at": f"{8 + number % 10:02}:{chance.randrange(60):02}",
        "utc_offset_min": 60,
        "zone": "Europe/Berlin",
        "level": chance.randint(1, 5),
        "created_at": f"{day.isoformat()}T{8 + number % 10:02}:00:00+01:00",
    }
    if chance.random() < 0.6:
        fields["note"] = " ".join(chance.choice(_WORDS) for _ in range(chance.choice((4, 8, 15, 40))))
    for tag in chance.sample(_TAGS, chance.randrange(3)):
        fields[f"tags.{tag}"] = True
    return fields


def make_plain(number: int) -> bytes:
    """Return check-in `number` as the bytes that are sealed."""
    registers = edit({}, make_fields(number), now=1_700_000_000_000 + number, device="bench000")
    return json.dumps(write_plain("entry", registers), ensure_ascii=False, separators=(",", ":")).encode()
