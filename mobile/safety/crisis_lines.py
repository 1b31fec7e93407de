"""The crisis lines that come with the app, by country, and which country to show first.

They lie in the package, so the card opens without a network. The country is what the member chose; until then the
device's own locale guesses, and where that says nothing the card asks. An address on the network is never looked up.
"""

import locale
import os
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale
from pydantic import BaseModel, ConfigDict, Field, model_validator

from mobile.words import language

COUNTRY_PREFERENCE = "crisis_country"
OLD_AFTER = timedelta(days=180)
_FILE = Path(__file__).with_name("crisis_lines.toml")
_NUMBER = (
    r"^(0[1-9 -]|[1-9][0-9 -])[0-9 -]{0,13}[0-9]$"  # as dialled inside the country: no plus, no international prefix
)
_HTTPS = r"^https://[a-z0-9.-]+\.[a-z]{2,}/"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Line(_Data):
    """One line: called at `dial`, written to at `sms` with `keyword` as the text. `hours` None: see its page."""

    name: str = Field(min_length=1)
    dial: str | None = Field(default=None, pattern=_NUMBER)
    sms: str | None = Field(default=None, pattern=_NUMBER)
    keyword: str | None = Field(default=None, pattern=r"^[A-Z]+$")
    hours: Literal["always"] | None = None
    languages: tuple[str, ...] = Field(min_length=1)
    source: str = Field(pattern=_HTTPS)
    verified_on: date | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> "Line":
        if not (self.dial or self.sms):
            raise ValueError("a line is called or written to")
        if self.keyword and not self.sms:
            raise ValueError("a keyword is sent somewhere")
        return self


class Country(_Data):
    """What a person in one country can dial. `code` is ISO 3166-1 alpha-2."""

    code: str = Field(pattern=r"^[A-Z]{2}$")
    emergency: str = Field(pattern=r"^\d{3}$")
    lines: tuple[Line, ...] = Field(alias="line", min_length=1)


class CrisisLines(_Data):
    """The whole list. `verified_on` is the day for every line that has none of its own."""

    verified_on: date
    verifier: str = Field(min_length=1)
    fallback: str = Field(pattern=_HTTPS)
    countries: tuple[Country, ...] = Field(alias="country", min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> "CrisisLines":
        codes = [country.code for country in self.countries]
        if len(set(codes)) != len(codes):
            raise ValueError("a country stands twice")
        return self

    def country(self, code: str | None) -> Country | None:
        """Return the country of this code, None when the list has none."""
        return next((country for country in self.countries if country.code == code), None)

    def checked_on(self, country: Country) -> date:
        """Return the oldest day on which a line of this country was compared."""
        return min(line.verified_on or self.verified_on for line in country.lines)

    def is_old(self, country: Country, today: date) -> bool:
        """Tell whether what stands here was last compared longer ago than `OLD_AFTER`."""
        return today - self.checked_on(country) > OLD_AFTER


@cache
def crisis_lines() -> CrisisLines:
    """Return the list that came with the app."""
    return CrisisLines.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))


def device_locales() -> tuple[str, ...]:
    """Return what the device says about its language and country, as it says it; empty when it says nothing."""
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return tuple(found for found in (*named, locale.getlocale()[0] or "") if found)


def guess_country(locales: tuple[str, ...]) -> str | None:
    """Return the country that the first telling locale names, such as `NZ` for `en_NZ.UTF-8`; None for `C` or `en`."""
    for found in locales:
        territory = found.partition(".")[0].partition("@")[0].replace("-", "_").partition("_")[2][:2].upper()
        if crisis_lines().country(territory):
            return territory
    return None


def country_to_show(kept: object) -> Country | None:
    """Return the country that the member chose (`kept`), else the one that the device's locale guesses."""
    return crisis_lines().country(str(kept) if kept else guess_country(device_locales()))


def country_name(code: str) -> str:
    """Return the name of a country in the member's language."""
    return str(Locale.parse(language()).territories.get(code, code))


def language_name(code: str) -> str:
    """Return the name of a language in the member's language."""
    return str(Locale.parse(language()).languages.get(code, code))


def in_order_of_name() -> list[tuple[str, str]]:
    """Return (code, name) of each country, by name."""
    named = [(country.code, country_name(country.code)) for country in crisis_lines().countries]
    return sorted(named, key=lambda one: one[1].casefold())
