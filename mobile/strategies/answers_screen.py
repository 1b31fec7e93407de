"""A question whose answers helped becomes a strategy card, with the consent of those who answered.

Only answers whose writer has agreed go in, each said so by the member. The card is then written in the group's own
form, where every word of it can still be changed before it is shared.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire.feed import Need, Post, PostKind, Reply
from mobile import paths
from mobile.drafting import use_draft, use_once
from mobile.session import use_query, use_services, use_session
from mobile.strategies.document import first_line
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@dataclass(frozen=True)
class Answers:
    """A question with the answers that its writer marked as having helped; `own` are those of the member."""

    question: Post | None
    helped: tuple[Reply, ...]
    own: frozenset[UUID]


@screen
def AnswersScreen() -> ft.View:
    """Choose the answers, say who agreed, go on in the group's form."""
    services = use_services()
    wide = use_session().layout == "wide"
    parameters = use_parameters()
    group_id, post_id = paths.id_in(parameters, "group_id"), paths.id_in(parameters, "post_id")
    scopes = (f"group:{group_id}",)
    answers = use_query(lambda: _load(services, group_id, post_id), scopes=scopes, depends_on=(group_id, post_id))
    body: Any = ft.Container()
    if answers is not None and answers.question is not None and answers.helped:
        body = AnswersForm(answers.question, answers, wide, key=str(post_id))
    elif answers is not None:
        back = paths.thread(group_id, post_id) if group_id and post_id else paths.GROUPS
        sentence = t("No answer is marked as helpful yet. In the thread, tap “This helped” on those that did.")
        body = feedback.empty(sentence, t("To the question"), scaffold.to(back))
    return scaffold.page_view(t("Make a strategy of it"), body, wide=wide, dialog=True)


async def _load(services: "Services", group_id: UUID | None, post_id: UUID | None) -> Answers:
    cached = await services.cache.get_post(group_id, post_id) if group_id and post_id else None
    if cached is None or cached.post.kind is not PostKind.QUESTION:
        return Answers(None, (), frozenset())
    replies = [one for one in await services.cache.list_replies(cached.post.id) if one.reply.helped]
    own = frozenset(one.reply.id for one in replies if one.is_mine)
    return Answers(cached.post, tuple(one.reply for one in replies), own)


def card_words(question: Post, agreed: tuple[Reply, ...]) -> dict[str, Any]:
    """Return the draft of a strategy post made of a question and the answers whose writers agreed."""
    told = [t("{name}: {words}", name=reply.author.display_name, words=reply.body.strip()) for reply in agreed]
    return {
        "kind": PostKind.STRATEGY.value,
        "need": Need.LISTEN.value,
        "title": first_line(question.body),
        "body": "\n\n".join(told),
        "source": t("Answers in this group"),
    }


async def lay_out_card(services: "Services", question: Post, agreed: tuple[Reply, ...]) -> None:
    """Put the card where the group's form finds it; what was half written there stays above its words."""
    key = f"post:{question.group_id}"
    kept = await services.drafts.get(key) or {}
    words = card_words(question, agreed)
    body = str(kept.get("body", "")).strip()
    if body or kept.get("title"):
        words = {"body": f"{body}\n\n{words['body']}".strip()}
    await services.drafts.put(key, {**kept, **words})


@component
def AnswersForm(question: Post, answers: Answers, wide: bool) -> ft.Control:
    """Each answer with the question whether its writer has agreed; one's own needs no asking."""
    services = use_services()
    page = ft.context.page
    start = {"agreed": [str(reply_id) for reply_id in answers.own]}
    draft = use_draft(f"answers:{question.id}", start)
    trouble, run = use_once()
    chosen = tuple(reply for reply in answers.helped if str(reply.id) in draft.fields["agreed"])

    def set_agreed(reply: Reply, on: bool) -> None:
        others = [one for one in draft.fields["agreed"] if one != str(reply.id)]
        draft.change(agreed=[*others, str(reply.id)] if on else others)

    async def go_on(_event: Any) -> None:
        async def store() -> None:
            await lay_out_card(services, question, chosen)
            await draft.clear()

        if await run(store):
            page.navigate(paths.write_post(question.group_id))

    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    parts += [
        type.heading(first_line(question.body)),
        type.body(t("These answers helped. Ask those who wrote them, then choose whose words go into the card.")),
    ]
    parts += [_answer(reply, reply in chosen, reply.id in answers.own, set_agreed) for reply in answers.helped]
    parts.append(type.quiet(t("Nothing is shared yet: in the group’s form you can change it, or leave it.")))
    parts.append(inputs.primary_button(t("Go on to the card"), handler(go_on), disabled=not chosen))
    return scaffold.scroll(parts, wide=wide, spacing=14)


def _answer(reply: Reply, agreed: bool, own: bool, set_agreed: Any) -> ft.Control:
    name = reply.author.display_name
    label = t("Use my words") if own else t("{name} has agreed", name=name)
    return cards.card(
        [
            type.strong(name),
            type.body(reply.body),
            ft.Divider(height=1, color=theme.OUTLINE),
            inputs.checkbox(label, agreed, lambda on: set_agreed(reply, on)),
        ],
        spacing=6,
    )
