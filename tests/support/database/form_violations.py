"""The same for what the form has of years, deliveries and bill-to parties (see constraint_violations.py)."""

from uuid import UUID

from models.parties.bill_to import BillTo
from tests.support.database.constraint_violations import LATER, OPEN, Violation

OF_FORMS: list[Violation] = [
    (
        "application_submitted_is_complete",
        "application",
        "submitted_at IS NOT NULL",
        {"submitted_at": None, "fiscal_year": None},
    ),
    ("application_is_for_a_fiscal_year", "application", "submitted_at IS NULL", {"fiscal_year": 2026}),
    ("application_is_for_a_fiscal_year", "application", "submitted_at IS NOT NULL", {"current_fiscal_year_base": 0}),
    ("fee_statement_paper_delivery_is_known", "fee_statement", "true", LATER | {"paper_delivery": "MOON"}),
    ("guarantee_delivery_is_of_paper", "guarantee", OPEN, {"paper_delivery": "BRANCH"}),
    ("guarantee_paper_delivery_is_known", "guarantee", "medium = 'PAPER'", {"paper_delivery": "MOON"}),
    ("bill_to_registered_once", "bill_to", "true", {}),
    ("guarantee_same_contractor_as_bill_to", "guarantee", OPEN, {"bill_to_party_id": "{bill_to}"}),
]


async def bill_to_of(contractor_id: UUID) -> UUID:
    """A bill-to party of another contractor."""
    return (await BillTo.create(contractor_id=contractor_id, name="別の建設", folded="別の建設")).id
