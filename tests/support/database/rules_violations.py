"""The same as constraint_violations.py, for the rules of obligees and what belongs to them."""

from uuid import UUID

from models.enums import GuaranteeKind
from models.parties.contract_approval import ContractApproval
from models.parties.obligee_office import ObligeeOffice
from tests.conftest import NOON
from tests.support.database.constraint_violations import Violation

NEXT = {"version": 2, "valid_from": "2030-01-01", "valid_until": "2031-01-01"}
"""Rules that may follow the first."""

RULES: list[Violation] = [
    ("obligee_rules_end_after_they_begin", "obligee_rules", "true", NEXT | {"valid_until": "2029-12-31"}),
    ("obligee_rules_ratios_are_fractions", "obligee_rules", "true", NEXT | {"advance_payment_ratio_bp": 10_001}),
    ("obligee_rules_ratios_are_fractions", "obligee_rules", "true", NEXT | {"combined_ratio_bp": -1}),
    ("obligee_rules_ratios_are_fractions", "obligee_rules", "true", NEXT | {"services_advance_payment_ratio_bp": -1}),
    ("obligee_rules_sums_are_positive", "obligee_rules", "true", NEXT | {"minimum_price": 0}),
    ("obligee_office_has_few_addresses", "obligee_office", "true", {"name": "別", "notice_addresses": []}),
    ("obligee_office_has_few_addresses", "obligee_office", "true", {"name": "別", "notice_addresses": ["x"] * 21}),
    ("obligee_office_kind_is_known", "obligee_office", "true", {"kind": "BID"}),
    ("contract_approval_number_is_13_digits", "contract_approval", "true", {"corporate_number": "123"}),
]
ONCE: list[Violation] = [
    ("obligee_rules_have_one_last", "obligee_rules", "true", NEXT | {"valid_until": None}),
    ("obligee_rules_begin_once", "obligee_rules", "true", {"version": 2, "valid_until": "2030-01-01"}),
    ("contract_approval_of_anybody_once", "contract_approval", "corporate_number IS NULL", {}),
    ("contract_approval_of_a_company_once", "contract_approval", "corporate_number IS NOT NULL", {}),
]
CHANGES = [
    ("obligee_rules_never_change", "UPDATE obligee_rules SET combined_ratio_bp = 7000"),
    ("obligee_rules_never_change", "UPDATE obligee_rules SET valid_from = '2030-01-01'"),
]


async def store_rows(obligee_id: UUID) -> None:
    """An office, and approvals."""
    await ObligeeOffice.create(
        obligee_id=obligee_id, name="契約課", kind=GuaranteeKind.PERFORMANCE, notice_addresses=["a@example.jp"]
    )
    for number in (None, "0000000000001"):
        await ContractApproval.create(
            obligee_id=obligee_id,
            project_name="橋",
            folded_project_name="橋",
            corporate_number=number,
            approved_at=NOON,
        )
