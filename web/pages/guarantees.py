"""`/guarantees`, for contractors and sureties; mails link here: their guarantees with state and documents.

The pages use the same resolvers as GraphQL. Without a session they show a sign-in form, which leads back to the page
that was requested.
"""

import datetime
import re
from collections.abc import Callable, Mapping
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
from models.errors import WrongCredentials
from models.numbering import MalformedNumber
from models.numbering import parse as parse_number
from models.parties.viewer import Viewer
from models.refusals import TooBusy, TooManyAttempts
from models.texts.trade_terms import CONTRACTORS, terms
from resolvers.conditions import OneOf
from resolvers.document_services import DocumentServices
from resolvers.guarantees import list_guarantees
from resolvers.guarantees.list_guarantees import GuaranteeFilter
from resolvers.loading import Reader
from resolvers.parties import directory, sessions
from resolvers.relations import NOTHING, Include, Step, ToDocument, ToFirst, ToMany, ToOne
from security.body_budget import BodyBudget
from security.client_addresses import of_client
from security.throttle import Throttle
from web.pages import forms
from web.pages.error_pages import Handler, handle_errors
from web.pages.page_security import COOKIE, delete_session_cookie, set_session_cookie
from web.pages.rendering import redirect, redirect_to_form, render
from web.pages.sessions import body_share, reader_of, refusal_of, viewer_of

PATH = "/guarantees"
PAGE = 50
TARGET = re.compile(rf"{PATH}(/[0-9a-f-]{{36}}|\?number=[\w%.~-]{{1,200}})?", re.ASCII)
"""Paths to which a sign-in may redirect: these pages only."""
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
        bodies: BodyBudget,
        throttle: Throttle,
        clock: Callable[[], datetime.datetime],
    ) -> None:
        self._services, self._bodies, self._throttle, self._clock = services, bodies, throttle, clock

    @property
    def routes(self) -> list[Route]:
        """Their routes."""
        return [
            self._route("", self._list, "GET"),
            self._route("/sign-in", self._sign_in, "POST"),
            self._route("/sign-in", redirect_to_form, "GET"),
            self._route("/sign-out", self._sign_out, "POST"),
            self._route("/sign-out", redirect_to_form, "GET"),
            self._route("/{id:uuid}", self._guarantee, "GET"),
        ]

    def _route(self, path: str, handler: Handler, method: str) -> Route:
        return Route(f"{PATH}{path}", handle_errors(handler, address=self._services.address), methods=[method])

    async def _list(self, request: Request) -> Response:
        number = request.query_params.get("number", "").strip()[:LONGEST_NUMBER]
        viewer = await self._viewer(request)
        if viewer is None:
            return _sign_in_form(to=f"{PATH}?number={quote(number, safe='')}" if number else PATH)
        reader = self._reader(viewer)
        if number:
            return await self._by_number(number, reader)
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
        return redirect(f"{PATH}/{found.rows[0].id}") if found.rows else _not_visible(reader.viewer)

    async def _guarantee(self, request: Request) -> Response:
        id_, viewer = request.path_params["id"], await self._viewer(request)
        if viewer is None:
            return _sign_in_form(to=f"{PATH}/{id_}")
        found = await directory.node(models.Guarantee, id_, include=WHOLE, reader=self._reader(viewer))
        if found is None:
            return _not_visible(viewer)
        others = [other for other in found.related["application"].related["guarantees"] if other.id != found.id]
        type_ = found.related["contract"].contract_type
        names: dict[str, Any] = {"terms": terms(type_), "contractor_term": CONTRACTORS[type_]}
        return _page("guarantee.html", viewer=viewer, guarantee=found, others=others, **names)

    async def _sign_in(self, request: Request) -> Response:
        with body_share(request, None, self._bodies) as share:
            form = await forms.fields(request, share)
        at = self._clock()
        to, email = _target(form.get("to", "")), form.get("email", "")
        try:
            token, ends, _ = await sessions.sign_in(
                email=email,
                password=form.get("password", ""),
                address=of_client(request.scope),
                throttle=self._throttle,
                at=at,
            )
        except WrongCredentials as refused:
            return _sign_in_form(to=to, email=email, sign_in_error=refused.message)
        except (TooManyAttempts, TooBusy) as refused:
            status, message, headers = refusal_of(refused)
            return _sign_in_form(status, to=to, email=email, sign_in_error=message, headers=headers)
        response, seconds = redirect(to), int((ends - at).total_seconds())
        set_session_cookie(response, token, seconds=seconds, address=self._services.address, path=PATH)
        return response

    async def _sign_out(self, request: Request) -> Response:
        viewer, response = await self._viewer(request), redirect(PATH)
        if viewer is not None:
            await sessions.sign_out(token=request.cookies[COOKIE], viewer=viewer, at=self._clock())
        delete_session_cookie(response, path=PATH)
        return response

    async def _viewer(self, request: Request) -> Viewer | None:
        return await viewer_of(request, at=self._clock())

    def _reader(self, viewer: Viewer) -> Reader:
        return reader_of(viewer, at=self._clock(), services=self._services)


def _page(
    template: str, status: int = HTTPStatus.OK, *, headers: Mapping[str, str] | None = None, **values: Any
) -> Response:
    return render(template, status, headers=headers, area=PATH, **values)


def _sign_in_form(
    status: int = HTTPStatus.UNAUTHORIZED,
    *,
    to: str,
    email: str = "",
    sign_in_error: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The sign-in form; after it the browser is redirected to `to`."""
    return _page("guarantees_sign_in.html", status, headers=headers, to=to, email=email, sign_in_error=sign_in_error)


def _not_visible(viewer: Viewer | None) -> Response:
    return _page("error.html", HTTPStatus.NOT_FOUND, viewer=viewer, message=NOT_VISIBLE)


def _target(given: str) -> str:
    return given if TARGET.fullmatch(given) else PATH


def _id(text: str) -> UUID | None:
    """None, which means the first page, for a text that is not an id."""
    try:
        return UUID(text)
    except ValueError:
        return None
