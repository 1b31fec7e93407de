"""The check-in measures that the host adds, as this device last heard of them.

They are no secret and lie among the settings. A pack that this version cannot read is left out; the others stay.
"""

from functools import lru_cache

from api_client.wire.measures import HostMeasures, MeasurePack

HOST_MEASURES = "host_measures"  # a setting of the device


def packed(answer: HostMeasures) -> dict[str, object]:
    """Return what is kept of a host's answer."""
    return {"tag": answer.tag, "packs": [pack.model_dump_json() for pack in answer.packs]}


def kept_tag(kept: object) -> str | None:
    """Return the tag of the packs that are kept, None without any."""
    tag = kept.get("tag") if isinstance(kept, dict) else None
    return tag if isinstance(tag, str) else None


def kept_packs(kept: object) -> tuple[MeasurePack, ...]:
    """Return the packs that are kept."""
    packs = kept.get("packs") if isinstance(kept, dict) else None
    texts = packs if isinstance(packs, list) else []
    return tuple(pack for text in texts if isinstance(text, str) and (pack := _parse(text)) is not None)


@lru_cache(maxsize=64)
def _parse(text: str) -> MeasurePack | None:
    try:
        return MeasurePack.model_validate_json(text)
    except ValueError:
        return None
