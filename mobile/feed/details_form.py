"""What a post of a certain kind holds beside its text, while it is being written: fields of the form, and the details
that are made of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from babel import Locale

from api_client.wire import limits
from api_client.wire.details import Details, ResourceDetails, StoryDetails, StrategyDetails, ThemeDetails
from api_client.wire.feed import PostKind
from mobile.words import language, t

# What these fields are in an empty form; a draft of another kind keeps what was written for this one.
START: dict[str, Any] = {
    "tried": "",
    "now": "",
    "when": "",
    "steps": [],
    "minutes": "",
    "cautions": "",
    "source": "",
    "url": "",
    "language": "",
    "checked_by": "",
    "checked_on": "",
    "next_week": False,
    "week_of": "",
}


def from_details(details: Details | None) -> dict[str, Any]:
    """Return the fields that `details` were written with."""
    match details:
        case StoryDetails():
            return {"tried": details.tried, "now": details.now}
        case StrategyDetails():
            return {
                "when": details.when or "",
                "steps": list(details.steps),
                "minutes": str(details.minutes or ""),
                "cautions": details.cautions or "",
                "source": details.source or "",
            }
        case ResourceDetails():
            return {
                "url": details.url,
                "language": language_name(details.language) if details.language else "",
                "checked_by": details.checked_by or "",
                "checked_on": details.checked_on.isoformat() if details.checked_on else "",
            }
        case ThemeDetails():
            return {"week_of": details.week_of.isoformat()}
    return {}


def missing(kind: PostKind, fields: Mapping[str, Any]) -> dict[str, str]:
    """Return what is still to be written of the details, in a sentence by field."""
    errors: dict[str, str] = {}
    if kind is PostKind.STORY:
        parts = {name: fields[name].strip() for name in ("tried", "now")}
        if any(parts.values()):
            errors = {name: t("A few words here, too.") for name, text in parts.items() if not text}
    if kind is PostKind.STRATEGY and fields["minutes"].strip() and minutes_of(fields["minutes"]) is None:
        errors["minutes"] = t("Write a number of minutes, such as 15.")
    if kind is PostKind.RESOURCE:
        if not fields["url"].strip():
            errors["url"] = t("Put the address here; it begins with https://.")
        if fields["language"].strip() and language_tag(fields["language"]) is None:
            errors["language"] = t("Write the name of one language, such as English.")
    return errors


def to_details(kind: PostKind, fields: Mapping[str, Any], today: date) -> Details | None:
    """Return the details of a post of `kind`; raise ValidationError with the field's name as its place."""
    match kind:
        case PostKind.STORY if fields["tried"].strip() or fields["now"].strip():
            return StoryDetails(tried=fields["tried"], now=fields["now"])
        case PostKind.STRATEGY:
            made = StrategyDetails(
                when=_line(fields["when"]),
                steps=tuple(step for step in fields["steps"] if step.strip()),
                minutes=minutes_of(fields["minutes"]),
                cautions=_line(fields["cautions"]),
                source=_line(fields["source"]),
            )
            return made if made != StrategyDetails() else None
        case PostKind.RESOURCE:
            return ResourceDetails(
                url=with_scheme(fields["url"]),
                language=language_tag(fields["language"]),
                checked_by=_line(fields["checked_by"]),
                checked_on=date.fromisoformat(fields["checked_on"]) if fields["checked_on"] else None,
            )
        case PostKind.THEME:
            return ThemeDetails(week_of=week_of(fields, today))
    return None


def minutes_of(text: str) -> int | None:
    """Return a number of minutes as typed, None when it is none that fits."""
    digits = text.strip()
    return int(digits) if digits.isdecimal() and 1 <= int(digits) <= limits.STRATEGY_MINUTES_MAX else None


def with_scheme(url: str) -> str:
    """Return an address as typed, with the scheme that nobody types."""
    url = url.strip()
    return url if "://" in url or not url else f"https://{url}"


def week_of(fields: Mapping[str, Any], today: date) -> date:
    """Return the Monday of the week that a theme is for."""
    if fields["week_of"]:
        return date.fromisoformat(fields["week_of"])
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=7) if fields["next_week"] else monday


def language_name(tag: str) -> str:
    """Return what a language is called in the member's own; a tag that nobody knows stands for itself."""
    names = Locale.parse(language()).languages
    return str(names.get(tag) or names.get(tag.replace("-", "_")) or names.get(tag.split("-")[0]) or tag)


def language_tag(text: str) -> str | None:
    """Return the tag of a language that is written by its name, in the member's language or in its own."""
    wanted = text.strip().casefold()
    if not wanted:
        return None
    names = Locale.parse(language()).languages
    tags: Sequence[str] = [tag for tag, name in names.items() if wanted in (str(name).casefold(), tag.casefold())]
    tags = tags or [tag for tag in ("en", "es", "de", "ar", "fr", "pt", "it", "uk", "tr") if wanted == _own_name(tag)]
    return tags[0].replace("_", "-").lower() if tags else None


def _own_name(tag: str) -> str:
    return str(Locale.parse(tag).get_display_name(tag)).casefold()


def _line(text: str) -> str | None:
    return text if text.strip() else None
