"""Refusals of acts on claims."""

from models import refusals
from models.after_issue.claim import ClaimStatus
from schema.errors import UserError, error_type
from schema.reading.fields import column


@error_type(refusals.ClaimInWrongState)
class ClaimInWrongState(UserError):
    """The action does not fit the claim's state; nothing changed."""

    claim_status: ClaimStatus = column("The state that it is in.")
