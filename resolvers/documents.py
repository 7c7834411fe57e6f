"""Documents for those who may read them: as part of what they read, by a link of a few minutes, and as bytes."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from models.auth_key import AuthKeyStatus
from models.certificate import CertificateStatus
from models.document import Document, DocumentKind
from models.errors import DocumentNotAvailable
from models.viewer import Viewer
from resolvers import access, audit, document_making, first_readings, viewers
from resolvers.archive import Archive
from resolvers.conditions import NOTHING, matching
from security.auth_keys import BrokenEnvelope
from security.links import BrokenLink
from storage.store import NotStored

PATH = "/documents/"
PURPOSE = f"{PATH} of a token"
"""What its links are made for: a link of another form is none of these."""
SOON = 5
"""Seconds after which to ask again for what is being made."""

OWNER = {
    DocumentKind.CERTIFICATE: "certificate_id",
    DocumentKind.KEY_NOTICE: "certificate__guarantee_id",
    DocumentKind.FEE_STATEMENT: "fee_statement_id",
}
"""By which column the rows are found that a kind of documents hangs on: certificates, guarantees, fee statements."""


class Download(NamedTuple):
    """A document as it is handed out."""

    filename: str
    content: bytes


class LostDocument(Exception):
    """The bytes of a document are gone, or others than those that were made: an accident or an attack."""


async def load_along(
    rows: Sequence[Any],
    name: str,
    kind: DocumentKind,
    *,
    viewer: Viewer | None,
    archive: Archive,
    at: datetime.datetime,
    until: float,
) -> None:
    """Put the document of each row into its `related`, with a link: one statement, and what is missing is made first.

    None for who may not read it; DocumentNotAvailable, as a value, where it is not made `until` then (make_now).
    Handing out a link to a key notice is recorded as the key's reading is.
    """
    found: dict[UUID, Document] = {}
    if viewer is not None and access.document_rule(kind, viewer.role) != NOTHING:
        found = await _found(rows, kind, viewer)
        if missing := [document.id for document in found.values() if document.made_at is None]:
            await document_making.make_now(missing, archive=archive, at=at, until=until)
            found = await _found(rows, kind, viewer)
        for document in found.values():
            link = archive.links.make(PURPOSE, [document.id.hex, *viewers.claims_of(viewer)], at=at)
            document.related = {"url": f"{archive.address}{PATH}{link}"}
        linked = [id_ for id_, document in found.items() if document.made_at is not None]
        if kind is DocumentKind.KEY_NOTICE and linked:
            await audit.record_each("key_notice.linked", linked, viewer=viewer, at=at)
    for row in rows:
        row.related[name] = _readable(found.get(row.id), at)


async def describe(link: str, *, address: str, archive: Archive, at: datetime.datetime) -> Document:
    """What a link opens, without its bytes. Raises BrokenLink, ExpiredLink."""
    document, _ = await _opened(link, address, archive, at)
    return document


async def download(link: str, *, address: str, archive: Archive, at: datetime.datetime) -> Download:
    """What a link opens, recorded before it is answered, under the name of who got the link.

    Raises BrokenLink, ExpiredLink, LostDocument, StoreUnavailable.
    """
    document, reader = await _opened(link, address, archive, at)
    content = await _content(document, archive)
    await audit.record("document.read", viewer=reader, at=at, subject_id=document.id)
    if document.kind is DocumentKind.CERTIFICATE and document.certificate_id is not None:
        await first_readings.note([document.certificate_id], role=reader.role, at=at)
    return Download(str(document.filename), content)


async def _opened(link: str, address: str, archive: Archive, at: datetime.datetime) -> tuple[Document, Viewer]:
    """The document, and whom the link was given to, as it is now.

    Raises ExpiredLink, and BrokenLink also when who got it may no longer ask (viewers.of_claims) or no longer read it.
    """
    id_, *holder = archive.links.read(PURPOSE, link, at=at)
    document = await Document.get_or_none(id=UUID(id_))
    viewer = await viewers.of_claims(*holder, address=address, at=at)
    if document is None or viewer is None:  # a database that was set back does not know what it gave a link to
        raise BrokenLink
    rule = access.document_rule(document.kind, viewer.role)
    if not await Document.filter(rule.q(viewer), id=document.id).exists():
        raise BrokenLink
    return document, viewer


async def content(document_id: UUID, *, archive: Archive, at: datetime.datetime) -> Download:
    """A document for a mail, made first if it is not made.

    Raises DocumentNotAvailable, LostDocument, StoreUnavailable.
    """
    document = await Document.get(id=document_id)
    if document.made_at is None:
        until = document_making.end_of_patience()
        await document_making.make_now([document_id], archive=archive, at=at, until=until)
        await document.refresh_from_db()
    if document.made_at is None:
        raise DocumentNotAvailable(SOON)
    return Download(str(document.filename), await _content(document, archive))


async def _found(rows: Sequence[Any], kind: DocumentKind, viewer: Viewer) -> dict[UUID, Document]:
    """The documents of the rows that the viewer may read, by the row's id."""
    wanted: dict[str, Any] = {"kind": kind, f"{OWNER[kind]}__in": [row.id for row in rows]}
    if kind is DocumentKind.KEY_NOTICE:
        wanted |= {"certificate__status": CertificateStatus.CURRENT, "auth_key__status": AuthKeyStatus.ACTIVE}
    rule = access.document_rule(kind, viewer.role)
    found = await Document.filter(matching(wanted), rule.q(viewer)).select_related("certificate")
    return {_owner(document): document for document in found}


def _owner(document: Document) -> Any:
    if document.kind is DocumentKind.KEY_NOTICE and document.certificate is not None:
        return document.certificate.guarantee_id
    return document.certificate_id or document.fee_statement_id


def _readable(document: Document | None, at: datetime.datetime) -> Document | DocumentNotAvailable | None:
    if document is None or document.made_at is not None:
        return document
    seconds = -((at - document.due_at) // datetime.timedelta(seconds=1)) if document.failure else SOON
    return DocumentNotAvailable(max(SOON, seconds))


async def _content(document: Document, archive: Archive) -> bytes:
    key = document.storage_key
    assert key is not None  # noqa: S101 -- links are given to what is made
    try:
        content = await archive.store.get(key)
        if document.envelope_version is not None:
            content = archive.keyring.open_bytes(content, document.envelope_version, str(document.id))
    except (NotStored, BrokenEnvelope) as error:
        raise LostDocument(str(document.id)) from error
    if hashlib.sha256(content).digest() != bytes(document.sha256 or b""):
        raise LostDocument(str(document.id))
    return content
