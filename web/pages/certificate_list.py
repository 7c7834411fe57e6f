"""`/verify/certificates`: the certificates that an obligee has received, with search and as a CSV file."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import models
from models import numbering
from models.errors import InvalidInput
from models.parties.viewer import Viewer
from models.texts.given_text import compose_kana
from models.texts.trade_terms import BOTH
from models.validity import validity
from resolvers.certificates import export_csv, search
from resolvers.certificates.search import CertificateFilter
from resolvers.document_services import DocumentServices
from resolvers.relations import NOTHING, Page, Step, ToOne
from web.browser_sessions import BrowserSessions
from web.pages.error_pages import handle_errors
from web.pages.page_security import HEADERS
from web.pages.rendering import render
from web.pages.sessions import reader_of
from web.pages.verification import PATH, sign_in_first

LIST_PATH = f"{PATH}/certificates"
PAGE = 50
EXPIRES_SOON_DAYS = 30
"""Days before the expiry date from which a certificate is marked."""
PERIODS = (30, 60, 90)
"""Choices of the filter by expiry date, in days."""
WITH_GUARANTEE = {"guarantee": Step(ToOne(models.Guarantee, "guarantee_id"), NOTHING)}


class CertificateListPages:
    """Endpoints at LIST_PATH."""

    def __init__(
        self, services: DocumentServices, *, sessions: BrowserSessions, clock: Callable[[], datetime.datetime]
    ) -> None:
        self._services, self._sessions, self._clock = services, sessions, clock

    @property
    def routes(self) -> list[Route]:
        """Their routes."""
        address = self._services.address
        return [
            Route(LIST_PATH, handle_errors(self._list, address=address), methods=["GET"]),
            Route(f"{LIST_PATH}.csv", handle_errors(self._file, address=address), methods=["GET"]),
        ]

    async def _list(self, request: Request) -> Response:
        at, asked = self._clock(), request.query_params
        viewer = await self._sessions.viewer(request)
        if viewer is None:
            return sign_in_first()
        wanted = _filter(asked)
        try:
            found = await self._page(wanted, asked, viewer, at)
            if not found.rows and (
                found.has_previous or found.has_next
            ):  # the rows of the cursor are no longer in the list
                found = await self._page(wanted, {}, viewer, at)
        except InvalidInput as refused:
            status, nothing = HTTPStatus.UNPROCESSABLE_ENTITY, Page([], has_next=False, has_previous=False)
            return _rendered(status, nothing, wanted, at, viewer, error=refused.problems[0].message)
        return _rendered(HTTPStatus.OK, found, wanted, at, viewer, error=None)

    async def _page(
        self, wanted: CertificateFilter, asked: Mapping[str, str], viewer: Viewer, at: datetime.datetime
    ) -> Page:
        reader = reader_of(viewer, at=at, services=self._services)
        return await search.certificates(
            reader=reader,
            first=PAGE,
            after=_id(asked.get("after")),
            before=_id(asked.get("before")),
            include=WITH_GUARANTEE,
            wanted=wanted,
        )

    async def _file(self, request: Request) -> Response:
        at = self._clock()
        viewer = await self._sessions.viewer(request)
        if viewer is None:
            return sign_in_first()
        try:
            link = export_csv.FILE.link(_filter(request.query_params), viewer=viewer, services=self._services, at=at)
        except InvalidInput:
            return await self._list(request)
        return RedirectResponse(link.url, HTTPStatus.SEE_OTHER, headers=HEADERS)


def _rendered(
    status: HTTPStatus,
    found: Page,
    wanted: CertificateFilter,
    at: datetime.datetime,
    viewer: Viewer,
    *,
    error: str | None,
) -> Response:
    today, rows = numbering.today(at), cast("Sequence[models.Certificate]", found.rows)
    asked = {"search": wanted.search or "", "expires": wanted.expires_within_days or ""}
    asked = {name: value for name, value in asked.items() if value}
    previous = {"before": rows[0].guarantee_id} if found.has_previous and found.rows else None
    following = {"after": rows[-1].guarantee_id} if found.has_next and found.rows else None
    return render(
        "certificates.html",
        status,
        viewer=viewer,
        error_text=error,
        search=wanted.search or "",
        within=wanted.expires_within_days,
        periods=PERIODS,
        certificates=found.rows,
        validities={row.id: validity(row, row.related["guarantee"], at=at) for row in rows},
        terms=BOTH,
        soon=today + datetime.timedelta(days=EXPIRES_SOON_DAYS),
        previous=previous and _to(LIST_PATH, asked | previous),
        following=following and _to(LIST_PATH, asked | following),
        file=_to(f"{LIST_PATH}.csv", asked),
    )


def _to(path: str, asked: Mapping[str, object]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _filter(asked: Mapping[str, str]) -> CertificateFilter:
    within = asked.get("expires", "")
    return CertificateFilter(
        search=compose_kana(asked.get("search", "").strip()) or None,
        expires_within_days=int(within) if within in map(str, PERIODS) else None,
    )


def _id(text: str | None) -> UUID | None:
    """None, which means the first page, for a text that is not an id."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
