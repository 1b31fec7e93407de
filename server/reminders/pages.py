"""Where the links of a reminder lead in a browser: how to check in for the day, and the end of such mails.

Looking changes nothing, because mail programs open links by themselves. No sign-in: whoever holds the mail may.
"""

from contextlib import suppress
from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from server.host import Here
from server.page import page, paragraph
from server.reminders.mails import CHECK_IN_PATH, STOP_PATH, stop_reminders
from server.routing import Route

router = APIRouter(route_class=Route)


@router.get(CHECK_IN_PATH, include_in_schema=False)
async def show_check_in(host: Here, day: str = "") -> Response:
    """Say where to check in; a host has no journal that anybody could write into."""
    parts = [paragraph("Open Kith on your phone or computer to check in.")]
    with suppress(ValueError):  # a link that lost its end
        parts.append(paragraph(f"This reminder was for {date.fromisoformat(day).isoformat()}. Kith offers that day."))
    return page(host.settings.name, *parts)


@router.get(f"{STOP_PATH}{{token}}", include_in_schema=False)
async def show_stop(host: Here, token: str) -> Response:
    """Ask whether the mails shall end; the answer is the same for a token that was never made."""
    return page(
        host.settings.name,
        paragraph("Stop the mails that remind you?"),
        '<form method="post"><button type="submit">Stop these mails</button></form>',
        has_form=True,
    )


@router.post(f"{STOP_PATH}{{token}}", include_in_schema=False)
async def stop(host: Here, token: str) -> Response:
    """End the mails."""
    if await host.database.write(stop_reminders, host.secret, token):
        return page(host.settings.name, paragraph("No more reminders will come by mail. You can change that in Kith."))
    gone = "This link no longer holds. In the app you can see and change which mails come."
    return page(host.settings.name, paragraph(gone), status=404)
