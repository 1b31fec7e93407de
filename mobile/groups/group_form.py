"""A group's words and rules while a facilitator changes them: what the form holds, and what would not be taken."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from pydantic import ValidationError

from api_client.wire.groups import (
    Group,
    JoinPolicy,
    Picture,
    PictureColour,
    PictureSymbol,
    QuietHours,
    UpdateGroup,
)
from mobile.groups.new_group_form import Errors, agreement_lines, check_words
from mobile.photo_choice import small_photo_bytes, small_photo_text
from mobile.sentences import field_sentences
from mobile.words import t


def from_group(group: Group | UpdateGroup) -> dict[str, Any]:
    """Return the form of a group as it is, or as a change would have made it."""
    quiet, picture = group.quiet_hours, group.picture
    return {
        "name": group.name,
        "description": group.description,
        "agreement": "\n".join(group.agreement),
        "entry": group.entry.value,
        "listed": group.listed,
        "language": group.language or "",
        "members_invite": group.members_invite,
        "without_name_allowed": group.without_name_allowed,
        "colour": picture.colour.value if picture else "",
        "symbol": picture.symbol.value if picture and picture.symbol else "",
        "photo": small_photo_text(picture.photo if picture else None),
        "quiet": quiet is not None,
        "quiet_begins": f"{quiet.begins:%H:%M}" if quiet else "22:00",
        "quiet_ends": f"{quiet.ends:%H:%M}" if quiet else "08:00",
    }


def to_change(fields: Mapping[str, Any], base_version: int) -> UpdateGroup | Errors:
    """Return the request that makes the group what the form says, or why it cannot be, by field."""
    errors = check_words(fields)
    begins, ends = read_time(fields["quiet_begins"]), read_time(fields["quiet_ends"])
    if fields["quiet"] and (begins is None or ends is None):
        errors["quiet"] = t("Write both times as hours and minutes, such as 22:00.")
    if errors:
        return errors
    quiet = None
    if fields["quiet"] and begins is not None and ends is not None:
        quiet = QuietHours(begins=begins, ends=ends)
    symbol = PictureSymbol(fields["symbol"]) if fields["symbol"] else None
    photo = small_photo_bytes(fields["photo"])
    colour = fields["colour"] or (PictureColour.SEA.value if symbol or photo else "")
    try:
        return UpdateGroup(
            base_version=base_version,
            name=fields["name"],
            description=fields["description"],
            agreement=agreement_lines(fields["agreement"]),
            entry=JoinPolicy(fields["entry"]),
            listed=fields["listed"] and fields["entry"] != JoinPolicy.INVITE.value,
            language=fields["language"].strip() or None,
            members_invite=fields["members_invite"],
            without_name_allowed=fields["without_name_allowed"],
            picture=Picture(colour=PictureColour(colour), symbol=symbol, photo=photo) if colour else None,
            quiet_hours=quiet,
        )
    except ValidationError as error:
        found = field_sentences(error)
        names = {str(problem["loc"][0]): str(problem["loc"][-1]) for problem in error.errors(include_input=False)}
        return {name: found.get(last, t("This cannot be accepted as it is.")) for name, last in names.items()}


def read_time(text: str) -> time | None:
    """Return the civil time that was typed, as 22:00, 22.00 or 7:30; None for anything else."""
    hours, _, minutes = text.strip().replace(".", ":").partition(":")
    try:
        return time(int(hours), int(minutes or "0"))
    except ValueError:
        return None
