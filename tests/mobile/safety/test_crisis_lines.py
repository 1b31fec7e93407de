"""The crisis lines as data: what is dialled there can be dialled, it has an official page, and age is told."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from api_client.wire.crisis import OLD_AFTER, CrisisLines
from mobile.safety.crisis_lines import Lines, built_in_lines, guess_country, read_built_in

# What a number looks like that is dialled inside each country, without spaces: its short codes and its own numbers.
NATIONAL = {
    "AT": r"142|0\d{7,12}",
    "AU": r"13\d{4}|1[38]00\d{6}|0\d{9}",
    "BE": r"\d{3,4}|0\d{7,9}",
    "BR": r"\d{3}",
    "CA": r"988|\d{10,11}",
    "CH": r"\d{3}|0\d{9}",
    "DE": r"116\d{3}|0800\d{7}",
    "DK": r"\d{8}",
    "ES": r"0\d{2}|[6-9]\d{8}",
    "FI": r"0\d{8,9}",
    "FR": r"3\d{3}|0\d{9}",
    "GB": r"116\d{3}|\d{5}|0\d{9,10}",
    "GR": r"\d{4}",
    "HK": r"18\d{3}|\d{8}",
    "HU": r"116\d{3}",
    "IE": r"116\d{3}|50\d{3}|1800\d{6}",
    "IL": r"1\d{3}",
    "IN": r"14\d{3}|1800\d{7}",
    "IS": r"1\d{3}|\d{7}",
    "IT": r"0\d{8,10}|800\d{6}",
    "JP": r"0120\d{6}|0800\d{7}",
    "KR": r"1\d{2}|1\d{3}",
    "LU": r"\d{6,8}",
    "MX": r"\d{10}",
    "NL": r"113|0800\d{4,7}",
    "NO": r"116\d{3}|\d{8}",
    "NZ": r"\d{4}|0800\d{6}",
    "PH": r"\d{4}",
    "PL": r"116\d{3}|800\d{6}",
    "PT": r"\d{9}",
    "SE": r"90\d{3}",
    "SG": r"1\d{3}",
    "UA": r"7\d{3}",
    "US": r"988|\d{5,6}|1?\d{10}",
    "ZA": r"0800\d{6}",
}


def test_there_are_enough_countries_and_each_number_is_one_of_its_country() -> None:
    lines = built_in_lines()
    assert {country.code for country in lines.countries} == NATIONAL.keys()
    for country in lines.countries:
        for number in [number for line in country.lines for number in (line.dial, line.sms) if number]:
            assert re.fullmatch(NATIONAL[country.code], re.sub(r"[ -]", "", number)), f"{country.code} {number}"


@pytest.mark.parametrize(
    ("code", "dial"),
    [("US", "988"), ("GB", "116 123"), ("IE", "116 123"), ("DE", "0800 1110111"), ("ES", "024"), ("FR", "3114"),
     ("AU", "13 11 14"), ("NZ", "1737")],
)  # fmt: skip
def test_short_codes_stand_as_they_are_dialled(code: str, dial: str) -> None:
    country = built_in_lines().country(code)
    assert country is not None and country.lines[0].dial == dial


def test_a_number_in_international_form_is_refused() -> None:
    for dial in ("+44116123", "0044116123", "116123 (free)", "1"):
        with pytest.raises(ValidationError):
            CrisisLines.model_validate(_list_of(dial))
    assert CrisisLines.model_validate(_list_of("116 123")).countries[0].lines[0].dial == "116 123"


def test_a_source_is_a_page_over_https_and_a_country_stands_once() -> None:
    with pytest.raises(ValidationError):
        CrisisLines.model_validate(_list_of("116 123", source="http://example.org/"))
    twice = _list_of("116 123")
    with pytest.raises(ValidationError, match="twice"):
        CrisisLines.model_validate(twice | {"countries": twice["countries"] * 2})
    assert built_in_lines().fallback == "https://findahelpline.com/"


def test_a_list_is_old_after_half_a_year() -> None:
    lines = built_in_lines()
    country = lines.countries[0]
    day = lines.checked_on(country)
    assert not lines.is_old(country, day + OLD_AFTER)
    assert lines.is_old(country, day + OLD_AFTER + timedelta(days=1))


def test_one_old_line_makes_its_country_old() -> None:
    lines = CrisisLines.model_validate(_list_of("116 123", verified_on=date(2020, 1, 1)))
    assert lines.checked_on(lines.countries[0]) == date(2020, 1, 1)


def test_the_locale_only_guesses() -> None:
    assert guess_country(("en_NZ.UTF-8",), Lines()) == "NZ"
    assert guess_country(("de-AT",), Lines()) == "AT"
    assert guess_country(("C.UTF-8", "pt_BR"), Lines()) == "BR"
    assert guess_country(("C", "en", "tlh_KL", ""), Lines()) is None


def test_countries_are_offered_by_name() -> None:
    names = [name for _, name in Lines().in_order_of_name()]
    assert names[0] == "Australia" and "United Kingdom" in names


def test_a_misspelt_key_of_the_app_s_own_list_is_refused() -> None:
    with pytest.raises(ValidationError):
        read_built_in('verified_on = 2026-01-01\nverifyer = "x"\nfallback = "https://example.org/"')


def test_the_host_s_lines_stand_in_place_of_the_app_s_for_their_countries_alone() -> None:
    host = CrisisLines.model_validate(_list_of("0800 123 456", verified_on=date(2026, 5, 1)))
    lines = Lines(host)
    country = lines.country("GB")
    assert country is not None and [line.dial for line in country.lines] == ["0800 123 456"]
    assert lines.list_of("GB").checked_on(country) == date(2026, 5, 1)
    assert lines.country("NZ") == built_in_lines().country("NZ") and not lines.is_of_host("NZ")
    elsewhere = Lines(CrisisLines.model_validate(_list_of("123 456", code="MT")))
    assert elsewhere.country("MT") is not None
    assert "Malta" in [name for _, name in elsewhere.in_order_of_name()]
    assert guess_country(("mt_MT.UTF-8",), elsewhere) == "MT" and guess_country(("mt_MT.UTF-8",), Lines()) is None


def _list_of(dial: str, code: str = "GB", **line: object) -> dict[str, Any]:
    one = {"name": "Line", "dial": dial, "languages": ["en"], "source": "https://example.org/", **line}
    country = {"code": code, "emergency": "999", "lines": [one]}
    return {"verified_on": date(2026, 1, 1), "countries": [country]}
