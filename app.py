"""The composition root: the Starlette application and what belongs to its life."""

import asyncio
import datetime
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cache, partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from database import connection
from jobs import document_queue, mail_transports, worker
from jobs.consumers import Queue
from jobs.supervisor import Supervisor, Task
from pdf.documents.renderer import Renderer
from pdf.reading.notice_reader import NoticeReader
from pdf.signing.signature_verifier import SignatureVerifier
from resolvers import throttle_failures
from resolvers.document_services import Archive
from schema.build import schema
from schema.context import Services
from schema.http.view import View
from security.auth_keys import Keyring
from security.body_budget import BodyBudget
from security.rate_limiter import RateLimiter
from security.signed_urls import SignedUrls
from security.throttle import Throttle
from settings import PROJECT_ROOT, Settings
from storage.in_database import DatabaseStore
from storage.store import Store
from web import csv_downloads, document_downloads
from web.csv_downloads import Exports
from web.document_downloads import Downloads
from web.pages import home
from web.pages.certificate_list import CertificateListPages
from web.pages.guarantees import GuaranteePages
from web.pages.verification import VerificationPages

GRAPHQL_PATH = "/graphql"
GRAPHIQL_FOLDER = PROJECT_ROOT / "web/graphiql"
GRAPHIQL = {
    "react.js": GRAPHIQL_FOLDER / "node_modules/react/umd/react.production.min.js",
    "react-dom.js": GRAPHIQL_FOLDER / "node_modules/react-dom/umd/react-dom.production.min.js",
    "graphiql.js": GRAPHIQL_FOLDER / "node_modules/graphiql/graphiql.min.js",
    "graphiql.css": GRAPHIQL_FOLDER / "node_modules/graphiql/graphiql.min.css",
    "page.js": GRAPHIQL_FOLDER / "graphiql.js",
}
STATEMENT_SECONDS = 8
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
)
"""Of every answer that has no stricter or more fitting ones of its own, as pages for people have."""
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")
EXPOSED = ("Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Content-Disposition")
"""Headers of answers that pages of allowed origins may read."""


def now() -> datetime.datetime:
    """The clock of the application."""
    return datetime.datetime.now(datetime.UTC)


def open_archive(settings: Settings, renderer: Renderer) -> Archive:
    """What making and handing out documents needs; close it in the end."""
    store: Store = DatabaseStore()
    if settings.document_store:
        from storage.bucket import BucketStore  # noqa: PLC0415 -- its client takes 5 MB, for those who have a bucket

        store = BucketStore(settings.document_store)
    return Archive(
        renderer=renderer,
        store=store,
        keyring=Keyring(settings.pepper, settings.envelope_keys),
        signed_urls=SignedUrls.under(settings.pepper),
        address=settings.address,
    )


def open_queues(settings: Settings, archive: Archive, *, clock: Callable[[], datetime.datetime]) -> list[Queue]:
    """What a worker works on. Raises SettingsError."""
    return [
        document_queue.queue(archive, printers=settings.print_processes, clock=clock),
        mail_transports.queue(settings, archive=archive, clock=clock),
    ]


def create(
    settings: Settings,
    *,
    database_url: str,
    renderer: Renderer,
    verifier: SignatureVerifier,
    notices: NoticeReader,
    with_worker: bool = False,
    clock: Callable[[], datetime.datetime] = now,
) -> "Application":
    """The application on a database that is there or will be; `with_worker` runs the worker inside."""
    archive = open_archive(settings, renderer)
    services = Services(archive.keyring, Throttle(throttle_failures.count), RateLimiter(), archive, verifier, notices)
    queues = open_queues(settings, archive, clock=clock) if with_worker else None
    supervisor = Supervisor()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        await connection.open_(database_url, pool_size=settings.database_pool_size, seconds=STATEMENT_SECONDS)
        stop = asyncio.Event()
        tasks: dict[str, Task] = {
            "throttle": lambda stop: throttle_failures.follow(services.throttle, database_url=database_url, stop=stop)
        }
        if queues is not None:
            tasks |= worker.tasks(queues, store=archive.store, database_url=database_url, clock=clock)
        working = asyncio.create_task(supervisor.run(tasks, stop))
        try:
            yield
            stop.set()
            await working
        finally:
            await archive.close()
            await verifier.close()
            await notices.close()
            await connection.close()

    bodies = BodyBudget()
    page = (GRAPHIQL_FOLDER / "graphiql.html").read_text(encoding="utf-8")
    view = View(services=services, bodies=bodies, clock=clock, page=page)
    routes = [
        *home.ROUTES,
        Route("/schema.graphql", _sdl),
        *_shared(document_downloads.PATH, Downloads(archive, clock=clock), settings.allowed_origins),
        *_shared(csv_downloads.PATH, Exports(archive, clock=clock), settings.allowed_origins),
        *VerificationPages(archive, bodies=bodies, throttle=services.throttle, verifier=verifier, clock=clock).routes,
        *CertificateListPages(archive, clock=clock).routes,
        *GuaranteePages(archive, bodies=bodies, throttle=services.throttle, clock=clock).routes,
        Route("/healthz", _health),
        Route("/readyz", partial(_readiness, supervisor)),
        *(Route(f"/static/graphiql/{name}", _file(path)) for name, path in GRAPHIQL.items()),
    ]
    endpoint = _with_cors(view, settings.allowed_origins, "POST")
    more = [HTTPS_ONLY] if settings.address.startswith("https://") else []
    application = Application(endpoint, headers=[*SECURITY_HEADERS, *more], routes=routes, lifespan=lifespan)
    application.state.services, application.state.bodies = services, bodies
    application.state.supervisor = supervisor
    return application


class Application(Starlette):
    """Starlette, but requests to the GraphQL endpoint go straight to it.

    What Starlette puts around an endpoint (20 µs a request, half of what a look-up takes) is for endpoints that raise,
    and for finding out which it is.
    """

    def __init__(self, endpoint: ASGIApp, *, headers: Sequence[tuple[bytes, bytes]], **options: Any) -> None:
        super().__init__(middleware=[Middleware(SecurityHeaders, headers)], **options)
        self.endpoint = endpoint
        self._straight = SecurityHeaders(endpoint, headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or take part in the server's life."""
        if scope["type"] == "http" and scope["path"] == GRAPHQL_PATH:
            await self._straight(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class SecurityHeaders:
    """Adds the headers that every answer has; what an answer says itself stays."""

    def __init__(self, app: ASGIApp, headers: Sequence[tuple[bytes, bytes]]) -> None:
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                added = [header for header in self._headers if header[0] not in own]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _shared(path: str, app: ASGIApp, origins: Sequence[str]) -> list[Route]:
    """The routes of what is got by its link, also by pages of these origins."""
    routes = [Route(path, _with_cors(app, origins, "GET"), methods=["GET"])]
    if origins:
        allowed = Response(status_code=HTTPStatus.NO_CONTENT, headers={"allow": "GET, HEAD, OPTIONS"})
        routes.append(Route(path, _with_cors(allowed, origins, "GET"), methods=["OPTIONS"]))
    return routes


def _with_cors(app: ASGIApp, origins: Sequence[str], method: str) -> ASGIApp:
    """Pages of these origins may ask too, with whatever headers their client adds: of tracing, of its name.

    Their users' cookies are not sent along, so that "*" for all origins gives nobody's session away.
    """
    if not origins:
        return app
    return CORSMiddleware(app, origins, allow_methods=[method], allow_headers=["*"], expose_headers=EXPOSED)


async def _sdl(_: Request) -> Response:
    return PlainTextResponse(_schema_text())


@cache
def _schema_text() -> str:
    return schema.as_str()


async def _health(_: Request) -> Response:
    """Alive; asks nobody else."""
    return JSONResponse({"status": "ok"})


async def _readiness(supervisor: Supervisor, _: Request) -> Response:
    """Whether the database takes what is written, its tables are up to date, and the server's tasks run."""
    try:
        await connection.check()
        is_current = await connection.is_current()
    except Exception as error:
        if not connection.is_unreachable(error):
            raise
        return JSONResponse({"status": "unavailable", "reason": "database"}, 503)
    if not is_current:
        return JSONResponse({"status": "unavailable", "reason": "migrations"}, 503)
    if failed := supervisor.failed():
        return JSONResponse({"status": "unavailable", "reason": "tasks", "tasks": failed}, 503)
    return JSONResponse({"status": "ok"})


def _file(path: Path) -> Callable[[Request], FileResponse]:
    return lambda _: FileResponse(path, headers={"cache-control": "public, max-age=3600"})
