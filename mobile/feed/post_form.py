"""A post while it is being written: what the form holds, and what of it would not be taken, in sentences.

The wire models check it here with the very rules of the host, so a text that the host would refuse is told about while
it is still on the screen.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic import ValidationError

from api_client.wire import limits
from api_client.wire.feed import CreatePost, Need, Post, PostKind, UpdatePost
from api_client.wire.photos import Photo
from mobile import photo_choice
from mobile.device import new_shared_id
from mobile.feed import details_form, expiry
from mobile.feed.kinds import EXPIRING, TITLED
from mobile.sentences import field_sentence, field_sentences
from mobile.words import t, tn

# What an empty form holds; also the shape of the draft on the device.
START: dict[str, Any] = {
    "kind": PostKind.SHARE.value,
    "need": Need.LISTEN.value,
    "title": "",
    "body": "",
    "noted": False,
    "content_note": "",
    "without_name": False,
    "mentions": [],  # ids as text
    **details_form.START,
    **expiry.START,
    **photo_choice.START,
}

Errors = dict[str, str]
Given = dict[str, Any] | None


def from_post(post: Post | CreatePost | UpdatePost, standing: Photo | None = None) -> dict[str, Any]:
    """Return the form that `post` was written with; `standing` is the photo that it has at the host."""
    return {
        **START,
        "kind": post.kind.value,
        "need": post.need.value,
        "title": post.title or "",
        "body": post.body,
        "noted": post.content_note is not None,
        "content_note": post.content_note or "",
        "without_name": isinstance(post, CreatePost) and post.without_name,
        "mentions": [str(account_id) for account_id in post.mentions],
        **details_form.from_details(post.details),
        **expiry.from_post(post.expires_at),
        **photo_choice.photo_fields(post.photo, standing),
    }


def kind_of(fields: Mapping[str, Any]) -> PostKind:
    """Return the kind that is chosen; a draft of another version may name one that this one does not know."""
    value = fields.get("kind")
    return PostKind(value) if value in list(PostKind) else PostKind.SHARE


def need_of(fields: Mapping[str, Any]) -> Need:
    """Return what is hoped for."""
    value = fields.get("need")
    return Need(value) if value in list(Need) else Need.LISTEN


def to_post(
    fields: Mapping[str, Any], now: datetime, *, from_journal: bool = False, photo: Given = None
) -> CreatePost | Errors:
    """Return the request for a new post, or why it cannot be one, by field; `photo` is what `given_photo` returned."""
    if errors := _unfinished(fields, photo):
        return errors
    without_name = bool(fields["without_name"]) and kind_of(fields) is not PostKind.THEME
    post_id = uuid4() if without_name else new_shared_id()
    try:
        words = _content(fields, now, photo)
        return CreatePost(id=post_id, from_journal=from_journal, without_name=without_name, **words)
    except ValidationError as error:
        return _sentences(error, fields)


def to_change(fields: Mapping[str, Any], base_version: int, now: datetime, photo: Given = None) -> UpdatePost | Errors:
    """Return the request that changes a post of which `base_version` was on the screen, or why it cannot be one."""
    if errors := _unfinished(fields, photo):
        return errors
    try:
        return UpdatePost(base_version=base_version, **_content(fields, now, photo))
    except ValidationError as error:
        return _sentences(error, fields)


def _content(fields: Mapping[str, Any], now: datetime, photo: Given) -> dict[str, Any]:
    kind = kind_of(fields)
    return {
        "kind": kind,
        "need": need_of(fields),
        "title": (fields["title"].strip() or None) if kind in TITLED else None,
        "body": fields["body"],
        "content_note": fields["content_note"] if fields["noted"] else None,
        "mentions": tuple(UUID(one) for one in fields["mentions"]),
        "details": details_form.to_details(kind, fields, now.date()),
        "expires_at": expiry.end_of(fields, now) if kind in EXPIRING else None,
        "photo": photo,
    }


def _unfinished(fields: Mapping[str, Any], photo: Given) -> Errors:
    errors: Errors = {}
    if photo is not None and photo.get("content", b"") is None:
        errors["photo"] = field_sentence("photo_missing")
    if not fields["body"].strip():
        errors["body"] = t("Write a few words first.")
    if fields["noted"] and not fields["content_note"].strip():
        errors["content_note"] = t("Say in a word or two what it is about, or switch the content note off.")
    return {**errors, **details_form.missing(kind_of(fields), fields)}


def _sentences(error: ValidationError, fields: Mapping[str, Any]) -> Errors:
    """Return one sentence for each field that was refused."""
    errors: Errors = {}
    found = field_sentences(error)
    for problem in error.errors(include_input=False, include_url=False):
        place = [str(part) for part in problem["loc"]] or ["body"]
        name = ".".join(place)
        if problem["type"] == "string_too_long" or "string_too_long" in str(problem.get("ctx", "")):
            errors[name] = too_long(len(_written(fields, place)), _MAXIMA.get(place[0], limits.STRATEGY_LINE_MAX))
        else:
            errors[name] = found.get(place[-1], t("This cannot be accepted as it is."))
    return errors


def _written(fields: Mapping[str, Any], place: list[str]) -> str:
    value = fields.get("_".join(place) if place[0] == "photo" else place[0], "")
    if isinstance(value, list):
        written = [step for step in value if step.strip()]
        return str(written[int(place[1])])
    return str(value)


_MAXIMA = {
    "title": limits.POST_TITLE_MAX,
    "body": limits.POST_BODY_MAX,
    "content_note": limits.CONTENT_NOTE_MAX,
    "tried": limits.STORY_PART_MAX,
    "now": limits.STORY_PART_MAX,
    "url": limits.URL_MAX,
    "photo": limits.PHOTO_DESCRIPTION_MAX,
}


def too_long(count: int, maximum: int) -> str:
    """Return the sentence about a text of `count` characters where `maximum` fit; `count` is 0 when unknown."""
    if count <= maximum:
        return t("This is too long: {maximum} characters fit.", maximum=maximum)
    return tn(
        "This is {count} character too long: {maximum} fit. Nothing is lost while you shorten it.",
        "This is {count} characters too long: {maximum} fit. Nothing is lost while you shorten it.",
        count - maximum,
        maximum=maximum,
    )
