"""Writes a journal on a device for the screens of insights, and reads what they say to who does not see them."""

from datetime import date, timedelta

import flet as ft

from mobile.vault.values import Value
from tests.mobile.circle import Drawn
from tests.support.phone import Phone

TODAY = date(2026, 3, 1)  # the phone's clock, a Sunday


async def write(device: Phone, *levels: int, tag: str = "", **fields: Value) -> None:
    """Write one check-in for each of the last days, the newest last; those of 4 and 5 carry the tag."""

    def entry(place: int, level: int) -> dict[str, Value]:
        day = TODAY - timedelta(days=len(levels) - 1 - place)
        tagged: dict[str, Value] = {f"tags.{tag}": True} if tag and level >= 4 else {}
        return {"felt_on": day.isoformat(), "felt_at": "09:00", "level": level, **tagged, **fields}

    await device.services.documents.save_all((None, "entry", entry(*one)) for one in enumerate(levels))


def labels(app: Drawn) -> list[str]:
    """Everything on top that is said to who does not see it."""
    return [one.label for one in app.top if isinstance(one, ft.Semantics) and one.label]
