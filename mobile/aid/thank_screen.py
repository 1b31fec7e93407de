"""Saying thank you: a few private words for one helper, who alone reads them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire import limits
from mobile import paths
from mobile.aid import intents
from mobile.drafting import use_draft, use_once
from mobile.session import use_query, use_services, use_session
from mobile.ui import feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_START: dict[str, Any] = {"words": "", "may_show": False}


@dataclass(frozen=True)
class Helper:
    """Whom to thank: whoever wrote `reply_id`, or `account_id` who was there."""

    group_id: UUID
    post_id: UUID
    name: str
    reply_id: UUID | None = None
    account_id: UUID | None = None


@screen
def ThankScreen() -> ft.View:
    """Thank somebody."""
    services = use_services()
    parameters = use_parameters()
    ids = tuple(paths.id_in(parameters, name) for name in ("group_id", "post_id", "reply_id", "account_id"))
    found: tuple[Helper | None] | None = use_query(lambda: _find(services, *ids), scopes=(), depends_on=ids)
    body: ft.Control = ft.Container()
    if found is not None:
        helper = found[0]
        body = ThankForm(helper, key=str(ids)) if helper is not None else _nobody()
    return scaffold.page_view(t("Say thank you"), body, wide=False, dialog=True)


async def _find(
    services: "Services", group_id: UUID | None, post_id: UUID | None, reply_id: UUID | None, account_id: UUID | None
) -> tuple[Helper | None]:
    if group_id is None or post_id is None:
        return (None,)
    if reply_id is not None:
        reply = await services.cache.get_reply(reply_id)
        name = reply.reply.author.display_name if reply is not None and not reply.is_mine else None
    else:
        cached = await services.cache.get_post(group_id, post_id)
        there = [*cached.post.company, cached.post.check_by] if cached is not None else []
        name = next((one.display_name for one in there if one is not None and one.account_id == account_id), None)
    return (Helper(group_id, post_id, name, reply_id, account_id) if name is not None else None,)


@component
def ThankForm(helper: Helper) -> ft.Control:
    """The words, and whether they may stand on the group's page of thanks."""
    services, session = use_services(), use_session()
    page = ft.context.page
    draft = use_draft(f"thank:{helper.post_id}:{helper.reply_id or helper.account_id}", _START)
    trouble, run = use_once()
    words, may_show = str(draft.fields["words"]), bool(draft.fields["may_show"])

    async def send() -> None:
        words = str(draft.fields["words"])  # as they stand now, drawn yet or not

        async def act() -> None:
            await intents.thank(
                services,
                helper.group_id,
                helper.post_id,
                reply_id=helper.reply_id,
                account_id=helper.account_id,
                words=words,
                may_show=bool(draft.fields["may_show"] and words.strip()),
            )

        if await run(act):
            await draft.clear()
            feedback.say(page, t("Only {name} will read it.", name=helper.name))
            scaffold.go(paths.thread(helper.group_id, helper.post_id), page)

    parts: list[ft.Control] = [
        type.body(t("Only {name} reads this. Nobody counts it.", name=helper.name)),
        inputs.text_field(
            t("A few words, if you like"),
            words,
            lambda text: draft.change(words=text),
            lines=3,
            maximum=limits.THANKS_MAX,
        ),
        inputs.checkbox(
            t("These words may stand on the group’s page of thanks, without names"),
            may_show,
            lambda value: draft.change(may_show=value),
        ),
    ]
    if trouble:
        parts.append(feedback.trouble(trouble))
    too_long = len(words) > limits.THANKS_MAX
    parts.append(inputs.primary_button(t("Thank {name}", name=helper.name), handler(send), disabled=too_long))
    return scaffold.scroll(parts, wide=session.layout == "wide")


def _nobody() -> ft.Control:
    words = t("Whom you want to thank is not on this device any more.")
    return scaffold.scroll([feedback.empty(words, t("To your groups"), scaffold.to(paths.GROUPS))], wide=False)
