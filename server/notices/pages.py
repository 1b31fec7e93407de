"""The page that ends the mails. Looking at it changes nothing, because mail programs open links by themselves; the
button does, and so does the one tap that a mail program offers (RFC 8058). No sign-in: whoever holds the mail may."""

from fastapi import APIRouter
from starlette.responses import Response

from server.host import Here
from server.notices.digest import STOP_PATH, stop_mails
from server.page import page, paragraph
from server.routing import Route

router = APIRouter(route_class=Route)


@router.get(f"{STOP_PATH}{{token}}", include_in_schema=False)
async def show_stop(host: Here, token: str) -> Response:
    """Ask whether the mails shall end; the answer is the same for a token that was never made."""
    return page(
        host.settings.name,
        paragraph("Stop the mails that say that something waits for you?"),
        '<form method="post"><button type="submit">Stop these mails</button></form>',
        has_form=True,
    )


@router.post(f"{STOP_PATH}{{token}}", include_in_schema=False)
async def stop(host: Here, token: str) -> Response:
    """End the mails."""
    if await host.database.write(stop_mails, host.secret, token):
        return page(host.settings.name, paragraph("No more mails will come. You can change that in the app."))
    gone = "This link no longer holds. In the app you can see and change which mails come."
    return page(host.settings.name, paragraph(gone), status=404)
