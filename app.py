"""The composition root: builds the application and its background tasks from the settings."""

import asyncio
import datetime
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus

from starlette.routing import Route

from database import connection, runtime_role
from jobs import document_queue, mail_transports, worker
from jobs.consumers import Queue
from jobs.supervisor import Supervisor, Task
from pdf.documents.renderer import Renderer
from pdf.reading.attachment_reader import AttachmentReader
from pdf.reading.notice_reader import NoticeReader
from pdf.signing.signature_verifier import SignatureVerifier
from resolvers import throttle_failures
from resolvers.document_services import DocumentServices
from schema.build import schema
from schema.context import Services
from schema.http.cost_rates import CostRates
from schema.http.desk_requests import Desks
from schema.http.view import View
from schema.reading.ids import to_id
from security.auth_keys import Keyring
from security.body_budget import BodyBudget
from security.password_links import PasswordLinks
from security.rate_limiter import RateLimiter
from security.signed_urls import SignedUrls
from security.throttle import Throttle
from settings import Settings
from storage.in_database import DatabaseStore
from storage.store import Store
from web import (
    attachment_downloads,
    cross_origin,
    csv_downloads,
    document_downloads,
    graphiql_files,
    health,
    schema_text,
    security_headers,
)
from web.asgi_application import Application
from web.attachment_downloads import AttachmentDownloads
from web.browser_sessions import BrowserSessions
from web.csv_downloads import CsvDownloads
from web.desks import desk_files
from web.desks.desk_build import DeskBuild
from web.desks.session_endpoints import SessionEndpoints
from web.document_downloads import DocumentDownloads
from web.pages import page_files
from web.pages.certificate_list import CertificateListPages
from web.pages.forgotten_password import ForgottenPasswordPages
from web.pages.guarantees import GuaranteePages
from web.pages.password_setting import PasswordPages
from web.pages.signing_in import SignInPages
from web.pages.verification import VerificationPages
from web.site import not_found
from web.site.pages import SitePages

STATEMENT_SECONDS = 8
"""Time limit of a statement that a request waits for."""

Clock = Callable[[], datetime.datetime]


def open_document_services(settings: Settings, renderer: Renderer) -> DocumentServices:
    """The services that render, store and hand out documents; the caller closes them."""
    return DocumentServices(
        renderer=renderer,
        store=open_store(settings),
        keyring=Keyring(settings.pepper, settings.envelope_keys),
        signed_urls=SignedUrls.under(settings.pepper),
        address=settings.address,
    )


def open_store(settings: Settings) -> Store:
    """Where bytes of documents are."""
    if not settings.document_store:
        return DatabaseStore()
    from storage.bucket import BucketStore  # noqa: PLC0415 -- its client takes 5 MB, needed only with a bucket

    return BucketStore(settings.document_store)


def open_queues(settings: Settings, document_services: DocumentServices, *, clock: Clock) -> list[Queue]:
    """The queues that a worker consumes. Raises SettingsError."""
    return [
        document_queue.queue(document_services, printers=settings.print_processes, clock=clock),
        mail_transports.queue(settings, services=document_services, clock=clock),
    ]


def create(
    settings: Settings,
    *,
    database_url: str,
    renderer: Renderer,
    verifier: SignatureVerifier,
    notices: NoticeReader,
    attachments: AttachmentReader,
    clock: Clock,
    with_worker: bool = False,
) -> Application:
    """The application; the database may be unreachable now. `with_worker` also runs the worker's tasks in it.

    Raises SettingsError.
    """
    document_services = open_document_services(settings, renderer)
    keyring, throttle = document_services.keyring, Throttle(throttle_failures.count)
    services = Services(keyring, throttle, RateLimiter(), document_services, verifier, notices, attachments)
    tasks: dict[str, Task] = {
        "throttle": lambda stop: throttle_failures.subscribe(services.throttle, database_url=database_url, stop=stop)
    }
    if with_worker:
        queues = open_queues(settings, document_services, clock=clock)
        tasks |= worker.tasks(queues, services=document_services, database_url=database_url, clock=clock)
    bodies, costs, supervisor = BodyBudget(), CostRates(settings.cost_per_minute), Supervisor()
    build = DeskBuild(settings.desks_dir, pages=tuple(desk_files.PAGES))
    desks = Desks(settings.address, build.document, takes_any=settings.desk_documents == "any")
    page = graphiql_files.page()
    view = View(services=services, bodies=bodies, costs=costs, desks=desks, clock=clock, page=page)
    application = Application(
        cross_origin.allow(view, settings.allowed_origins, "POST"),
        headers=security_headers.headers_for(settings.address),
        routes=_routes(settings, services, bodies, build, supervisor, clock=clock),
        exception_handlers={HTTPStatus.NOT_FOUND: not_found.answer},
        lifespan=lambda _: _lifespan(settings, services, supervisor, tasks, database_url=database_url),
    )
    application.state.services, application.state.bodies, application.state.costs = services, bodies, costs
    application.state.supervisor = supervisor
    return application


def _routes(
    settings: Settings,
    services: Services,
    bodies: BodyBudget,
    build: DeskBuild,
    supervisor: Supervisor,
    *,
    clock: Clock,
) -> list[Route]:
    """All routes but the GraphQL endpoint's."""
    documents, rate_limiter, origins = services.documents, services.rate_limiter, settings.allowed_origins
    downloads = DocumentDownloads(documents, rate_limiter=rate_limiter, clock=clock)
    attachments = AttachmentDownloads(documents, rate_limiter=rate_limiter, clock=clock)
    csv_files = CsvDownloads(documents, rate_limiter=rate_limiter, clock=clock)
    return [
        *SitePages(documents, rate_limiter=rate_limiter, clock=clock).routes,
        *page_files.ROUTES,
        schema_text.route(schema.as_str),
        *cross_origin.download_routes(document_downloads.PATH, downloads, origins),
        *cross_origin.download_routes(attachment_downloads.PATH, attachments, origins),
        *cross_origin.download_routes(csv_downloads.PATH, csv_files, origins),
        *_routes_of_people(services, bodies, build, clock=clock),
        *desk_files.routes(build),
        *health.routes(supervisor.failed),
        *graphiql_files.routes(),
    ]


def _routes_of_people(services: Services, bodies: BodyBudget, build: DeskBuild, *, clock: Clock) -> list[Route]:
    """The routes that people sign in at, and those that count their sessions."""
    documents, throttle = services.documents, services.throttle
    address, has_desks = documents.address, lambda: build.is_there
    sessions = BrowserSessions(address=address, throttle=throttle, clock=clock)
    verification = VerificationPages(
        documents,
        sessions=sessions,
        bodies=bodies,
        throttle=throttle,
        verifier=services.verifier,
        has_desks=has_desks,
        node_id=partial(to_id, "Certificate"),
        clock=clock,
    )
    return [
        *verification.routes,
        *CertificateListPages(documents, sessions=sessions, clock=clock).routes,
        *GuaranteePages(
            documents, sessions=sessions, has_desks=has_desks, node_id=partial(to_id, "Guarantee"), clock=clock
        ).routes,
        *SignInPages(sessions, address=address, bodies=bodies, has_desks=has_desks).routes,
        *PasswordPages(address=address, bodies=bodies, throttle=throttle, clock=clock).routes,
        *ForgottenPasswordPages(
            PasswordLinks.under(services.keyring.pepper),
            address=address,
            bodies=bodies,
            throttle=throttle,
            clock=clock,
        ).routes,
        *SessionEndpoints(sessions, address=address, bodies=bodies, clock=clock).routes,
    ]


@asynccontextmanager
async def _lifespan(
    settings: Settings, services: Services, supervisor: Supervisor, tasks: Mapping[str, Task], *, database_url: str
) -> AsyncGenerator[None]:
    """Opens the connection pool and runs the background tasks; at the end closes everything that was opened."""
    await connection.open_(database_url, pool_size=settings.database_pool_size, seconds=STATEMENT_SECONDS)
    stop = asyncio.Event()
    running = asyncio.create_task(supervisor.run({"runtime_role": runtime_role.report, **tasks}, stop))
    try:
        yield
        stop.set()
        await running
    finally:
        await services.documents.close()
        await services.verifier.close()
        await services.notices.close()
        await services.attachments.close()
        await connection.close()
