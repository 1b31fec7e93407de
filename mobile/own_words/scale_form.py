"""A scale while it is written down: plain texts as they were typed, and what they amount to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mobile.scale_values import read_duration, read_number, value_text
from mobile.vocabulary import DAY_MINUTES, DURATION, NUMBER, SCALE_LIMIT, UNIT_MAX, Scale
from mobile.words import t

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Range:
    """What the texts of a form amount to, and what is wrong with each of them by the name of its field."""

    least: float
    most: float
    step: float
    problems: Mapping[str, str]


def fields_of(scale: Scale) -> dict[str, Any]:
    """Return what stands in the form of a scale."""
    return {
        "name": scale.name,
        "unit": scale.unit,
        "sort": scale.sort,
        "least": value_text(scale, scale.least),
        "most": value_text(scale, scale.most),
        "step": value_text(scale, scale.step),
    }


def blank(sort: str = NUMBER) -> dict[str, Any]:
    """Return what stands in the form of a new scale."""
    if sort == DURATION:
        return fields_of(Scale("", "", sort=DURATION, least=0, most=DAY_MINUTES, step=15))
    return fields_of(Scale("", ""))


def examples() -> tuple[dict[str, Any], ...]:
    """Return scales that many people keep, to begin with."""
    return (
        fields_of(Scale("", t("Hours of sleep"), sort=DURATION, most=DAY_MINUTES, step=15)),
        fields_of(Scale("", t("Pain"), most=10)),
        fields_of(Scale("", t("Steps walked"), most=50_000, step=500)),
        fields_of(Scale("", t("Doses"), most=10)),
    )


def read_range(fields: Fields) -> Range:
    """Return what the texts amount to."""
    is_duration = fields["sort"] == DURATION
    unreadable = t("Write it as 7:30.") if is_duration else t("This is no number that can be read.")
    values: dict[str, float] = {}
    problems: dict[str, str] = {}
    for name in ("least", "most", "step"):
        value = read_duration(fields[name]) if is_duration else read_number(fields[name])
        if value is None:
            problems[name] = unreadable
        elif abs(value) > SCALE_LIMIT:
            problems[name] = t("This is further than a scale can go.")
        values[name] = value or 0.0
    if not problems and values["most"] <= values["least"]:
        problems["most"] = t("The highest value lies above the lowest.")
    elif not problems and not 0 < values["step"] <= values["most"] - values["least"]:
        problems["step"] = t("A step is larger than nothing and fits into the range.")
    if len(fields["unit"].strip()) > UNIT_MAX:
        problems["unit"] = t("This is too long: {maximum} characters fit.", maximum=UNIT_MAX)
    return Range(values["least"], values["most"], values["step"], problems)
