"""One strategy that was kept: its words, "I tried it", and how it went for this member alone."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.session import use_query, use_services
from mobile.strategies import intents
from mobile.strategies.card_words import strategy_words
from mobile.strategies.document import OWN_CHANGE_FROM, Strategy, own_change
from mobile.strategies.saved_part import load_kept
from mobile.strategies.trial_card import TrialCard
from mobile.strategies.words import change_line, helped_line
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

_TRIALS_SHOWN = 20


@component
def SavedPane(document_id: UUID, wide: bool = False) -> ft.Control:
    """The strategy, or a word that it is gone; scrolls by itself."""
    services = use_services()
    page = ft.context.page
    scopes = ("documents", "account", "group:*")
    found = use_query(lambda: _load(services, document_id), scopes=scopes, depends_on=(document_id,))
    begun, set_begun = ft.use_state("")
    if found is None:
        return ft.Container()
    strategy, helped = found
    if strategy is None:
        gone = feedback.empty(
            t("This strategy is not kept on this device any more."), t("To what you kept"), scaffold.to(paths.SAVED)
        )
        return scaffold.scroll([gone], wide=wide)

    async def tried(_event: Any) -> None:
        trial_id = await intents.note_trial(services, strategy)
        set_begun(lambda _: trial_id)
        feedback.say(page, t("Noted for today. Say more if you like."))

    parts: list[ft.Control] = [_head(strategy, helped), cards.card(strategy_words(strategy), spacing=14)]
    parts.append(inputs.primary_button(t("I tried it"), handler(tried), icon=ft.Icons.CHECK))
    parts += _own_change(strategy)
    parts += [
        TrialCard(strategy, trial, trial.id == begun, key=f"trial-{trial.id}-{trial.id == begun}")
        for trial in strategy.trials[:_TRIALS_SHOWN]
    ]
    parts.append(StrategyActs(strategy, key="acts"))
    return scaffold.scroll(parts, wide=wide, spacing=14)


async def _load(services: "Services", document_id: UUID) -> tuple[Strategy | None, int | None]:
    wanted = intents.get_saved(services, document_id)
    if wanted is None:
        return None, None
    return next((one for one in await load_kept(services) if one[0].id == wanted.id), (wanted, None))


def _head(strategy: Strategy, helped: int | None) -> ft.Control:
    lines: list[ft.Control] = [type.title(strategy.title or t("Without a title"))]
    if line := helped_line(strategy, helped):
        lines.append(type.quiet(line))
    return ft.Column(lines, spacing=6, tight=True)


def _own_change(strategy: Strategy) -> list[ft.Control]:
    """Return the member's own before and after once there is enough of it; the caution stands with it."""
    if not strategy.trials:
        return []
    change = own_change(strategy.trials)
    if change is None:
        line = tn(
            "From {count} time on, with a level before and after, you see here how it went for you.",
            "From {count} times on, with a level before and after, you see here how it went for you.",
            OWN_CHANGE_FROM,
        )
        return [type.quiet(line)]
    caution = t("This says what came together, not why: low levels often rise by themselves. Only you see it.")
    parts = [type.subheading(t("How it went for you")), type.body(change_line(change)), type.quiet(caution)]
    return [cards.card(parts, bgcolor=theme.VARIANT, spacing=6)]


@component
def StrategyActs(strategy: Strategy) -> ft.Control:
    """Where it came from, changing one's own, taking it out of the toolkit."""
    services = use_services()
    page = ft.context.page

    async def remove(_event: Any) -> None:
        restore = await intents.remove(services, strategy)

        async def undo(_event: Any) -> None:
            await restore()

        page.navigate(paths.SAVED)
        feedback.offer_undo(page, t("Taken out of your toolkit."), t("Undo"), undo)

    acts: list[ft.Control] = []
    if strategy.group_id is not None and strategy.post_id is not None:
        thread = scaffold.to(paths.thread(strategy.group_id, strategy.post_id))
        acts.append(inputs.text_button(t("Open it in the group"), thread))
    else:
        acts.append(inputs.text_button(t("Edit"), scaffold.to(paths.edit_strategy(strategy.id))))
    acts.append(inputs.text_button(t("Take it out of the toolkit"), handler(remove), danger=True))
    return ft.Row(acts, wrap=True, spacing=4)
