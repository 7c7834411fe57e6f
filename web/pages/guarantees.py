"""`/guarantees`, where mails link to: guarantees with state and documents; who has a desk is led there.

The pages use the same resolvers as GraphQL. Without a session they show the sign-in form, which leads back to the page
that was requested.
"""

import datetime
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import models
from models.certificate import CertificateStatus
from models.document import DocumentKind
from models.numbering import MalformedNumber
from models.numbering import parse as parse_number
from models.parties.viewer import Viewer
from models.texts.trade_terms import CONTRACTORS, terms
from resolvers.conditions import OneOf
from resolvers.document_services import DocumentServices
from resolvers.guarantees import list_guarantees
from resolvers.guarantees.list_guarantees import GuaranteeFilter
from resolvers.loading import Reader
from resolvers.parties import directory
from resolvers.relations import NOTHING, Include, Step, ToDocument, ToFirst, ToMany, ToOne
from web.browser_sessions import BrowserSessions
from web.pages import signing_in, targets
from web.pages.error_pages import Handler, handle_errors
from web.pages.rendering import redirect, render
from web.pages.sessions import reader_of

PATH = "/guarantees"
PAGE = 50
LONGEST_NUMBER = 40
NOT_VISIBLE = "この保証は見つからないか、閲覧できません。"

_OFFICER: Include = {"officer": Step(ToOne(models.ContractingOfficer, "contracting_officer_id"), NOTHING)}
IN_LIST: Include = {
    "contract": Step(ToOne(models.Contract, "contract_id"), _OFFICER),
    "obligee": Step(ToOne(models.Obligee, "obligee_id"), NOTHING),
}
_CURRENT = OneOf("status", (CertificateStatus.CURRENT,))
_OF_APPLICATION: Include = {
    "guarantees": Step(ToMany(models.Guarantee, "application_id"), NOTHING),
    "messages": Step(ToMany(models.Message, "application_id"), NOTHING),
}
WHOLE: Include = IN_LIST | {
    "contractor": Step(ToOne(models.Contractor, "contractor_id"), NOTHING),
    "application": Step(ToOne(models.Application, "application_id"), _OF_APPLICATION),
    "certificate": Step(
        ToFirst(models.Certificate, "guarantee_id", where=_CURRENT),
        {"document": Step(ToDocument(DocumentKind.CERTIFICATE), NOTHING)},
    ),
    "key_notice": Step(ToDocument(DocumentKind.KEY_NOTICE), NOTHING),
    "fee_statements": Step(
        ToMany(models.FeeStatement, "guarantee_id", order="sequence"),
        {"document": Step(ToDocument(DocumentKind.FEE_STATEMENT), NOTHING)},
    ),
}


class GuaranteePages:
    """Endpoints below PATH."""

    def __init__(
        self,
        services: DocumentServices,
        *,
        sessions: BrowserSessions,
        has_desks: Callable[[], bool],
        node_id: Callable[[UUID], str],
        clock: Callable[[], datetime.datetime],
    ) -> None:
        """`node_id` gives the id of a guarantee in the API, by which the desks name it."""
        self._services, self._sessions, self._has_desks, self._clock = services, sessions, has_desks, clock
        self._node_id = node_id

    @property
    def routes(self) -> list[Route]:
        """Their routes."""
        return [
            self._route("", self._list),
            self._route("/{id:uuid}", self._guarantee),
        ]

    def _route(self, path: str, handler: Handler) -> Route:
        return Route(f"{PATH}{path}", handle_errors(handler, address=self._services.address), methods=["GET"])

    async def _list(self, request: Request) -> Response:
        number = request.query_params.get("number", "").strip()[:LONGEST_NUMBER]
        viewer = await self._sessions.viewer(request)
        if viewer is None:
            return signing_in.form(to=f"{PATH}?number={quote(number, safe='')}" if number else PATH)
        reader = self._reader(viewer)
        if number:
            return await self._by_number(number, reader)
        if desk := self._desk_of(viewer):
            return redirect(f"{desk}{targets.LISTS[viewer.role]}")
        after = _id(request.query_params.get("after", ""))
        found = await list_guarantees.page(
            reader=reader, first=PAGE, after=after, include=IN_LIST, wanted=GuaranteeFilter()
        )
        following = f"{PATH}?{urlencode({'after': found.rows[-1].id})}" if found.has_next else None
        return _page("guarantees.html", viewer=viewer, guarantees=found.rows, following=following)

    async def _by_number(self, number: str, reader: Reader) -> Response:
        try:
            known = parse_number(number)
        except MalformedNumber:
            return _not_visible(reader.viewer)
        found = await list_guarantees.page(
            reader=reader, first=1, after=None, include=NOTHING, wanted=GuaranteeFilter(number=known)
        )
        if not found.rows:
            return _not_visible(reader.viewer)
        return redirect(self._page_of(found.rows[0].id, reader.viewer) or f"{PATH}/{found.rows[0].id}")

    async def _guarantee(self, request: Request) -> Response:
        id_, viewer = request.path_params["id"], await self._sessions.viewer(request)
        if viewer is None:
            return signing_in.form(to=f"{PATH}/{id_}")
        if page := self._page_of(id_, viewer):
            return redirect(page)
        found = await directory.node(models.Guarantee, id_, include=WHOLE, reader=self._reader(viewer))
        if found is None:
            return _not_visible(viewer)
        others = [other for other in found.related["application"].related["guarantees"] if other.id != found.id]
        type_ = found.related["contract"].contract_type
        names: dict[str, Any] = {"terms": terms(type_), "contractor_term": CONTRACTORS[type_]}
        return _page("guarantee.html", viewer=viewer, guarantee=found, others=others, **names)

    def _desk_of(self, viewer: Viewer | None) -> str | None:
        """The desk of a viewer's role, if it has been built."""
        return targets.DESKS.get(viewer.role) if viewer is not None and self._has_desks() else None

    def _page_of(self, id_: UUID, viewer: Viewer | None) -> str | None:
        """A guarantee's page in the viewer's desk; None for viewers without one."""
        desk = self._desk_of(viewer)
        return f"{desk}{PATH}/{self._node_id(id_)}" if desk else None

    def _reader(self, viewer: Viewer) -> Reader:
        return reader_of(viewer, at=self._clock(), services=self._services)


def _page(template: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    return render(template, status, area=PATH, **values)


def _not_visible(viewer: Viewer | None) -> Response:
    return _page("error.html", HTTPStatus.NOT_FOUND, viewer=viewer, message=NOT_VISIBLE)


def _id(text: str) -> UUID | None:
    """None, which means the first page, for a text that is not an id."""
    try:
        return UUID(text)
    except ValueError:
        return None
