"""Routes of reminders by mail."""

from fastapi import APIRouter
from starlette.responses import Response

from api_client.wire import reminders as wire
from server.answers import BASE, answer
from server.reminders import service
from server.routing import Route
from server.sign_in import SignedIn

router = APIRouter(prefix=BASE, route_class=Route)


@router.get("/reminder-settings", operation_id="reminders.get_settings", response_model=wire.ReminderSettings)
async def get_settings(caller: SignedIn) -> Response:
    """Show which reminders come by mail."""
    return answer(await caller.read(service.get_settings))


@router.put("/reminder-settings", operation_id="reminders.set_settings", response_model=wire.ReminderSettings)
async def set_settings(caller: SignedIn, body: wire.SetReminders) -> Response:
    """Set which reminders come by mail."""
    return answer(await caller.write(service.set_settings, body))


@router.put("/reminder-settings/logged", operation_id="reminders.note_logged", response_model=wire.ReminderSettings)
async def note_logged(caller: SignedIn, body: wire.NoteLogged) -> Response:
    """Note that a day has a check-in, so that no mail reminds of it."""
    return answer(await caller.write(service.note_logged, body))
