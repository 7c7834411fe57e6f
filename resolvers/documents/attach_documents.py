"""Documents as part of a read: with a link to each, rendered first if missing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from models.auth_key import AuthKeyStatus
from models.certificate import CertificateStatus
from models.document import Document, DocumentKind
from models.parties.viewer import Viewer
from resolvers import access, audit
from resolvers.conditions import NOTHING, matching
from resolvers.documents import compose_data, document_links, read_content, render_documents
from resolvers.loading import Loadable, Reader, walk
from resolvers.relations import Include, ToDocument

OWNER = {
    DocumentKind.CERTIFICATE: "certificate_id",
    DocumentKind.CERTIFICATE_COPY: "certificate_id",
    DocumentKind.KEY_NOTICE: "certificate__guarantee_id",
    DocumentKind.FEE_STATEMENT: "fee_statement_id",
    DocumentKind.MONTHLY_BILL: "monthly_bill_id",
    DocumentKind.CLAIM_RECEIPT: "filed_claim_id",
}
"""The column by which documents of a kind refer to their rows: certificates, guarantees, fee statements, claims."""
ALTERNATIVES = {DocumentKind.CERTIFICATE: (DocumentKind.CERTIFICATE, DocumentKind.CERTIFICATE_COPY)}
"""The kinds that answer a requested kind: a viewer may read one of them for each row."""


async def attach(rows: Sequence[Loadable], include: Include, reader: Reader) -> None:
    """Put the requested documents into the `related` of their rows; a step of Reader.after_load.

    One statement for each place of the tree. None if the viewer may not read it.
    """
    for owners, name, step in walk(rows, include):
        if isinstance(step.relation, ToDocument):
            found = await _linked(owners, step.relation.kind, reader)
            for row in owners:
                row.related[name] = found.get(row.id)


async def _linked(rows: Sequence[Any], kind: DocumentKind, reader: Reader) -> dict[UUID, Document]:
    """The documents of the rows that the viewer may read, by the row's id.

    The state of a document that is not rendered by `reader.wait_until` says so, with the time of a retry; its link
    works already. A link to a key notice is recorded like a reading of the key.
    """
    viewer, services, at = reader.viewer, reader.services, reader.at
    if viewer is None or access.document_rule(kind, viewer.role) == NOTHING:
        return {}
    found = await _found(rows, kind, viewer)
    if missing := [document.id for document in found.values() if document.made_at is None]:
        await render_documents.render_now(
            missing, source=viewer.actor_id.hex, services=services, at=at, wait_until=reader.wait_until
        )
        found = await _found(rows, kind, viewer)
    for document in found.values():
        document.related = {
            "url": document_links.link_to(document, viewer, services=services, at=at),
            "filename": document.filename or compose_data.filename(document),
            "retry_after": None if document.made_at is not None else read_content.retry_after(document, at=at),
        }
    if kind is DocumentKind.KEY_NOTICE and found:
        await audit.record_each("key_notice.linked", list(found), viewer=viewer, at=at)
    return found


async def _found(rows: Sequence[Any], kind: DocumentKind, viewer: Viewer) -> dict[UUID, Document]:
    wanted: dict[str, Any] = {f"{OWNER[kind]}__in": [row.id for row in rows]}
    if kind is DocumentKind.KEY_NOTICE:
        wanted |= {"certificate__status": CertificateStatus.CURRENT, "auth_key__status": AuthKeyStatus.ACTIVE}
    kinds = ALTERNATIVES.get(kind, (kind,))
    rules = [matching({"kind": each}) & access.document_rule(each, viewer.role).q(viewer) for each in kinds]
    found = Document.filter(matching(wanted), Q(*rules, join_type=Q.OR))
    found = found.select_related("certificate", "fee_statement", "monthly_bill", "filed_claim__certificate")
    return {_owner(document): document for document in await found}


def _owner(document: Document) -> Any:
    if document.kind is DocumentKind.KEY_NOTICE and document.certificate is not None:
        return document.certificate.guarantee_id
    return document.certificate_id or document.fee_statement_id or document.monthly_bill_id or document.filed_claim_id
