"""Requests of the desks: the session is in a cookie, and an operation is named by the hash of a trusted document.

Browsers add the cookie unasked. So it counts only with a header that pages of other sites cannot send, and from a page
of ours. Whatever has that header is a desk's, with all its rules; everything else never looks at the cookie.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import cookie_parser

from models.errors import NotSignedIn
from schema.errors import TOP_LEVEL
from schema.http.request_parsing import BadRequest, Desk, HttpRequest
from security import own_pages

HEADER = own_pages.DESK_HEADER.encode()
ACCOUNT = own_pages.ACCOUNT_HEADER.encode()
ON = "1"
"""The header's only value."""


@dataclass(frozen=True)
class Desks:
    """What the endpoint knows of the desks: the address of their pages, and how a document is found by its id."""

    address: str
    document: Callable[[str], str | None]
    takes_any: bool = False
    """Whether operations are taken as text too, as in development."""

    def admit(self, request: HttpRequest) -> Desk:
        """The sender, which is not identified yet. Raises BadRequest."""
        if request.told(HEADER) != ON:
            raise BadRequest(400, f"{own_pages.DESK_HEADER} の値は {ON} としてください。")
        if request.token is not None:
            raise BadRequest(400, f"Authorization: Bearer と {own_pages.DESK_HEADER} は同時に送信できません。")
        told = request.told
        site, origin, host = told(b"sec-fetch-site"), told(b"origin"), told(b"host")
        if not own_pages.is_own(site=site, origin=origin, host=host, address=self.address):
            raise BadRequest(403, "このサービスの画面から送信してください。", "FORBIDDEN_ORIGIN")
        token = cookie_parser(request.header(b"cookie")).get(own_pages.session_cookie(self.address))
        return Desk(token or None, self._query, told(ACCOUNT))

    def _query(self, body: dict[str, Any]) -> Any:
        """The text of the operation. Raises BadRequest."""
        query, id_ = body.get("query"), body.get("documentId")
        if id_ is None and self.takes_any:
            return query
        if query is not None and id_ is not None:
            raise BadRequest(400, "query と documentId は、どちらか一方だけを指定してください。")
        if query is not None:
            raise BadRequest(400, "操作は documentId で指定してください。", "UNTRUSTED_DOCUMENT")
        if not isinstance(id_, str):
            raise BadRequest(400, "documentId には操作の識別子を文字列で指定してください。")
        if (found := self.document(id_)) is None:
            message = "この操作は登録されていません。新しい版があります。画面を読み込み直してください。"
            raise BadRequest(400, message, "UNKNOWN_DOCUMENT")
        return found


def signed_out() -> BadRequest:
    """For a desk without a session of its account: nothing is executed, so that no null looks like an answer."""
    return BadRequest(401, NotSignedIn.message, TOP_LEVEL[NotSignedIn])
