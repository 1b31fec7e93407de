"""A new group while it is being written down: what the form holds, and what of it would not be taken."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from api_client.wire import limits
from api_client.wire.groups import CreateGroup
from mobile.device import new_shared_id
from mobile.sentences import field_sentences
from mobile.words import t

START: dict[str, Any] = {"name": "", "description": "", "agreement": ""}
Errors = dict[str, str]


def from_group(group: CreateGroup) -> dict[str, Any]:
    """Return the form that a group was written down with."""
    return {"name": group.name, "description": group.description, "agreement": "\n".join(group.agreement)}


def agreement_lines(text: str) -> tuple[str, ...]:
    """Return the lines of the agreement, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def too_long(text: str, maximum: int) -> str:
    """Return the sentence about a text of which more than `maximum` characters are written, empty when it fits."""
    return t("This is too long: {maximum} characters fit.", maximum=maximum) if len(text.strip()) > maximum else ""


def check_words(fields: Mapping[str, Any]) -> Errors:
    """Return what of a group's words would not be taken, by field."""
    errors: Errors = {}
    if not fields["name"].strip():
        errors["name"] = t("Give the group a name.")
    for name, maximum in (("name", limits.GROUP_NAME_MAX), ("description", limits.GROUP_DESCRIPTION_MAX)):
        if sentence := too_long(fields[name], maximum):
            errors[name] = sentence
    lines = agreement_lines(fields["agreement"])
    if len(lines) > limits.AGREEMENT_LINES_MAX:
        errors["agreement"] = t("Seven lines at most: what is short is remembered.")
    long = next((line for line in lines if len(line) > limits.AGREEMENT_LINE_MAX), None)
    if long is not None:
        errors["agreement"] = t(
            "The line that begins “{start}…” is too long: {maximum} characters fit.",
            start=long[:20],
            maximum=limits.AGREEMENT_LINE_MAX,
        )
    return errors


def to_group(fields: Mapping[str, Any]) -> CreateGroup | Errors:
    """Return the request for a new group, or why it cannot be one, by field."""
    errors = check_words(fields)
    if errors:
        return errors
    try:
        lines = agreement_lines(fields["agreement"])
        return CreateGroup(id=new_shared_id(), name=fields["name"], description=fields["description"], agreement=lines)
    except ValidationError as error:
        found = field_sentences(error)
        names = {str(problem["loc"][0]): str(problem["loc"][-1]) for problem in error.errors(include_input=False)}
        return {name: found.get(last, t("This cannot be accepted as it is.")) for name, last in names.items()}
