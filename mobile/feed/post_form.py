"""A post while it is being written: what the form holds, and what of it would not be taken, in sentences.

The wire models check it here with the very rules of the host, so a text that the host would refuse is told about while
it is still on the screen.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from api_client.wire import limits
from api_client.wire.feed import CreatePost, Need, Post, PostKind, UpdatePost
from mobile.device import new_shared_id
from mobile.feed.kinds import TITLED
from mobile.sentences import field_sentences
from mobile.words import t, tn

# What an empty form holds; also the shape of the draft on the device.
START: dict[str, Any] = {
    "kind": PostKind.SHARE.value,
    "need": Need.LISTEN.value,
    "title": "",
    "body": "",
    "noted": False,
    "content_note": "",
}

Errors = dict[str, str]


def from_post(post: Post | CreatePost | UpdatePost) -> dict[str, Any]:
    """Return the form that `post` was written with."""
    return {
        "kind": post.kind.value,
        "need": post.need.value,
        "title": post.title or "",
        "body": post.body,
        "noted": post.content_note is not None,
        "content_note": post.content_note or "",
    }


def kind_of(fields: Mapping[str, Any]) -> PostKind:
    """Return the kind that is chosen; a draft of another version may name one that this one does not know."""
    value = fields.get("kind")
    return PostKind(value) if value in list(PostKind) else PostKind.SHARE


def need_of(fields: Mapping[str, Any]) -> Need:
    """Return what is hoped for."""
    value = fields.get("need")
    return Need(value) if value in list(Need) else Need.LISTEN


def to_post(fields: Mapping[str, Any], *, from_journal: bool = False) -> CreatePost | Errors:
    """Return the request for a new post, or why it cannot be one, by field."""
    if errors := _unfinished(fields):
        return errors
    try:
        return CreatePost(id=new_shared_id(), from_journal=from_journal, **_content(fields))
    except ValidationError as error:
        return _sentences(error, fields)


def to_change(fields: Mapping[str, Any], base_version: int) -> UpdatePost | Errors:
    """Return the request that changes a post of which `base_version` was on the screen, or why it cannot be one."""
    if errors := _unfinished(fields):
        return errors
    try:
        return UpdatePost(base_version=base_version, **_content(fields))
    except ValidationError as error:
        return _sentences(error, fields)


def _content(fields: Mapping[str, Any]) -> dict[str, Any]:
    kind = kind_of(fields)
    return {
        "kind": kind,
        "need": need_of(fields),
        "title": (fields["title"].strip() or None) if kind in TITLED else None,
        "body": fields["body"],
        "content_note": fields["content_note"] if fields["noted"] else None,
    }


def _unfinished(fields: Mapping[str, Any]) -> Errors:
    errors: Errors = {}
    if not fields["body"].strip():
        errors["body"] = t("Write a few words first.")
    if fields["noted"] and not fields["content_note"].strip():
        errors["content_note"] = t("Say in a word or two what it is about, or switch the content note off.")
    return errors


def _sentences(error: ValidationError, fields: Mapping[str, Any]) -> Errors:
    """Return one sentence for each field that was refused."""
    errors: Errors = {}
    found = field_sentences(error)
    for problem in error.errors(include_input=False, include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else "body"
        if problem["type"] == "string_too_long":
            errors[name] = too_long(len(fields.get(name, "")), _MAXIMA.get(name, limits.POST_BODY_MAX))
        else:
            errors[name] = found.get(name, t("This cannot be accepted as it is."))
    return errors


_MAXIMA = {
    "title": limits.POST_TITLE_MAX,
    "body": limits.POST_BODY_MAX,
    "content_note": limits.CONTENT_NOTE_MAX,
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
