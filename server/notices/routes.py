"""Routes of notices."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api_client.wire import limits
from api_client.wire import notices as wire
from api_client.wire.errors import ProblemCode
from server.answers import BASE, answer, no_content
from server.errors import Refusal
from server.mail import MailFailed
from server.notices import email, service, settings
from server.routing import Route
from server.schema import COUNTER_MAX
from server.sign_in import Caller, SignedIn

router = APIRouter(prefix=BASE, route_class=Route)


@router.get("/notices", operation_id="notices.list_notices", response_model=wire.NoticePage)
async def list_notices(
    caller: SignedIn,
    after: Annotated[int, Query(ge=0, le=COUNTER_MAX)] = 0,
    limit: Annotated[int, Query(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_MAX,
) -> Response:
    """Give the notices that changed after a cursor."""
    return answer(await caller.read(service.list_notices, _offers_mail(caller), after, limit))


@router.put("/notices/read", operation_id="notices.mark_read", status_code=204)
async def mark_read(caller: SignedIn, body: wire.MarkNoticesRead) -> Response:
    """Note which notices were seen."""
    await caller.write(service.mark_read, body)
    return no_content()


@router.get("/notice-settings", operation_id="notices.get_settings", response_model=wire.NoticeSettings)
async def get_settings(caller: SignedIn) -> Response:
    """Show how the account wants its notices."""
    return answer(await caller.read(settings.find_settings, _offers_mail(caller)))


@router.put("/notice-settings", operation_id="notices.update_settings", response_model=wire.NoticeSettings)
async def update_settings(caller: SignedIn, body: wire.UpdateNoticeSettings) -> Response:
    """Set how the account wants its notices."""
    return answer(await caller.write(settings.update_settings, _offers_mail(caller), body))


@router.post("/notice-settings/email", operation_id="notices.set_email", response_model=wire.NoticeSettings)
async def set_email(caller: SignedIn, body: wire.SetEmail) -> Response:
    """Send a code to an address for mails."""
    mailer = caller.host.mailer
    if mailer is None:
        raise Refusal(ProblemCode.NOT_ALLOWED)
    mail = await caller.write(email.set_email, caller.host.secret, caller.host.settings.name, body)
    try:
        await mailer.send(mail)
    except MailFailed:
        raise Refusal(ProblemCode.BUSY, retry_after=60) from None
    return answer(await caller.read(settings.find_settings, True))


@router.post("/notice-settings/email/confirm", operation_id="notices.confirm_email", response_model=wire.NoticeSettings)
async def confirm_email(caller: SignedIn, body: wire.ConfirmEmail) -> Response:
    """Take the code back."""
    if not await caller.write(email.confirm_email, caller.host.secret, body):
        raise Refusal(ProblemCode.INVALID, fields={"code": "wrong_code"})
    return answer(await caller.read(settings.find_settings, _offers_mail(caller)))


@router.delete("/notice-settings/email", operation_id="notices.remove_email", status_code=204)
async def remove_email(caller: SignedIn) -> Response:
    """Forget the address."""
    await caller.write(email.remove_email)
    return no_content()


def _offers_mail(caller: Caller) -> bool:
    return caller.host.mailer is not None
