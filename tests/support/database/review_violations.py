"""The same as constraint_violations.py, of reviews and of the notifications of branches."""

from uuid import UUID

from models.applying.review_note import ReviewNote
from models.enums import Role
from models.parties.branch_notification import BranchNotification
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.database.constraint_violations import DAY, OPEN, Violation

CHECKS: list[Violation] = [
    ("branch_notification_reminds_in_time", "branch_notification", "true", {"reminder_days": 0}),
    ("branch_notification_reminds_in_time", "branch_notification", "true", {"reminder_days": 31}),
    ("branch_notification_timing_is_known", "branch_notification", "true", {"timing": "NEVER"}),
    ("guarantee_under_review_has_a_reviewer", "guarantee", OPEN, {"status": "UNDER_REVIEW"}),
    ("guarantee_under_review_has_a_reviewer", "guarantee", OPEN, {"reviewer_id": "{account}"}),
    ("guarantee_under_review_has_a_reviewer", "guarantee", OPEN, {"review_started_at": DAY}),
]
CHANGES = [
    ("message_keeps_what_it_says", "UPDATE message SET body = ''"),
    ("message_keeps_what_it_says", "UPDATE message SET read_at = now(); UPDATE message SET read_at = NULL"),
    ("review_note_never_changes", "UPDATE review_note SET body = ''"),
    ("review_note_never_changes", "DELETE FROM review_note"),
    ("review_note_is_never_truncated", "TRUNCATE review_note"),
]
"""Forbidden changes: the trigger, and a statement."""


async def store_rows(register: SampleRegister, application_id: UUID) -> None:
    """A row of each table."""
    reviewer_id = register.viewers[Role.SURETY].actor_id
    await ReviewNote.create(application_id=application_id, written_by_id=reviewer_id, written_at=NOON, body="可")
    await BranchNotification.create(branch_id=register.branch.id)
