"""A group's own words as fields: the same three where a group is started and where it is changed."""

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from api_client.wire import limits
from mobile.groups.new_group_form import too_long
from mobile.ui import inputs
from mobile.words import t


def word_fields(
    fields: Mapping[str, Any], change: Callable[..., None], errors: Mapping[str, str], *, helper: str
) -> list[ft.Control]:
    """Return the fields of a group's name, of whom it is for and of what is agreed on, with `helper` below the last."""
    return [
        inputs.text_field(
            t("Name of the group"),
            fields["name"],
            lambda text: change(name=text),
            maximum=limits.GROUP_NAME_MAX,
            error=errors.get("name", "") or too_long(fields["name"], limits.GROUP_NAME_MAX),
        ),
        inputs.text_field(
            t("Who it is for, in a line"),
            fields["description"],
            lambda text: change(description=text),
            maximum=limits.GROUP_DESCRIPTION_MAX,
            error=errors.get("description", "") or too_long(fields["description"], limits.GROUP_DESCRIPTION_MAX),
        ),
        inputs.text_field(
            t("What you agree on"),
            fields["agreement"],
            lambda text: change(agreement=text),
            lines=4,
            error=errors.get("agreement", ""),
            helper=helper,
        ),
    ]
