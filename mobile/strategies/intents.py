"""What a member does with strategies, each as one write to this device; a rating also goes to the card's group."""

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from api_client.wire.feed import Post, RateStrategy
from mobile.device import new_private_id
from mobile.strategies.document import (
    KIND,
    Strategy,
    Trial,
    fields_of_post,
    fields_of_steps,
    joined,
    strategy_from_document,
)
from mobile.vault.documents import TRASH_FIELD
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.services import Services

Undo = Callable[[], Coroutine[None, None, None]]


def list_saved(services: "Services") -> tuple[Strategy, ...]:
    """Return every strategy that was kept, the newest first."""
    return joined(strategy_from_document(document) for document in services.documents.list(KIND))


def get_saved(services: "Services", document_id: UUID) -> Strategy | None:
    """Return one strategy, None when it was removed or never was here."""
    document = services.documents.get(document_id)
    if document is None or document.kind != KIND or document.fields.get(TRASH_FIELD):
        return None
    found = strategy_from_document(document)
    same = [one for one in list_saved(services) if one.id == found.id or one.post_id == found.post_id is not None]
    return same[0] if same else found


def find_saved(services: "Services", post_id: UUID) -> Strategy | None:
    """Return the strategy that keeps a group's card, None when it was not saved."""
    return next((strategy for strategy in list_saved(services) if strategy.post_id == post_id), None)


async def save_post(services: "Services", post: Post) -> UUID:
    """Keep the words of a group's card; saved again, it is the one that is there. Return its document's id."""
    known = find_saved(services, post.id)
    if known is not None:
        return known.id
    for document in services.documents.list_trashed(KIND):
        if document.fields.get("post_id") == str(post.id):  # it comes back with how it went
            await services.documents.save(document.id, KIND, {TRASH_FIELD: False, "saved_at": _now(services)})
            await _note_kept(services, post.group_id, post.id, kept=True)
            return document.id
    document_id = await services.documents.save(None, KIND, {**fields_of_post(post), "saved_at": _now(services)})
    await _note_kept(services, post.group_id, post.id, kept=True)
    return document_id


async def keep_own(services: "Services", document_id: UUID | None, fields: Mapping[str, Any]) -> UUID:
    """Write one's own strategy down, or change it: `title`, `body`, `when`, `steps` (one a line), `minutes`,
    `cautions`."""
    minutes = str(fields["minutes"]).strip()
    changes: dict[str, Value] = {
        name: str(fields[name]).strip() or None for name in ("title", "body", "when", "cautions")
    }
    changes["minutes"] = int(minutes) if minutes.isdecimal() and 0 < int(minutes) <= 10_000 else None
    old = services.documents.get(document_id) if document_id else None
    steps = [line.strip() for line in str(fields["steps"]).splitlines() if line.strip()]
    changes |= {name: None for name in (old.fields if old else ()) if name.startswith("steps.")}
    changes |= fields_of_steps(steps)
    if old is None:
        changes["saved_at"] = _now(services)
    return await services.documents.save(document_id, KIND, changes)


async def remove(services: "Services", strategy: Strategy) -> Undo:
    """Put a strategy in the bin with all its trials; return what brings it back."""
    ids = {strategy.id, *(trial.document_id for trial in strategy.trials)}
    if strategy.post_id is not None:
        same = [one for one in services.documents.list(KIND) if one.fields.get("post_id") == str(strategy.post_id)]
        ids |= {one.id for one in same}
    for document_id in ids:
        await services.documents.trash(document_id)
    await _note_kept(services, strategy.group_id, strategy.post_id, kept=False)

    async def restore() -> None:
        for document_id in ids:
            await services.documents.restore(document_id)
        await _note_kept(services, strategy.group_id, strategy.post_id, kept=True)

    return restore


async def _note_kept(services: "Services", group_id: UUID | None, post_id: UUID | None, *, kept: bool) -> None:
    """Let the writer of another's card hear, in ranges and never who, that people keep it."""
    if group_id is None or post_id is None:
        return
    cached = await services.cache.get_post(group_id, post_id)
    if cached is None or cached.is_mine:
        return
    arguments = {"group_id": str(group_id), "post_id": str(post_id)}
    operation = "aid.keep_post" if kept else "aid.unkeep_post"
    await services.outbox.add(operation, arguments, None, subject=f"group:{group_id}")
    services.sync.nudge()


async def note_trial(services: "Services", strategy: Strategy, before: int | None = None) -> str:
    """Note that it was tried today; return the trial's id."""
    # Counted on from the last one, so that two of one day keep their order.
    trial_id = f"{len(strategy.trials):04}{new_private_id().hex[:8]}"
    changes: dict[str, Value] = {f"tries.{trial_id}": services.clock.today().isoformat()}
    if before is not None:
        changes[f"before.{trial_id}"] = before
    await services.documents.save(strategy.id, KIND, changes)
    return trial_id


async def set_levels(
    services: "Services", trial: Trial, *, before: int | None = None, after: int | None = None
) -> None:
    """Say how it was before or after a trial."""
    changes: dict[str, Value] = {}
    if before is not None:
        changes[f"before.{trial.id}"] = before
    if after is not None:
        changes[f"after.{trial.id}"] = after
    await services.documents.save(trial.document_id, KIND, changes)


async def rate(services: "Services", strategy: Strategy, trial: Trial, rating: int) -> None:
    """Say how much a trial helped, from -2 to 2; of a group's card the newest word also goes to the group's totals,
    which name nobody."""
    await services.documents.save(trial.document_id, KIND, {f"ratings.{trial.id}": rating})
    if strategy.group_id is None or strategy.post_id is None or strategy.trials[:1] != (trial,):
        return
    cached = await services.cache.get_post(strategy.group_id, strategy.post_id)
    if cached is None or cached.is_mine:
        return  # the card is gone and what is kept here stays; or it is one's own, which nobody rates
    arguments = {"group_id": str(strategy.group_id), "post_id": str(strategy.post_id)}
    request = RateStrategy(rating=rating)
    await services.outbox.add("feed.rate_strategy", arguments, request, subject=f"group:{strategy.group_id}")
    services.sync.nudge()


async def flag_link(services: "Services", post: Post, *, broken: bool) -> None:
    """Tell a group that a link no longer works, or that it does."""
    arguments = {"group_id": str(post.group_id), "post_id": str(post.id)}
    operation = "feed.flag_link" if broken else "feed.unflag_link"
    await services.outbox.add(operation, arguments, None, subject=f"group:{post.group_id}")
    services.sync.nudge()


async def remove_trial(services: "Services", trial: Trial) -> Undo:
    """Take a trial away; return what brings it back."""
    await services.documents.save(trial.document_id, KIND, {f"tries.{trial.id}": None})

    async def restore() -> None:
        await services.documents.save(trial.document_id, KIND, {f"tries.{trial.id}": trial.tried_on.isoformat()})

    return restore


def _now(services: "Services") -> str:
    return services.clock.now().isoformat(timespec="seconds")
