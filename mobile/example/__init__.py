"""Two example members, Sam and Priya: a year of journal each, and the groups that they share on an example host.

What they felt is invented but believable: levels follow the week and drift over the year. The same seed gives the same
journal. Their handles and passphrases are no secret; the same words stand in the README.
"""

import asyncio
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api_client.errors import ApiError, Rejected, ServerError, Unreachable
from api_client.wire.errors import ProblemCode
from api_client.wire.feed import CreatePost, Need, PostKind
from mobile.device import new_shared_id
from mobile.example.journal import write_journal
from mobile.example.toolkit import write_toolkit

if TYPE_CHECKING:
    from uuid import UUID

    from mobile.services import Services

# As in `server.example`, which this side must not import; a test compares the two.
JOIN_CODES = {
    "night_owls": "N1GHT0W1S1",
    "morning_people": "M0RN1NGS11",
    "carers": "CARERS0001",
    "returning_to_work": "BACKT0W0RK",
}
_FOLDER = Path(__file__).parent
_READY = "example"  # the preference that says whose example is complete on this device
_TRIES_MAX = 60
_TRY_AGAIN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """One example member. `asks` is what she writes to the first of her groups when she comes."""

    handle: str
    display_name: str
    passphrase: str
    groups: tuple[str, ...]
    asks: str | None = None


EXAMPLES = {
    "sam": Example(
        "sam", "Sam", "quiet harbour lights at low tide", ("night_owls", "morning_people", "returning_to_work")
    ),
    "priya": Example(
        "priya",
        "Priya",
        "eleven paper boats on the canal",
        ("night_owls", "carers", "morning_people"),
        asks="Anyone awake? Could use company for an hour.",
    ),
}


async def prepare_example(services: "Services", name: str) -> None:
    """Make this device that of an example member, or unlock it when it already is.

    Waits half a minute for a host that is still starting. Raises KeyError for a name that is nobody's, else an
    ApiError.
    """
    example = EXAMPLES[name]
    if services.account.state.phase == "locked":
        await services.account.unlock(example.passphrase)
    if services.preferences.get(_READY) == name:
        return
    if not services.documents.list("entry"):
        await services.account.start_writing()
        person = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
        await write_journal(services, person)
        await write_toolkit(services, person)
    await _try_until_there(lambda: _join_host(services, example))
    await _try_until_there(services.sync.sync_once)
    await services.preferences.set(_READY, name)


async def _join_host(services: "Services", example: Example) -> None:
    server_url = services.account.state.server_url or ""
    account = services.account
    if account.state.handle is None:
        try:
            await account.sign_up(server_url, example.handle, example.display_name, example.passphrase)
        except Rejected as refusal:
            if refusal.code != ProblemCode.HANDLE_TAKEN:
                raise
            # The host remembers somebody whose device was reset: the journal there is the same, so this one goes.
            await account.sign_out()
            await account.sign_in(server_url, example.handle, example.passphrase)
    joined: list[UUID] = []
    for group in example.groups:
        joined.append((await services.groups.join(JOIN_CODES[group])).group.id)
    if example.asks is not None:
        await _ask(services, joined[0], example.asks)


async def _ask(services: "Services", group_id: "UUID", words: str) -> None:
    if any(cached.is_mine for cached in await services.cache.list_posts(group_id)):
        return
    request = CreatePost(id=new_shared_id(), kind=PostKind.ASK, need=Need.LISTEN, body=words)
    subject = f"group:{group_id}"
    await services.outbox.add("feed.create_post", {"group_id": str(group_id)}, request, subject=subject)


async def _try_until_there(act: Any) -> None:
    """Call `act` until the host answers, at most for half a minute."""
    for attempt in range(_TRIES_MAX):
        try:
            await act()
            return
        except (Unreachable, ServerError) as error:
            if attempt + 1 == _TRIES_MAX:
                raise
            failure: ApiError = error
            await asyncio.sleep(max(_TRY_AGAIN_SECONDS, getattr(failure, "retry_after", None) or 0.0))
