"""The audit log: actor, action, subject, time and origin. An act and its event share a transaction."""

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from models.audit_records import LONGEST_SUBJECT, AuditEvent
from models.parties.viewer import Viewer
from models.texts.composed_names import fitting


async def record(
    action: str, *, viewer: Viewer, at: datetime.datetime, subject_id: UUID | None = None, subject: str | None = None
) -> None:
    """Record one act."""
    await AuditEvent.create(**_event(action, viewer, at, subject_id), subject=_fitting(subject))


async def record_each(
    action: str,
    subject_ids: Iterable[UUID],
    *,
    viewer: Viewer,
    at: datetime.datetime,
    subject: str | None = None,
) -> None:
    """Record the same act on several rows, in one statement."""
    await AuditEvent.bulk_create(
        [AuditEvent(**_event(action, viewer, at, subject_id), subject=_fitting(subject)) for subject_id in subject_ids]
    )


async def record_anonymous(action: str, *, address: str, subject: str, at: datetime.datetime) -> None:
    """Record an act of an anonymous client."""
    await AuditEvent.create(action=action, at=at, address=address, subject=_fitting(subject))


async def record_system(action: str, subject_ids: Iterable[UUID], *, at: datetime.datetime) -> None:
    """Record acts of the system itself, in one statement."""
    await AuditEvent.bulk_create(
        [AuditEvent(action=action, at=at, address="", subject_id=subject_id) for subject_id in subject_ids]
    )


def _fitting(subject: str | None) -> str | None:
    return subject and fitting(subject, LONGEST_SUBJECT)


def _event(action: str, viewer: Viewer, at: datetime.datetime, subject_id: UUID | None) -> dict[str, Any]:
    return {
        "action": action,
        "at": at,
        "role": viewer.role,
        "actor_id": viewer.actor_id,
        "address": viewer.address,
        "subject_id": subject_id,
    }
