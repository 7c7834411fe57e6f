"""`/verify`, the address in the QR code of key notices: look-up by number and key, and the check of a PDF.

The pages use the same resolvers as GraphQL, with their throttle and audit log. Keys are in bodies of forms only;
after a look-up the browser is redirected to the URL of the certificate.
"""

import datetime
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.content.certificate_content import shown_in
from models.content.content_field import Place
from models.document import DocumentKind
from models.enums import Role
from models.errors import FileNotExamined
from models.guarantee import Guarantee
from models.numbering import MalformedNumber
from models.numbering import parse as parse_number
from models.parties.viewer import Viewer
from models.refusals import TooManyAttempts
from models.texts.control_characters import show
from models.texts.trade_terms import certificate_title
from models.validity import validity as of_version
from pdf.documents.document_data import ELECTRONIC_ONLY_NOTE, UNDERTAKING
from pdf.signing.signature_verifier import SignatureVerifier
from resolvers.certificates import look_up, verify_file
from resolvers.document_services import DocumentServices
from resolvers.loading import Reader
from resolvers.relations import NOTHING, Step, ToDocument, ToOne
from security.auth_keys import MalformedKey
from security.auth_keys import parse as parse_key
from security.body_budget import BodyBudget
from security.client_addresses import of_client
from security.throttle import Throttle
from web.browser_sessions import BrowserSessions
from web.pages import forms, targets
from web.pages.error_pages import Handler, handle_errors
from web.pages.forms import SentFile
from web.pages.rendering import redirect, render
from web.pages.sessions import body_share, reader_of, refusal_of

PATH = "/verify"
LONGEST_NUMBER = 40
"""Characters of a number that are repeated in a form."""
LONGEST_FILE_NAME = 120
"""Characters of a file name that are shown."""
CERTIFICATE_INCLUDE = {
    "document": Step(ToDocument(DocumentKind.CERTIFICATE), NOTHING),
    "guarantee": Step(ToOne(Guarantee, "guarantee_id"), NOTHING),
}
"""Relations that are loaded with a certificate."""
NO_MATCH = "入力された番号と認証キーで閲覧できる電子証書はありません。「認証キーのお知らせ」をご確認ください。"
SESSION_OVER = "サインインの有効期限が切れました。もう一度サインインしてください。"
SIGN_IN_FIRST = "サインインしていないか、有効期限が切れています。もう一度サインインしてください。"
NOT_VISIBLE = "この電子証書は見つからないか、閲覧できません。番号と認証キーから開き直してください。"
NO_FILE = "電子証書のＰＤＦファイルを選択してください。"


class VerificationPages:
    """Endpoints below PATH."""

    def __init__(
        self,
        services: DocumentServices,
        *,
        sessions: BrowserSessions,
        bodies: BodyBudget,
        throttle: Throttle,
        verifier: SignatureVerifier,
        has_desks: Callable[[], bool],
        node_id: Callable[[UUID], str],
        clock: Callable[[], datetime.datetime],
    ) -> None:
        """`node_id` gives the id of a certificate in the API, by which the obligee's desk names it."""
        self._has_desks, self._node_id = has_desks, node_id
        self._services, self._sessions, self._bodies = services, sessions, bodies
        self._throttle, self._verifier, self._clock = throttle, verifier, clock

    @property
    def routes(self) -> list[Route]:
        """Their routes."""
        return [
            self._route("", self._show_forms, "GET"),
            self._route("", self._look_up, "POST"),
            self._route("/document", self._verify, "POST"),
            self._route("/document", self._show_forms, "GET"),
            self._route("/certificates/{id:uuid}", self._certificate, "GET"),
        ]

    def _route(self, path: str, handler: Handler, method: str) -> Route:
        return Route(f"{PATH}{path}", handle_errors(handler, address=self._services.address), methods=[method])

    async def _show_forms(self, request: Request) -> Response:
        number, viewer = _truncated(request.query_params.get("number", "")), await self._sessions.viewer(request)
        if viewer is None and self._sessions.token(request):
            return _forms(HTTPStatus.UNAUTHORIZED, number=number, sign_in_error=SESSION_OVER)
        return _forms(viewer=viewer, number=number, desk=self._desk_of(viewer))

    async def _look_up(self, request: Request) -> Response:
        viewer = await self._sessions.viewer(request)
        with body_share(request, viewer, self._bodies) as share:
            form = await forms.fields(request, share)
        number = _truncated(form.get("number", ""))
        given: dict[str, Any] = {"viewer": viewer, "number": number, "desk": self._desk_of(viewer)}
        if viewer is None:
            return _forms(HTTPStatus.UNAUTHORIZED, sign_in_error=SIGN_IN_FIRST, **given)
        try:
            found = await look_up.certificate(
                number=parse_number(form.get("number", "")),
                key=parse_key(form.get("key", "")),
                include=NOTHING,
                reader=self._reader(viewer),
                throttle=self._throttle,
            )
        except MalformedNumber as refused:
            return _forms(HTTPStatus.UNPROCESSABLE_ENTITY, number_error=str(refused), **given)
        except MalformedKey as refused:
            return _forms(HTTPStatus.UNPROCESSABLE_ENTITY, key_error=str(refused), **given)
        except TooManyAttempts as refused:
            return _too_many(refused, "look_up_error", **given)
        if found is None:
            return _forms(HTTPStatus.NOT_FOUND, look_up_error=NO_MATCH, **given)
        return redirect(f"{PATH}/certificates/{found.id}")

    async def _certificate(self, request: Request) -> Response:
        viewer = await self._sessions.viewer(request)
        if viewer is None:
            return sign_in_first()
        id_, reader = request.path_params["id"], self._reader(viewer)
        found = await look_up.without_key(id_, include=CERTIFICATE_INCLUDE, reader=reader)
        if found is None:
            return _forms(HTTPStatus.NOT_FOUND, viewer=viewer, look_up_error=NOT_VISIBLE)
        desk = self._desk_of(viewer)
        validity = of_version(found, found.related["guarantee"], at=reader.at)
        return render(
            "certificate.html",
            certificate=found,
            no_paper=ELECTRONIC_ONLY_NOTE,
            undertaking=UNDERTAKING.format(found.general_terms),
            title=certificate_title(found.kind),
            table=found.table(Place.PAGE),
            labels={field.name: field.label.of(found.contract_type) for field in shown_in(Place.PAGE)},
            validity=validity,
            document=found.related["document"],
            viewer=viewer,
            in_desk=desk and f"{desk}/certificates/{self._node_id(found.id)}",
        )

    async def _verify(self, request: Request) -> Response:
        viewer = await self._sessions.viewer(request)
        with body_share(request, viewer, self._bodies) as share:
            document = await forms.file(request, "document", share)
            return await self._verified(document, request, viewer)

    async def _verified(self, document: SentFile, request: Request, viewer: Viewer | None) -> Response:
        if not document.content:
            return _forms(HTTPStatus.UNPROCESSABLE_ENTITY, viewer=viewer, document_error=NO_FILE)
        try:
            found = await verify_file.verify(
                document.content,
                verifier=self._verifier,
                address=of_client(request.scope),
                throttle=self._throttle,
                at=self._clock(),
            )
        except TooManyAttempts as refused:
            return _too_many(refused, "document_error", viewer=viewer)
        except FileNotExamined as refused:
            values: dict[str, Any] = {"viewer": viewer, "document_error": refused.message}
            if refused.retry_after is None:
                return _forms(HTTPStatus.UNPROCESSABLE_ENTITY, **values)
            return _forms(HTTPStatus.SERVICE_UNAVAILABLE, headers={"retry-after": str(refused.retry_after)}, **values)
        return _forms(viewer=viewer, finding=found, file_name=show(document.name)[:LONGEST_FILE_NAME])

    def _desk_of(self, viewer: Viewer | None) -> str | None:
        """The desk of an official, in which certificates are accepted and returned, if it has been built."""
        is_official = viewer is not None and viewer.role is Role.OBLIGEE
        return targets.DESKS[Role.OBLIGEE] if is_official and self._has_desks() else None

    def _reader(self, viewer: Viewer) -> Reader:
        return reader_of(viewer, at=self._clock(), services=self._services)


def sign_in_first() -> Response:
    """The page with its forms, for viewers without a session."""
    return _forms(HTTPStatus.UNAUTHORIZED, sign_in_error=SIGN_IN_FIRST)


def _forms(status: HTTPStatus = HTTPStatus.OK, *, headers: dict[str, str] | None = None, **values: Any) -> Response:
    """The page with its forms, filled in as they were sent, except keys."""
    empty = dict.fromkeys(("viewer", "finding", "file_name", "number", "desk"))
    errors = dict.fromkeys(("sign_in_error", "look_up_error", "number_error", "key_error", "document_error"))
    return render("verify.html", status, headers=headers, **{**empty, **errors, **values})


def _too_many(refused: TooManyAttempts, place: str, **values: Any) -> Response:
    status, message, headers = refusal_of(refused)
    return _forms(status, headers=headers, **{place: message}, **values)


def _truncated(number: str) -> str:
    return number.strip()[:LONGEST_NUMBER]
