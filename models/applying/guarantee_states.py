"""The states of guarantees, and the sets of them that rules name."""

from enum import StrEnum


class GuaranteeStatus(StrEnum):
    """手続状況. It stands per guarantee, not per application."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    UNDER_REVIEW = "UNDER_REVIEW"
    RETURNED = "RETURNED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    APPROVED = "APPROVED"
    AWAITING_FEE = "AWAITING_FEE"
    IN_FORCE = "IN_FORCE"
    EXPIRED = "EXPIRED"
    RELEASED = "RELEASED"
    CANCELLED = "CANCELLED"
    CLAIMED = "CLAIMED"
    PAID = "PAID"


IN_REVIEW = frozenset({GuaranteeStatus.SUBMITTED, GuaranteeStatus.UNDER_REVIEW})
AWAITING_ISSUE = frozenset({GuaranteeStatus.APPROVED, GuaranteeStatus.AWAITING_FEE})
"""Approved and not issued yet."""
BEFORE_ISSUE = IN_REVIEW | AWAITING_ISSUE | {GuaranteeStatus.RETURNED}
ENDED_UNISSUED = frozenset({GuaranteeStatus.DECLINED, GuaranteeStatus.WITHDRAWN})
ISSUED = frozenset(GuaranteeStatus) - BEFORE_ISSUE - ENDED_UNISSUED - {GuaranteeStatus.DRAFT}
