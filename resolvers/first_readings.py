"""The obligee's first reading of what it has received without presenting the key itself (by a system that it uses)."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from tortoise.expressions import Subquery

from models.certificate import Certificate
from models.guarantee import Guarantee
from models.handover import HandoverStatus
from models.kinds import Role
from resolvers.conditions import matching


async def note(certificate_ids: Sequence[UUID], *, role: Role, at: datetime.datetime) -> None:
    """Certificates are read by somebody in `role`: of what an official reads the hand-over is VIEWED from then on."""
    if role is Role.OBLIGEE:
        received = Subquery(Certificate.filter(id__in=certificate_ids).values("guarantee_id"))
        unread = matching({"id__in": received, "handover_status": HandoverStatus.SENT, "presented_at__isnull": False})
        await Guarantee.filter(unread).update(handover_status=HandoverStatus.VIEWED, viewed_at=at)
