"""Check-in measures as data: a short set of questions with its exact wording, scoring, words and licence.

Two come with the app. A host adds others as packs, each a JSON file of this shape, and members' devices keep them.
Answers are private and never leave a device unsealed.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from api_client.wire.model import WireModel

ITEMS_MAX, PACKS_MAX = 60, 50
BUILT_IN = ("phq-2", "gad-2")  # come with the app; a host cannot add them
EVERY_DAYS_MIN = 14  # a measure asks about the last two weeks or more; oftener would only measure the measuring
_HTTPS = r"^https://[a-z0-9.-]+\.[a-z]{2,}/"
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Points = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]


class MeasureOption(WireModel):
    """One answer that can be chosen, and the points it gives."""

    text: Line
    points: Points


class MeasureItem(WireModel):
    """One question. Without `options` of its own it has those of the pack; `is_reversed` counts its points from the
    other end."""

    id: Slug
    text: Line
    options: tuple[MeasureOption, ...] = Field(default=(), max_length=20)
    is_reversed: bool = False


class MeasureBand(WireModel):
    """Words for every score from `least` up to the next band: never a label for a person, never a diagnosis.
    `offers_help` shows the ways to one's plan, one's people and the crisis lines beside them."""

    least: Points
    words: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    offers_help: bool = False


class MeasurePart(WireModel):
    """A part of the questions with a score of its own (a subscale)."""

    id: Slug
    name: Line
    items: tuple[Slug, ...] = Field(min_length=1, max_length=ITEMS_MAX)
    bands: tuple[MeasureBand, ...] = Field(default=(), max_length=20)


class MeasurePack(WireModel):
    """One measure. `stem` stands above the questions. With `may_skip` a question may stay open; then there is a score
    only from `least_answered` answers on (all of them when it is None). `language` is a tag of BCP 47."""

    id: Slug
    version: int = Field(ge=1)
    language: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)
    name: Line
    about: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    stem: Line
    options: tuple[MeasureOption, ...] = Field(default=(), max_length=20)
    items: tuple[MeasureItem, ...] = Field(min_length=1, max_length=ITEMS_MAX)
    scoring: Literal["sum", "mean"] = "sum"
    may_skip: bool = False
    least_answered: int | None = Field(default=None, ge=1)
    parts: tuple[MeasurePart, ...] = Field(default=(), max_length=20)
    bands: tuple[MeasureBand, ...] = Field(default=(), max_length=20)
    every_days: int = Field(default=EVERY_DAYS_MIN, ge=EVERY_DAYS_MIN, le=366)
    licence: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    source: str = Field(pattern=_HTTPS, max_length=500)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = [item.id for item in self.items]
        if len(set(ids)) != len(ids):
            raise ValueError("an item stands twice")
        for item in self.items:
            options = self.options_of(item)
            if len(options) < 2:
                raise ValueError(f"item {item.id} has fewer than two options")
            if len({option.text for option in options}) != len(options):
                raise ValueError(f"an option of item {item.id} stands twice")
        for part in self.parts:
            if unknown := set(part.items) - set(ids):
                raise ValueError(f"part {part.id} names an item that is not here: {min(unknown)}")
            self._check_bands(part.bands, part.items, f"part {part.id}")
        if len({part.id for part in self.parts}) != len(self.parts):
            raise ValueError("a part stands twice")
        if self.least_answered is not None and (not self.may_skip or self.least_answered > len(ids)):
            raise ValueError("least_answered goes with may_skip, and is no more than there are items")
        self._check_bands(self.bands, ids, "the pack")
        return self

    def options_of(self, item: MeasureItem) -> tuple[MeasureOption, ...]:
        """Return what can be answered to an item."""
        return item.options or self.options

    def extent(self, items: Sequence[str]) -> tuple[float, float]:
        """Return the least and the highest score of these items when all of them are answered."""
        points = [[option.points for option in self.options_of(item)] for item in self.items if item.id in items]
        least, most = sum(map(min, points)), sum(map(max, points))
        return (least / len(points), most / len(points)) if self.scoring == "mean" else (least, most)

    def _check_bands(self, bands: Sequence[MeasureBand], items: Sequence[str], where: str) -> None:
        if not bands:
            return
        if any(second.least <= first.least for first, second in pairwise(bands)):
            raise ValueError(f"the bands of {where} do not rise")
        least, most = self.extent(items)
        if bands[0].least > least or bands[-1].least > most:
            raise ValueError(f"the bands of {where} do not fit its scores, {least:g} to {most:g}")


class HostMeasures(WireModel):
    """The packs that a host adds. `tag` names these very packs; whoever asks with the tag that stands here is told only
    that nothing changed."""

    tag: str = Field(max_length=64)
    changed: bool
    packs: tuple[MeasurePack, ...] = Field(default=(), max_length=PACKS_MAX)
