"""What answers add up to, as a pack says it: plain functions over plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api_client.wire.measures import MeasureBand, MeasureItem, MeasurePack

Answers = Mapping[str, int]  # item id -> place of the chosen option, from 0; what is left open is not in it


@dataclass(frozen=True)
class Score:
    """A score between `least` and `most` and the words for it; `value` is None when too much was left open."""

    value: float | None
    least: float
    most: float
    band: MeasureBand | None = None

    @property
    def offers_help(self) -> bool:
        """Whether the ways to help stand beside the words."""
        return self.band is not None and self.band.offers_help


def score(pack: MeasurePack, answers: Answers) -> Score:
    """Return the score of all items."""
    return _score(pack, answers, [item.id for item in pack.items], pack.bands, pack.least_answered)


def score_parts(pack: MeasurePack, answers: Answers) -> Mapping[str, Score]:
    """Return part id -> its score. A part has one only when all of its items are answered."""
    return {part.id: _score(pack, answers, part.items, part.bands, None) for part in pack.parts}


def is_complete(pack: MeasurePack, answers: Answers) -> bool:
    """Whether the answers can be kept: all of them given, or at least one where questions may stay open."""
    given = [item for item in pack.items if _points(pack, item, answers) is not None]
    return bool(given) if pack.may_skip else len(given) == len(pack.items)


def _score(
    pack: MeasurePack, answers: Answers, ids: Sequence[str], bands: Sequence[MeasureBand], enough: int | None
) -> Score:
    least, most = pack.extent(ids)
    items = [item for item in pack.items if item.id in ids]
    given = [points for item in items if (points := _points(pack, item, answers)) is not None]
    if not given or len(given) < (enough or len(items)):
        return Score(None, least, most)
    value = sum(given) / len(given) if pack.scoring == "mean" else sum(given)
    band = next((band for band in reversed(bands) if value >= band.least), None)
    return Score(value, least, most, band)


def _points(pack: MeasurePack, item: MeasureItem, answers: Answers) -> float | None:
    """Return the points of an answer, counted from the other end where the item is reversed; None without one."""
    options = pack.options_of(item)
    place = answers.get(item.id)
    if place is None or not 0 <= place < len(options):
        return None
    points = [option.points for option in options]
    return min(points) + max(points) - points[place] if item.is_reversed else points[place]
