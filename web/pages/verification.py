"""`/verify`, where the key notice's QR code leads: sign in, number and key, the certificate; and the offline check.

Everything is decided by the resolvers that answer GraphQL too, with their throttle and their audit. Keys stand in the
bodies of forms only; after a look-up the browser is sent to the certificate's own address.
"""

import datetime
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from models.document import DocumentKind
from models.errors import FileNotExamined, TooManyAttempts, WrongCredentials
from models.guarantee import Guarantee
from models.numbering import MalformedNumber
from models.numbering import parse as parse_number
from models.parties.viewer import Viewer
from models.texts.control_characters import show
from models.texts.trade_terms import terms
from models.validity import validity as of_version
from pdf.documents.document_data import ELECTRONIC_ONLY_NOTE, UNDERTAKING, ratio
from pdf.signing.signature_verifier import SignatureVerifier
from resolvers.certificates import look_up, verify_file
from resolvers.document_services import Archive
from resolvers.loading import NOTHING, Reader, Step, ToDocument, ToOne
from resolvers.parties import sessions
from security.auth_keys import MalformedKey
from security.auth_keys import parse as parse_key
from security.body_budget import BodyBudget
from security.client_addresses import of_client
from security.throttle import Throttle
from web.pages import forms
from web.pages.error_pages import Handler, told
from web.pages.forms import SentFile
from web.pages.page_security import COOKIE, PATH, forget_session, keep_session
from web.pages.rendering import back, page, see
from web.pages.sessions import share_of, viewer_of

STYLE = Path(__file__).with_name("style.css")
LONGEST_NUMBER = 40
"""Characters of a number that is kept in a form."""
LONGEST_FILE_NAME = 120
"""Characters of a file's name that are told back."""
SHOWN = {
    "document": Step(ToDocument(DocumentKind.CERTIFICATE), NOTHING),
    "guarantee": Step(ToOne(Guarantee, "guarantee_id"), NOTHING),
}
"""What is loaded along with a certificate."""
NO_MATCH = "入力された番号と認証キーで閲覧できる電子証書はありません。「認証キーのお知らせ」をご確認ください。"
SESSION_OVER = "サインインの有効期限が切れました。もう一度サインインしてください。"
SIGN_IN_FIRST = "サインインしていないか、有効期限が切れています。もう一度サインインしてください。"
NOT_VISIBLE = "この電子証書は見つからないか、閲覧できません。番号と認証キーから開き直してください。"
NO_FILE = "電子証書のＰＤＦファイルを選択してください。"


class VerificationPages:
    """The pages below PATH."""

    def __init__(
        self,
        archive: Archive,
        *,
        bodies: BodyBudget,
        throttle: Throttle,
        verifier: SignatureVerifier,
        clock: Callable[[], datetime.datetime],
    ) -> None:
        self._archive, self._bodies = archive, bodies
        self._throttle, self._verifier, self._clock = throttle, verifier, clock

    @property
    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            self._route("", self._start, "GET"),
            self._route("", self._look_up, "POST"),
            self._route("/sign-in", self._sign_in, "POST"),
            self._route("/sign-in", back, "GET"),
            self._route("/sign-out", self._sign_out, "POST"),
            self._route("/sign-out", back, "GET"),
            self._route("/document", self._verify, "POST"),
            self._route("/document", self._start, "GET"),
            self._route("/certificates/{id:uuid}", self._certificate, "GET"),
            Route("/static/verify.css", lambda _: FileResponse(STYLE, headers={"cache-control": "max-age=3600"})),
        ]

    def _route(self, path: str, handler: Handler, method: str) -> Route:
        return Route(f"{PATH}{path}", told(handler, address=self._archive.address), methods=[method])

    async def _start(self, request: Request) -> Response:
        number, viewer = _kept(request.query_params.get("number", "")), await self._viewer(request)
        if viewer is None and COOKIE in request.cookies:
            return _forms(HTTPStatus.UNAUTHORIZED, number=number, sign_in_error=SESSION_OVER)
        return _forms(viewer=viewer, number=number)

    async def _sign_in(self, request: Request) -> Response:
        with share_of(request, None, self._bodies) as share:
            form = await forms.fields(request, share)
        at = self._clock()
        given: dict[str, Any] = {"number": _kept(form.get("number", "")), "email": form.get("email", "")}
        try:
            token, ends, _ = await sessions.sign_in(
                email=given["email"],
                password=form.get("password", ""),
                address=of_client(request.scope),
                throttle=self._throttle,
                at=at,
            )
        except WrongCredentials as refused:
            return _forms(HTTPStatus.UNAUTHORIZED, sign_in_error=refused.message, **given)
        except TooManyAttempts as refused:
            return _too_many(refused, "sign_in_error", **given)
        response = see(f"{PATH}?number={quote(given['number'])}" if given["number"] else PATH)
        keep_session(response, token, seconds=int((ends - at).total_seconds()), address=self._archive.address)
        return response

    async def _sign_out(self, request: Request) -> Response:
        viewer, response = await self._viewer(request), see(PATH)
        if viewer is not None:
            await sessions.sign_out(token=request.cookies[COOKIE], viewer=viewer, at=self._clock())
        forget_session(response)
        return response

    async def _look_up(self, request: Request) -> Response:
        viewer = await self._viewer(request)
        with share_of(request, viewer, self._bodies) as share:
            form = await forms.fields(request, share)
        given: dict[str, Any] = {"viewer": viewer, "number": _kept(form.get("number", ""))}
        if viewer is None:
            return _forms(HTTPStatus.UNAUTHORIZED, sign_in_error=SIGN_IN_FIRST, **given)
        try:
            found = await look_up.find(
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
        return see(f"{PATH}/certificates/{found.id}")

    async def _certificate(self, request: Request) -> Response:
        viewer = await self._viewer(request)
        if viewer is None:
            return sign_in_first()
        id_, reader = request.path_params["id"], self._reader(viewer)
        found = await look_up.show(id_, include=SHOWN, reader=reader)
        if found is None:
            return _forms(HTTPStatus.NOT_FOUND, viewer=viewer, look_up_error=NOT_VISIBLE)
        validity = of_version(found, found.related["guarantee"], at=reader.at)
        return page(
            "certificate.html",
            certificate=found,
            no_paper=ELECTRONIC_ONLY_NOTE,
            undertaking=UNDERTAKING.format(found.general_terms),
            ratio=ratio(found.amount, found.contract_price),
            validity=validity,
            terms=terms(found.contract_type),
            document=found.related["document"],
            viewer=viewer,
        )

    async def _verify(self, request: Request) -> Response:
        viewer = await self._viewer(request)
        with share_of(request, viewer, self._bodies) as share:
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

    async def _viewer(self, request: Request) -> Viewer | None:
        return await viewer_of(request, at=self._clock())

    def _reader(self, viewer: Viewer) -> Reader:
        return Reader(viewer, self._clock(), self._archive.keyring, self._archive)


def sign_in_first() -> Response:
    """The page with its forms, for who has to sign in before anything else."""
    return _forms(HTTPStatus.UNAUTHORIZED, sign_in_error=SIGN_IN_FIRST)


def _forms(status: HTTPStatus = HTTPStatus.OK, *, headers: dict[str, str] | None = None, **values: Any) -> Response:
    """The page with its forms: filled in as they were, never with a key or a password."""
    empty = dict.fromkeys(("viewer", "finding", "file_name", "number", "email"))
    errors = dict.fromkeys(("sign_in_error", "look_up_error", "number_error", "key_error", "document_error"))
    return page("verify.html", status, headers=headers, **{**empty, **errors, **values})


def _too_many(refused: TooManyAttempts, place: str, **values: Any) -> Response:
    message = f"試行回数が上限に達しました。{refused.retry_after}秒後にやり直してください。"
    headers = {"retry-after": str(refused.retry_after)}
    return _forms(HTTPStatus.TOO_MANY_REQUESTS, headers=headers, **{place: message}, **values)


def _kept(number: str) -> str:
    return number.strip()[:LONGEST_NUMBER]
