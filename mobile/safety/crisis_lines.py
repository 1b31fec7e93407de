"""The crisis lines that come with the app and those that the host keeps, by country, and which country to show first.

The app's lie in the package and the host's on the device, so the card opens without a network. The country is what the
member chose; until then the device's own locale guesses, and where that says nothing the card asks. An address on the
network is never looked up.
"""

import locale
import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from pydantic import Field

from api_client.wire.crisis import CrisisCountry, CrisisLines
from mobile.host_lines import HOST_LINES, kept_lines
from mobile.words import language

if TYPE_CHECKING:
    from mobile.services import Services

COUNTRY_PREFERENCE = "crisis_country"
_FILE = Path(__file__).with_name("crisis_lines.toml")


class BuiltInLines(CrisisLines):
    """The list that came with the app: who compared it, and where lines of every other country are found."""

    verifier: str = Field(min_length=1)
    fallback: str = Field(pattern=r"^https://[a-z0-9.-]+\.[a-z]{2,}/")


def read_built_in(text: str) -> BuiltInLines:
    """Return the list of a TOML file; raise ValueError for a key that is none, and for what cannot be dialled."""
    data = tomllib.loads(text)
    data["countries"] = data.pop("country", [])
    for country in data["countries"]:
        country["lines"] = country.pop("line", [])
    return BuiltInLines.model_validate(data, extra="forbid")


@cache
def built_in_lines() -> BuiltInLines:
    """Return the list that came with the app."""
    return read_built_in(_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Lines:
    """What the card shows: for each country the host's lines where it keeps some, else those of the app."""

    host: CrisisLines | None = None

    def list_of(self, code: str) -> CrisisLines:
        """Return the list that a country is shown from."""
        return self.host if self.is_of_host(code) and self.host is not None else built_in_lines()

    def is_of_host(self, code: str) -> bool:
        """Tell whether the host keeps lines of this country."""
        return self.host is not None and self.host.country(code) is not None

    def country(self, code: str | None) -> CrisisCountry | None:
        """Return the country of this code, None where neither list has it."""
        return self.list_of(code).country(code) if code else None

    def in_order_of_name(self) -> list[tuple[str, str]]:
        """Return (code, name) of each country, by name."""
        codes = {country.code for one in (built_in_lines(), self.host) if one for country in one.countries}
        return sorted(((code, country_name(code)) for code in codes), key=lambda one: one[1].casefold())


def known_lines(services: "Services | None") -> Lines:
    """Return the lines that this device knows of; without services those of the app alone."""
    return Lines() if services is None else Lines(kept_lines(services.preferences.get(HOST_LINES)))


def device_locales() -> tuple[str, ...]:
    """Return what the device says about its language and country, as it says it; empty when it says nothing."""
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return tuple(found for found in (*named, locale.getlocale()[0] or "") if found)


def guess_country(locales: tuple[str, ...], lines: Lines) -> str | None:
    """Return the country that the first telling locale names, such as `NZ` for `en_NZ.UTF-8`; None for `C` or `en`."""
    for found in locales:
        territory = found.partition(".")[0].partition("@")[0].replace("-", "_").partition("_")[2][:2].upper()
        if lines.country(territory):
            return territory
    return None


def country_to_show(services: "Services | None") -> CrisisCountry | None:
    """Return the country that the member chose, else the one that the device's locale guesses."""
    lines = known_lines(services)
    kept = services.preferences.get(COUNTRY_PREFERENCE) if services is not None else None
    return lines.country(str(kept) if kept else guess_country(device_locales(), lines))


def country_name(code: str) -> str:
    """Return the name of a country in the member's language."""
    return str(Locale.parse(language()).territories.get(code, code))


def language_name(code: str) -> str:
    """Return the name of a language in the member's language."""
    return str(Locale.parse(language()).languages.get(code, code))
