"""The measures of this device: those that come with the app, then those that the host adds.

A host's pack with the id of a built-in one does not take its place: that one is scored as published.
"""

from typing import TYPE_CHECKING

from api_client.wire.measures import MeasurePack
from mobile.host_measures import HOST_MEASURES, kept_packs
from mobile.measures.built_in import built_in_packs

if TYPE_CHECKING:
    from mobile.services import Services


def open_packs(services: "Services") -> tuple[MeasurePack, ...]:
    """Return every measure that can be taken here."""
    own = built_in_packs()
    known = {pack.id for pack in own}
    added = [pack for pack in kept_packs(services.preferences.get(HOST_MEASURES)) if pack.id not in known]
    return (*own, *{pack.id: pack for pack in added}.values())


def find_pack(services: "Services", pack_id: str) -> MeasurePack | None:
    """Return the measure of this id, None when it is not here."""
    return next((pack for pack in open_packs(services) if pack.id == pack_id), None)
