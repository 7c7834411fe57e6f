"""The same as constraint_violations.py, of reviews and of the notifications of branches."""

from tests.support.database.constraint_violations import DAY, OPEN, Violation

CHECKS: list[Violation] = [
    ("branch_notification_reminds_in_time", "branch_notification", "true", {"reminder_days": 0}),
    ("branch_notification_reminds_in_time", "branch_notification", "true", {"reminder_days": 31}),
    ("branch_notification_timing_is_known", "branch_notification", "true", {"timing": "NEVER"}),
    ("guarantee_under_review_has_a_reviewer", "guarantee", OPEN, {"status": "UNDER_REVIEW"}),
    ("guarantee_under_review_has_a_reviewer", "guarantee", OPEN, {"reviewer_id": "{account}"}),
    ("guarantee_under_review_has_a_reviewer", "guarantee", OPEN, {"review_started_at": DAY}),
]
