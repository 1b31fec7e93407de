"""The page that ends the mails. Looking at it changes nothing, because mail programs open links by themselves; the
button does, and so does the one tap that a mail program offers (RFC 8058). No sign-in: whoever holds the mail may."""

from fastapi import APIRouter
from starlette.responses import Response

from server.host import Here
from server.notices.digest import STOP_PATH, stop_mails
from server.page import stop_answer, stop_question
from server.routing import Route

router = APIRouter(route_class=Route)


@router.get(f"{STOP_PATH}{{token}}", include_in_schema=False)
async def show_stop(host: Here, token: str) -> Response:
    """Ask whether the mails shall end; the answer is the same for a token that was never made."""
    return stop_question(host.settings.name, "Stop the mails that say that something waits for you?")


@router.post(f"{STOP_PATH}{{token}}", include_in_schema=False)
async def stop(host: Here, token: str) -> Response:
    """End the mails."""
    stopped = await host.database.write(stop_mails, host.secret, token)
    done = "No more mails will come. You can change that in the app."
    return stop_answer(host.settings.name, done if stopped else None)
