"""Crisis lines by country: those that come with the app, and those that a host keeps for its own people."""

from datetime import date, timedelta
from typing import Literal, Self

from pydantic import Field, model_validator

from api_client.wire.model import WireModel

OLD_AFTER = timedelta(days=180)  # since a line was last compared with the page it is from
# As dialled inside the country: no plus, no international prefix, in which short codes cannot be reached.
_NUMBER = r"^(0[1-9 -]|[1-9][0-9 -])[0-9 -]{0,13}[0-9]$"
_HTTPS = r"^https://[a-z0-9.-]+\.[a-z]{2,}/"


class CrisisLine(WireModel):
    """One line: called at `dial`, written to at `sms` with `keyword` as the text. `hours` None: see its page."""

    name: str = Field(min_length=1, max_length=120)
    dial: str | None = Field(default=None, pattern=_NUMBER)
    sms: str | None = Field(default=None, pattern=_NUMBER)
    keyword: str | None = Field(default=None, pattern=r"^[A-Z]{1,20}$")
    hours: Literal["always"] | None = None
    languages: tuple[str, ...] = Field(min_length=1, max_length=20)
    source: str = Field(pattern=_HTTPS, max_length=500)
    verified_on: date | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not (self.dial or self.sms):
            raise ValueError("a line is called or written to")
        if self.keyword and not self.sms:
            raise ValueError("a keyword is sent somewhere")
        return self


class CrisisCountry(WireModel):
    """What a person in one country can dial. `code` is ISO 3166-1 alpha-2."""

    code: str = Field(pattern=r"^[A-Z]{2}$")
    emergency: str = Field(pattern=r"^\d{3}$")
    lines: tuple[CrisisLine, ...] = Field(min_length=1, max_length=30)


class CrisisLines(WireModel):
    """A list of lines. `verified_on` is the day for every line that has none of its own."""

    verified_on: date
    countries: tuple[CrisisCountry, ...] = Field(default=(), max_length=250)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        codes = [country.code for country in self.countries]
        if len(set(codes)) != len(codes):
            raise ValueError("a country stands twice")
        return self

    def country(self, code: str | None) -> CrisisCountry | None:
        """Return the country of this code, None when the list has none."""
        return next((country for country in self.countries if country.code == code), None)

    def compared_on(self, line: CrisisLine) -> date:
        """Return the day on which a line was last compared."""
        return line.verified_on or self.verified_on

    def checked_on(self, country: CrisisCountry) -> date:
        """Return the oldest day on which a line of this country was compared."""
        return min(map(self.compared_on, country.lines))

    def is_old(self, country: CrisisCountry, today: date) -> bool:
        """Tell whether what stands here was last compared longer ago than `OLD_AFTER`."""
        return today - self.checked_on(country) > OLD_AFTER

    def old_lines(self, today: date) -> tuple[tuple[str, CrisisLine], ...]:
        """Return each line that is old, with the code of its country."""
        return tuple(
            (country.code, line)
            for country in self.countries
            for line in country.lines
            if today - self.compared_on(line) > OLD_AFTER
        )


class HostCrisisLines(WireModel):
    """The host's own lines. `tag` names this very list; whoever asks with the tag that stands here is told only that
    nothing changed. `lines` None: this host keeps none, or nothing changed."""

    tag: str = Field(max_length=64)
    changed: bool
    lines: CrisisLines | None = None
