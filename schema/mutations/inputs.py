"""Inputs that several mutations share."""

import strawberry

from schema.reading.fields import described_input, given


@described_input
class GuaranteeReasonInput:
    """Which guarantee, and why."""

    guarantee_id: strawberry.ID = given("The guarantee.")
    reason: str = given("Shown to the other side, up to 1,000 characters.")
