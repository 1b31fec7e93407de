"""What a member does for others, each as one write to this device; it goes out when there is a way."""

from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.aid import Thank
from api_client.wire.model import WireRequest
from mobile.device import new_private_id

if TYPE_CHECKING:
    from mobile.services import Services


async def join_company(services: "Services", group_id: UUID, post_id: UUID) -> None:
    """Say "I'm here" to an ask, or that one would like an offer."""
    await _store(services, "feed.join_company", {"group_id": str(group_id), "post_id": str(post_id)})


async def greet(services: "Services", group_id: UUID, account_id: UUID) -> None:
    """Say hello to somebody who joined."""
    await _store(services, "aid.greet_member", {"group_id": str(group_id), "account_id": str(account_id)})


async def set_greeting(services: "Services", group_id: UUID, *, wanted: bool) -> None:
    """Volunteer to greet whoever joins a group, or stop."""
    operation = "aid.start_greeting" if wanted else "aid.stop_greeting"
    await _store(services, operation, {"group_id": str(group_id)})


async def thank(
    services: "Services",
    group_id: UUID,
    post_id: UUID,
    *,
    reply_id: UUID | None,
    account_id: UUID | None,
    words: str,
    may_show: bool,
) -> None:
    """Thank whoever wrote a reply, or who was there; only they will read the words."""
    request = Thank(
        id=new_private_id(),  # of chance alone: the helper sees it, and it must not tell of this device's clock
        reply_id=reply_id,
        account_id=account_id,
        words=words,
        may_show=may_show,
    )
    await _store(services, "aid.thank", {"group_id": str(group_id), "post_id": str(post_id)}, request)


async def _store(
    services: "Services", operation: str, arguments: dict[str, str], request: WireRequest | None = None
) -> None:
    await services.outbox.add(operation, arguments, request, subject=f"group:{arguments['group_id']}")
    services.sync.nudge()
