"""The composition root: the Starlette application and what belongs to its life."""

import asyncio
import datetime
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import downloads
import exports
import mailroom
import worker
from database import connection
from downloads import Downloads
from exports import Exports
from pages.certificate_list import CertificateListPages
from pages.verification import VerificationPages
from pdf.press import Press
from pdf.reading import NoticeReader
from pdf.verifier import Verifier
from resolvers import failures
from resolvers.archive import Archive
from schema.build import schema
from schema.context import Services
from schema.uploads import PREFLIGHT_HEADERS
from schema.view import View
from security.auth_keys import Keyring
from security.links import Links
from security.rates import Rates
from security.throttle import Throttle
from settings import PROJECT_ROOT, Settings
from storage.in_database import InDatabase
from storage.store import Store

GRAPHQL_PATH = "/graphql"
WEB = PROJECT_ROOT / "web"
GRAPHIQL = {
    "react.js": WEB / "node_modules/react/umd/react.production.min.js",
    "react-dom.js": WEB / "node_modules/react-dom/umd/react-dom.production.min.js",
    "graphiql.js": WEB / "node_modules/graphiql/graphiql.min.js",
    "graphiql.css": WEB / "node_modules/graphiql/graphiql.min.css",
    "page.js": WEB / "graphiql.js",
}
STATEMENT_SECONDS = 8
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    # The editor of GraphiQL sets style attributes; its style sheet has its fonts inside.
    (
        b"content-security-policy",
        b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:",
    ),
)


def now() -> datetime.datetime:
    """The clock of the application."""
    return datetime.datetime.now(datetime.UTC)


def open_archive(settings: Settings, press: Press) -> Archive:
    """What making and handing out documents needs; close it in the end."""
    store: Store = InDatabase()
    if settings.document_store:
        from storage.bucket import Bucket  # noqa: PLC0415 -- its client takes 5 MB, for those who have a bucket

        store = Bucket(settings.document_store)
    return Archive(
        press=press,
        store=store,
        keyring=Keyring(settings.pepper, settings.envelope_keys),
        links=Links.under(settings.pepper),
        address=settings.address,
    )


def create(
    settings: Settings,
    *,
    database_url: str,
    press: Press,
    verifier: Verifier,
    notices: NoticeReader,
    with_worker: bool = False,
    clock: Callable[[], datetime.datetime] = now,
) -> "Application":
    """The application on a database that is there or will be; `with_worker` runs the worker inside."""
    archive = open_archive(settings, press)
    services = Services(archive.keyring, Throttle(failures.count), Rates(), archive, verifier, notices)
    mails = mailroom.dispatch(settings, archive=archive, clock=clock) if with_worker else None

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        await connection.open_(database_url, pool_size=settings.database_pool_size, seconds=STATEMENT_SECONDS)
        stop = asyncio.Event()
        work = [failures.follow(services.throttle, database_url=database_url, stop=stop)]
        if mails is not None:
            work.append(worker.run(stop, archive=archive, mails=mails, database_url=database_url, clock=clock))
        working = asyncio.gather(*work)
        try:
            yield
            stop.set()
            await working
        finally:
            await archive.close()
            await verifier.close()
            await notices.close()
            await connection.close()

    view = View(services=services, clock=clock, page=(WEB / "graphiql.html").read_text(encoding="utf-8"))
    routes = [
        Route("/", _to_graphql),
        Route("/schema.graphql", _sdl),
        Route(downloads.PATH, Downloads(archive, clock=clock).answer),
        Route(exports.PATH, Exports(archive, clock=clock), methods=["GET"]),
        *VerificationPages(archive, throttle=services.throttle, verifier=verifier, clock=clock).routes,
        *CertificateListPages(archive, clock=clock).routes,
        Route("/healthz", _health),
        Route("/readyz", _readiness),
        *(Route(f"/static/graphiql/{name}", _file(path)) for name, path in GRAPHIQL.items()),
    ]
    application = Application(_with_cors(view, settings.allowed_origins), routes=routes, lifespan=lifespan)
    application.state.services = services
    return application


class Application(Starlette):
    """Starlette, but requests to the GraphQL endpoint go straight to it.

    What Starlette puts around an endpoint (20 µs a request, half of what a look-up takes) is for endpoints that raise,
    and for finding out which it is.
    """

    def __init__(self, endpoint: ASGIApp, **options: Any) -> None:
        super().__init__(middleware=[Middleware(SecurityHeaders)], **options)
        self.endpoint = endpoint
        self._straight = SecurityHeaders(endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or take part in the server's life."""
        if scope["type"] == "http" and scope["path"] == GRAPHQL_PATH:
            await self._straight(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class SecurityHeaders:
    """Adds the headers that every answer has; what an answer says itself is stricter and stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                added = [header for header in SECURITY_HEADERS if header[0] not in own]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _with_cors(endpoint: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    """Pages of these origins may ask too."""
    if not origins:
        return endpoint
    headers = ("Authorization", "Content-Type", *PREFLIGHT_HEADERS)
    return CORSMiddleware(endpoint, origins, allow_methods=["POST"], allow_headers=headers, max_age=600)


async def _to_graphql(_: Request) -> Response:
    return RedirectResponse(GRAPHQL_PATH)


async def _sdl(_: Request) -> Response:
    return PlainTextResponse(_schema_text())


@cache
def _schema_text() -> str:
    return schema.as_str()


async def _health(_: Request) -> Response:
    """Alive; asks nobody else."""
    return JSONResponse({"status": "ok"})


async def _readiness(_: Request) -> Response:
    """Whether the database is there, takes what is written, and its tables are up to date."""
    try:
        await connection.check()
        is_current = await connection.is_current()
    except Exception as error:
        if not connection.is_unreachable(error):
            raise
        return JSONResponse({"status": "unavailable", "reason": "database"}, 503)
    if not is_current:
        return JSONResponse({"status": "unavailable", "reason": "migrations"}, 503)
    return JSONResponse({"status": "ok"})


def _file(path: Path) -> Callable[[Request], FileResponse]:
    return lambda _: FileResponse(path, headers={"cache-control": "public, max-age=3600"})
