"""Puts one host together: `create_app(settings)`. The one file that imports every slice."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI, Request
from sqlmodel import insert, select
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.responses import Response

from api_client.wire.errors import ProblemCode
from server.about import pages
from server.about import routes as about
from server.about.crisis_lines import load_crisis_lines
from server.about.measures import load_measures
from server.about.routes import VERSION
from server.accounts import routes as accounts
from server.aid import routes as aid
from server.aid.greeting import forget_greeter
from server.aid.rounds import add_jobs as add_aid_jobs
from server.aid.rounds import pace_of
from server.answers import BASE
from server.clock import Clock, utc_now
from server.database import Database
from server.edge import Edge
from server.errors import PROBLEMS, Refusal, problem_answer
from server.feed import routes as feed
from server.feed.company import stand_by_no_more
from server.feed.ending import end_authorship
from server.feed.names import rename_author
from server.groups import routes as groups
from server.groups.ending import end_memberships
from server.groups.service import rename_member
from server.host import Host
from server.hub import Hub
from server.jobs import Jobs
from server.live import routes as live
from server.mail import Mailer
from server.migrations import migrate
from server.moderation import routes as moderation
from server.moderation.ending import end_reports
from server.moderation.for_host import make_telling
from server.notices import pages as notice_pages
from server.notices import routes as notices
from server.notices.digest import make_digests
from server.notices.ending import end_acting
from server.notices.service import clear_old, rename_actor
from server.openapi import describe_api
from server.photos import routes as photos
from server.rate_limits import make_rate_limits
from server.reminders import pages as reminder_pages
from server.reminders import routes as reminders
from server.reminders.mails import make_reminding
from server.secret_hashing import SecretHashing
from server.settings import Settings
from server.tables import HostRow
from server.transaction import Transaction
from server.vault import routes as vault

# In the order in which a request looks for its route: what devices ask for most comes first.
SLICES = (feed, vault, live, aid, notices, reminders, photos, groups, moderation, accounts, about)


def create_app(
    settings: Settings, *, clock: Clock = utc_now, hashing: SecretHashing | None = None, example: bool = False
) -> FastAPI:
    """Return the application for one host; its database is opened, and brought up to date, when it starts.

    `example` fills an empty database with an example community.
    """
    app = FastAPI(
        title="Kith",
        version=VERSION,
        openapi_url=f"{BASE}/openapi.json",
        docs_url=None,  # the usual pages load scripts from elsewhere
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    app.state.settings = settings
    app.state.clock = clock
    app.state.hashing = hashing or SecretHashing()
    app.state.example = example
    handlers: dict[Any, Any] = {Refusal: _refused, HTTPException: _refused_by_http}
    # Nothing else stands between a request and its route: the edge answers what fails, and no route leaves anything
    # open that FastAPI's own layers would close after it.
    app.middleware_stack = Edge(ExceptionMiddleware(app.router, handlers=handlers))
    for slice_ in SLICES:
        # Side by side: an included router would be looked through as a whole, for each request once more.
        app.router.routes.extend(slice_.router.routes)
    app.router.routes.extend(about.health_router.routes)
    app.router.routes.extend(pages.router.routes)
    app.router.routes.extend(notice_pages.router.routes)
    app.router.routes.extend(reminder_pages.router.routes)
    app.openapi = partial(describe_api, app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    clock: Clock = app.state.clock
    hub = Hub()
    database = Database(settings.get_database_url(), clock, hub.announce)
    migrate(database.engine)
    database.open()
    jobs = Jobs(database, clock)
    jobs.add("notices.clear_old", clear_old)
    add_aid_jobs(jobs, database, pace_of(settings.aid))
    hashing: SecretHashing = app.state.hashing
    try:
        _, secret = await database.write(ensure_host_row)
        if app.state.example:
            from server.example import seed

            await database.write(seed)
        mailer = Mailer(settings.smtp) if settings.sends_mail else None
        if mailer is not None:
            jobs.add_errand("notices.send_digests", make_digests(database, mailer, settings, secret))
            jobs.add_errand("reminders.send", make_reminding(database, mailer, settings, secret))
        to_host = Mailer(settings.smtp) if settings.smtp.host is not None else None
        jobs.add_errand("moderation.tell_host", make_telling(database, to_host, settings))
        app.state.host = Host(
            settings=settings,
            database=database,
            hub=hub,
            hashing=hashing,
            limits=make_rate_limits(settings.rates, secret),
            secret=secret,
            clock=clock,
            jobs=jobs,
            mailer=mailer,
            renames=(rename_member, rename_author, rename_actor),
            leaves=(stand_by_no_more,),
            endings=(
                partial(end_memberships, leaves=(stand_by_no_more,)),
                end_authorship,
                end_reports,
                end_acting,
                forget_greeter,
            ),
            crisis_lines=load_crisis_lines(settings.crisis_lines, clock().date()),
            measures=load_measures(settings.measures),
        )
        jobs.start()
        yield
    finally:
        await jobs.stop()
        hub.close()
        hashing.close()
        database.close()


def ensure_host_row(tx: Transaction) -> tuple[UUID, bytes]:
    """Return the name of this database's history and the host's secret; made at the first start."""
    row = tx.connection.execute(select(HostRow.epoch, HostRow.secret)).first()
    if row is not None:
        return row.epoch, row.secret
    epoch, secret = uuid4(), secrets.token_bytes(32)
    tx.connection.execute(insert(HostRow).values(id=1, epoch=epoch, secret=secret))
    return epoch, secret


async def _refused(_: Request, error: Refusal) -> Response:
    return problem_answer(error)


async def _refused_by_http(_: Request, error: HTTPException) -> Response:
    """Turn what the framework refuses (no such route, wrong method, body too large) into the one shape."""
    by_status = {status: code for code, (status, _) in reversed(PROBLEMS.items())}
    code = by_status.get(error.status_code, ProblemCode.MALFORMED)
    answer = problem_answer(Refusal(code), status=error.status_code)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED and error.headers:
        answer.headers["Allow"] = error.headers.get("Allow", "")
    return answer
