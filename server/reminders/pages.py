"""Where the links of a reminder lead in a browser: how to check in for the day, and the end of such mails.

Looking changes nothing, because mail programs open links by themselves. No sign-in: whoever holds the mail may.
"""

from contextlib import suppress
from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from server.host import Here
from server.page import page, paragraph, stop_answer, stop_question
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
    return stop_question(host.settings.name, "Stop the mails that remind you?")


@router.post(f"{STOP_PATH}{{token}}", include_in_schema=False)
async def stop(host: Here, token: str) -> Response:
    """End the mails."""
    stopped = await host.database.write(stop_reminders, host.secret, token)
    done = "No more reminders will come by mail. You can change that in Kith."
    return stop_answer(host.settings.name, done if stopped else None)
