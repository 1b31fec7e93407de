"""Who runs this place, and whether it is well."""

from importlib.metadata import version

from fastapi import APIRouter
from starlette.responses import Response

from api_client.wire import host as wire
from api_client.wire import limits
from api_client.wire.crisis import HostCrisisLines
from api_client.wire.measures import HostMeasures
from server.about.crisis_lines import tell_crisis_lines
from server.about.measures import tell_measures
from server.answers import BASE, answer
from server.host import Here
from server.routing import Route
from server.sign_in import SignedIn
from server.transaction import Transaction

router = APIRouter(prefix=BASE, route_class=Route)
health_router = APIRouter(route_class=Route)
VERSION = version("kith")


@router.get("/about", operation_id="host.get_about", response_model=wire.About)
async def get_about(host: Here) -> Response:
    """Show name, rules and version before anybody signs up."""
    about = wire.About(
        name=host.settings.name,
        version=VERSION,
        protocol=limits.PROTOCOL_VERSION,
        protocol_oldest=limits.PROTOCOL_OLDEST,
        sign_up_open=host.settings.sign_up_open,
        age_min=host.settings.age_min,
        house_rules=host.settings.house_rules,
        backups_kept_days=host.settings.backup_days,
    )
    return answer(about)


@router.get("/crisis-lines", operation_id="host.get_crisis_lines", response_model=HostCrisisLines)
async def get_crisis_lines(host: Here, known: str | None = None) -> Response:
    """Give the crisis lines that this host keeps, to anyone: who needs them may have no account."""
    return answer(tell_crisis_lines(host.crisis_lines, known))


@router.get("/measures", operation_id="host.get_measures", response_model=HostMeasures)
async def get_measures(caller: SignedIn, known: str | None = None) -> Response:
    """Give the check-in measures that this host adds, to its people: some licences reach no further."""
    return answer(tell_measures(caller.host.measures, known))


@health_router.get("/health", include_in_schema=False)
async def get_health(host: Here) -> Response:
    """Answer when the database does."""
    await host.database.read(_touch)
    return answer(b'{"status":"ok"}')


def _touch(tx: Transaction) -> None:
    tx.connection.exec_driver_sql("SELECT 1")
