"""Changing a group: its words, its picture, what its members agree on, and its rules. Works offline; one form for all,
so that a facilitator sees what the group is."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire.groups import Group, JoinPolicy, PictureColour, PictureSymbol, Role, UpdateGroup
from mobile import paths
from mobile.drafting import use_draft, use_once
from mobile.group_pictures import COLOURS, SYMBOLS, colour_word, group_picture, symbol_word
from mobile.groups import intents
from mobile.groups.group_form import from_group, to_change
from mobile.groups.word_fields import word_fields
from mobile.photo_choice import SmallPhotoChoice
from mobile.sentences import refusal_sentence
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.outbox import Mutation

Change = Any


@screen
def EditGroupScreen() -> ft.View:
    """The group's form, for whoever looks after it."""
    services = use_services()
    wide = use_session().layout == "wide"
    group_id = paths.id_in(use_parameters(), "group_id")
    found = use_query(lambda: _find(services, group_id), scopes=(), depends_on=(group_id,))
    body: ft.Control = ft.Container()
    if found is not None:
        group, refused = found
        gone = feedback.empty(t("Only who looks after this group can change it."))
        body = gone if group is None else EditGroupForm(group, refused, key=f"{group.id}-{group.version}")
    form = scaffold.scroll([body], wide=wide, top=16)  # the first field’s label stands on its edge
    return scaffold.page_view(t("Change the group"), form, wide=wide, dialog=True)


async def _find(services: "Services", group_id: UUID | None) -> "tuple[Group | None, Mutation | None]":
    """Return the group, None for who may not change it, and a change that the host did not accept."""
    membership = await services.cache.get_membership(group_id) if group_id is not None else None
    if membership is None or membership.role is not Role.FACILITATOR:
        return None, None
    unsent = [one for one in await services.outbox.list() if isinstance(one.request, UpdateGroup)]
    own = [one for one in unsent if one.group_id == str(group_id)]
    return membership.group, next((one for one in own if one.state == "failed"), None)


@component
def EditGroupForm(group: Group, refused: "Mutation | None") -> ft.Control:
    """The form with its draft; after a refusal it holds what was refused, on top of the group as it is now."""
    services = use_services()
    page = ft.context.page
    request = refused.request if refused is not None else None
    start = from_group(request if isinstance(request, UpdateGroup) else group)
    draft = use_draft(f"group:{group.id}:{group.version}:{refused.id if refused else ''}", start)
    errors, set_errors = ft.use_state(dict[str, str]())
    trouble, run = use_once()

    def change(**fields: Any) -> None:
        set_errors(lambda _: {})
        draft.change(**fields)

    async def save() -> None:
        made = to_change(draft.fields, group.version)
        if isinstance(made, dict):
            set_errors(lambda _: made)
            return

        async def store() -> None:
            await intents.update_group(services, group.id, made, refused.id if refused is not None else None)
            await draft.clear()

        if await run(store):
            page.navigate(paths.group_about(group.id))

    fields = draft.fields
    told = trouble or (refusal_sentence(refused.error_code or "") if refused is not None else "")
    parts: list[ft.Control] = [feedback.trouble(told)] if told else []
    agreed = t("One line for each point, seven at most. When you change it, everybody is asked to accept it anew.")
    parts += [
        *word_fields(fields, change, errors, helper=agreed),
        PictureChoice(group, fields, change),
        *_rules(fields, change, errors),
    ]
    if errors:
        parts.append(feedback.trouble(t("Something here needs a look: see the marked places above.")))
    parts.append(inputs.primary_button(t("Save"), handler(save)))
    return ft.Column(parts, spacing=18, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@component
def PictureChoice(group: Group, fields: dict[str, Any], change: Change) -> ft.Control:
    """A photo, or a colour and a symbol, each with its name."""
    no_symbol = cards.chip(
        t("First letter"), handler(lambda _event: change(symbol="")), selected=not fields["symbol"], key="letter"
    )
    colours = [
        ft.Semantics(
            label=colour_word(colour),
            button=True,
            selected=fields["colour"] == colour.value,
            content=ft.Container(
                ft.Icon(ft.Icons.CHECK, color="#FFFFFF", size=20) if fields["colour"] == colour.value else None,
                width=theme.TOUCH,
                height=theme.TOUCH,
                border_radius=theme.TOUCH / 2,
                bgcolor=COLOURS[colour],
                alignment=ft.Alignment.CENTER,
                on_click=handler(lambda _event, colour=colour: change(colour=colour.value)),
                ink=True,
            ),
        )
        for colour in PictureColour
    ]
    symbols = [
        cards.chip(
            symbol_word(symbol),
            handler(lambda _event, symbol=symbol: change(symbol=symbol.value)),
            selected=fields["symbol"] == symbol.value,
            icon=SYMBOLS[symbol],
            key=symbol.value,
        )
        for symbol in PictureSymbol
    ]
    colour_row = ft.Row(list(colours), wrap=True, spacing=8, run_spacing=8)
    made = to_change({**fields, "name": fields["name"] or group.name}, group.version)
    picture = made.picture if isinstance(made, UpdateGroup) else group.picture
    return inputs.labelled(
        t("Picture"),
        ft.Column(
            [
                group_picture(fields["name"] or group.name, group.id, picture, size=56),
                SmallPhotoChoice(fields["photo"], lambda text: change(photo=text), key="photo"),
                *([] if fields["photo"] else [colour_row, cards.chips([no_symbol, *symbols])]),
            ],
            spacing=10,
            tight=True,
        ),
    )


def _rules(fields: dict[str, Any], change: Change, errors: dict[str, str]) -> list[ft.Control]:
    entries = [
        (JoinPolicy.INVITE.value, t("Only with an invite")),
        (JoinPolicy.APPROVAL.value, t("Who asks, and a facilitator lets in")),
        (JoinPolicy.OPEN.value, t("Everybody on this host")),
    ]
    ways_in = inputs.radio_list(fields["entry"], entries, lambda value: change(entry=value))
    parts: list[ft.Control] = [inputs.labelled(t("Who can come in"), ways_in)]
    if fields["entry"] != JoinPolicy.INVITE.value:
        parts.append(
            inputs.checkbox(
                t("Show it in the list of groups, with its name, what it is for and what you agree on"),
                fields["listed"],
                lambda on: change(listed=on),
            )
        )
        parts.append(
            inputs.text_field(
                t("Language of the group, such as en or de"),
                fields["language"],
                lambda text: change(language=text),
                prose=False,
                error=errors.get("language", ""),
            )
        )
    parts += [
        inputs.checkbox(
            t("Every member may invite others"), fields["members_invite"], lambda on: change(members_invite=on)
        ),
        inputs.checkbox(
            t("Members may post without their name"),
            fields["without_name_allowed"],
            lambda on: change(without_name_allowed=on),
        ),
        inputs.checkbox(t("Quiet hours: nothing is notified then"), fields["quiet"], lambda on: change(quiet=on)),
    ]
    if fields["quiet"]:
        begins = inputs.text_field(
            t("From"), fields["quiet_begins"], lambda text: change(quiet_begins=text), prose=False
        )
        ends = inputs.text_field(t("Until"), fields["quiet_ends"], lambda text: change(quiet_ends=text), prose=False)
        row = ft.Row([ft.Container(begins, expand=True), ft.Container(ends, expand=True)], spacing=12)
        parts.append(row)
        parts.append(type.quiet(errors.get("quiet") or t("In the time of the place where each member is.")))
    return parts
