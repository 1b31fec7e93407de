"""How groups see the member: a few words, pronouns, what one has lived through, for all groups or for one; and whether
one can listen today."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import flet as ft
from pydantic import ValidationError

from api_client.wire import limits
from api_client.wire.groups import Membership
from api_client.wire.profiles import Capacity, Profile, SetProfile
from mobile import paths
from mobile.capacity import set_capacity
from mobile.drafting import use_draft, use_once
from mobile.groups import intents
from mobile.groups.group_list_pane import needs_account
from mobile.groups.new_group_form import too_long
from mobile.groups.own_profile import ProfileShown, read_profile
from mobile.photo_choice import SmallPhotoChoice, small_photo_bytes, small_photo_text
from mobile.sentences import field_sentences, refusal_sentence
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.use_host import use_host
from mobile.words import t


@screen
def ProfileScreen() -> ft.View:
    """The profile for every group; with `?group=<id>` the one that a single group sees."""
    session = use_session()
    wide = session.layout == "wide"
    group_id = paths.id_in(paths.query(ft.context.page.route), "group")
    has_account = session.account is not None and session.account.phase != "local"
    body = ProfilePane(group_id, key=str(group_id)) if has_account else needs_account()
    return scaffold.page_view(t("How groups see you"), scaffold.scroll([body], wide=wide), wide=wide, dialog=True)


@component
def ProfilePane(group_id: UUID | None) -> ft.Control:
    """The words as they are, to be changed."""
    services = use_services()
    shown: ProfileShown | None = use_query(lambda: read_profile(services, group_id), scopes=("groups", "outbox"))
    use_host(services.groups.load_profile)
    if shown is None:
        return ft.Container()
    parts: list[ft.Control] = []
    if group_id is None:
        parts.append(CapacityCard(shown.capacity, key="capacity"))
    elif shown.group is None:
        return feedback.empty(t("This group is not on this device any more."))
    parts.append(ProfileForm(group_id, shown, key=f"{group_id}-{shown.version}"))
    if group_id is None and shown.memberships:
        parts.append(_other_groups(shown.memberships))
    return ft.Column(parts, spacing=16, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@component
def ProfileForm(group_id: UUID | None, shown: ProfileShown) -> ft.Control:
    """Words, pronouns and tags with their draft."""
    services = use_services()
    page = ft.context.page
    draft = use_draft(f"profile:{group_id or 'all'}", _from(shown.profile))
    errors, set_errors = ft.use_state(dict[str, str]())
    trouble, run = use_once()
    fields = draft.fields

    def change(**typed: str) -> None:
        set_errors(lambda _: {})
        draft.change(**typed)

    async def save() -> None:
        made = to_profile(draft.fields)
        if isinstance(made, dict):
            set_errors(lambda _: made)
            return

        async def store() -> None:
            await intents.set_profile(services, group_id, made)
            await draft.clear()

        if await run(store):
            feedback.say(page, t("Kept. Your groups see it when your host has heard of it."))

    async def forget() -> None:
        await intents.set_profile(services, group_id, None)
        await draft.clear()

    parts: list[ft.Control] = []
    if trouble or shown.refused:
        parts.append(feedback.trouble(trouble or refusal_sentence(shown.refused)))
    parts.append(type.quiet(_audience(shown.group)))
    me = services.account.state
    parts.append(_face(me.display_name or "", me.account_id, fields, change))
    parts += _fields(fields, change, errors)
    parts.append(inputs.primary_button(t("Save"), handler(save)))
    if group_id is not None and shown.has_own:
        parts.append(ft.Row([inputs.text_button(t("Be here as everywhere"), handler(forget))]))
    return ft.Column(parts, spacing=16, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _face(name: str, account_id: UUID | None, fields: Mapping[str, Any], change: Any) -> ft.Control:
    """Return how the member looks beside what they write under their name, with the choice of a photo."""
    photo = small_photo_bytes(fields["photo"])
    face = cards.avatar(name or "?", str(account_id), size=56, photo=photo)
    words = t("It stands beside what you write with your name, and never beside what you write without it.")
    choice = SmallPhotoChoice(fields["photo"], lambda text: change(photo=text), key="photo")
    return inputs.labelled(t("Picture"), ft.Column([face, choice, type.quiet(words)], spacing=10, tight=True))


def _audience(group: Membership | None) -> str:
    if group is None:
        return t("Only people who share a group with you can read this, and your host. All of it may stay empty.")
    return t("Only the members of {group} and your host can read this.", group=group.group.name)


def _fields(fields: Mapping[str, Any], change: Any, errors: Mapping[str, str]) -> list[ft.Control]:
    return [
        inputs.text_field(
            t("A few words about you"),
            fields["words"],
            lambda text: change(words=text),
            lines=3,
            maximum=limits.PROFILE_WORDS_MAX,
            error=errors.get("words", "") or too_long(fields["words"], limits.PROFILE_WORDS_MAX),
        ),
        inputs.text_field(
            t("Pronouns"),
            fields["pronouns"],
            lambda text: change(pronouns=text),
            maximum=limits.PRONOUNS_MAX,
            error=errors.get("pronouns", "") or too_long(fields["pronouns"], limits.PRONOUNS_MAX),
        ),
        inputs.text_field(
            t("What you have lived through"),
            fields["tags"],
            lambda text: change(tags=text),
            error=errors.get("tags", ""),
            helper=t("In your own words, with commas between them, such as: night shifts, grief. Eight at most."),
        ),
    ]


@component
def CapacityCard(capacity: Capacity | None) -> ft.Control:
    """Whether one can listen today; it ends by itself at midnight."""
    services = use_services()

    def choose(word: Capacity) -> inputs.Handler:
        async def act() -> None:
            await set_capacity(services, None if capacity is word else word)

        return handler(act)

    chips = [
        cards.chip(capacity_word(word), choose(word), selected=capacity is word, key=word.value) for word in Capacity
    ]
    until = t("Your groups see it until the end of the day. Nobody has to say why.")
    return cards.card([type.subheading(t("Today")), cards.chips(chips), type.quiet(until)])


def capacity_word(capacity: Capacity) -> str:
    """Return what a capacity is called."""
    return t("I can listen today") if capacity is Capacity.LISTEN else t("Not today")


def _other_groups(memberships: tuple[Membership, ...]) -> ft.Control:
    rows = [cards.list_row(one.group.name, scaffold.to(paths.group_profile(one.group.id))) for one in memberships]
    return cards.card(
        [type.subheading(t("Other words in one group")), ft.Column(cards.divided(rows), spacing=0, tight=True)]
    )


def _from(profile: Profile) -> dict[str, str]:
    words = {"words": profile.words, "pronouns": profile.pronouns, "tags": ", ".join(profile.tags)}
    return {**words, "photo": small_photo_text(profile.photo)}


def to_profile(fields: Mapping[str, Any]) -> SetProfile | dict[str, str]:
    """Return the request that says what the form says, or why it cannot, by field."""
    tags = tuple(dict.fromkeys(tag.strip() for tag in fields["tags"].split(",") if tag.strip()))
    if len(tags) > limits.PROFILE_TAGS_MAX:
        return {"tags": t("Eight at most: choose those that somebody else may know, too.")}
    try:
        photo = small_photo_bytes(fields["photo"])
        return SetProfile(words=fields["words"], pronouns=fields["pronouns"], tags=tags, photo=photo)
    except ValidationError as error:
        found = field_sentences(error)
        names = {str(problem["loc"][0]): str(problem["loc"][-1]) for problem in error.errors(include_input=False)}
        return {name: found.get(last, t("This cannot be accepted as it is.")) for name, last in names.items()}
