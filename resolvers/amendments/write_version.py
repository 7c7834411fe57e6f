"""Writing the next version of a certificate, which takes the place of the current one."""

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from tortoise import connections

from database.columns import columns
from models.certificate import MOST_VERSIONS, Certificate, CertificateStatus
from models.errors import too_many
from models.guarantee import Guarantee
from resolvers.guarantees.issue.statements import FROM_SOURCES, INSERTED

AMENDED = INSERTED | {"reason": "'AMENDMENT'", "amendment_number": "issue.amendment_number"}


@cache
def statement() -> str:
    """An amended version, with the content of today's sources, as at the issue."""
    return f"""
INSERT INTO certificate ({", ".join(AMENDED)})
SELECT {", ".join(AMENDED.values())}
FROM (VALUES ($1::uuid, $2::uuid, $3::smallint, $4::text, $5::timestamptz, $6::uuid))
    AS issue (certificate_id, guarantee_id, amendment_number, number, issued_at, branch_id)
{FROM_SOURCES}
RETURNING {columns(Certificate, "certificate")}
"""  # noqa: S608 -- constant names


async def amended(guarantee: Guarantee, *, id_: UUID, at: datetime.datetime) -> Certificate:
    """The amended version of a stored and locked guarantee, in the caller's transaction; its documents are requested.

    Raises InvalidInput above the maximum of versions.
    """
    current, begun = await _ended(guarantee, CertificateStatus.SUPERSEDED, at=at)
    values = [id_, guarantee.id, current.amendment_number + 1, guarantee.number, begun, guarantee.handling_branch_id]
    (row,) = await connections.get("default").execute_query_dict(statement(), values)
    return Certificate._init_from_db(**row)  # noqa: SLF001 -- as querysets do


async def corrected(
    guarantee: Guarantee, replaced: Mapping[str, Any], *, id_: UUID, at: datetime.datetime
) -> Certificate:
    """The corrected version of a stored and locked guarantee: the content of the current one but what is replaced.

    In the caller's transaction; its documents are requested. Raises InvalidInput above the maximum of versions.
    """
    current, begun = await _ended(guarantee, CertificateStatus.CORRECTED, at=at)
    certificate = current.corrected(replaced, id_=id_, at=begun)
    await certificate.save(force_create=True)
    return certificate


async def restored(current: Certificate, former: Certificate, *, at: datetime.datetime) -> None:
    """The superseded version holds again, and the current one is cancelled, in the caller's transaction."""
    await Certificate.filter(id=current.id).update(status=CertificateStatus.CANCELLED, ended_at=at)
    await Certificate.filter(id=former.id).update(status=CertificateStatus.CURRENT, ended_at=None)
    await former.refresh_from_db()


async def _ended(
    guarantee: Guarantee, status: CertificateStatus, *, at: datetime.datetime
) -> tuple[Certificate, datetime.datetime]:
    """The version that was current, as it was then, and the moment at which its successor is issued.

    It is never before that of another version, also where an act that began later was first: versions are in the order
    of their acts.

    Raises InvalidInput above the maximum of versions.
    """
    versions = await Certificate.filter(guarantee_id=guarantee.id)
    if len(versions) >= MOST_VERSIONS:
        raise too_many(("guaranteeId",), f"1件の保証の証書は{MOST_VERSIONS}版までです。")
    (current,) = (version for version in versions if version.status is CertificateStatus.CURRENT)
    latest = max(version.issued_at for version in versions)
    begun = at if at >= latest else latest + datetime.timedelta(microseconds=1)
    await Certificate.filter(id=current.id).update(status=status, ended_at=begun)
    return current, begun
