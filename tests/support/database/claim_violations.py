"""The same as constraint_violations.py, of claims."""

from models.after_issue.claim import Claim, ClaimStatus
from models.after_issue.claim_message import ClaimMessage
from models.after_issue.claim_sums import due_on
from models.certificate import Certificate, CertificateStatus
from models.enums import Role
from models.guarantee import Guarantee
from models.numbering import today
from models.parties.surety import AccountType
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.applying import attaching
from tests.support.database.constraint_violations import UNKNOWN_ID, Violation

ENDED = {"status": "REJECTED", "decided_at": NOON.isoformat(), "decision": "x"}
"""A claim that may be beside the open one."""
SUMS, DUE, ACCOUNT = "claim_sums_are_in_range", "claim_is_due_after_its_arrival", "claim_account_is_well_formed"
DECIDED, PAID = "claim_decision_is_complete", "claim_payment_is_complete"

VIOLATIONS: list[Violation] = [
    ("claim_open_once", "claim", "true", {}),
    ("claim_has_one_filer", "claim", "true", ENDED | {"account_id": None}),
    ("claim_has_one_filer", "claim", "true", ENDED | {"api_client_id": UNKNOWN_ID}),
    ("claim_status_is_known", "claim", "true", ENDED | {"status": "LOST"}),
    ("claim_account_type_is_known", "claim", "true", ENDED | {"account_type": "GOLD"}),
    *((SUMS, "claim", "true", ENDED | changes) for changes in (
        {"amount": 0},
        {"advance_paid": -1},
        {"progress_paid": 2**53},
        {"finished_work_value": -1},
    )),
    (DUE, "claim", "true", ENDED | {"due_on": "2026-12-21"}),
    (DUE, "claim", "true", ENDED | {"contract_ended_on": "2026-11-21"}),
    *((ACCOUNT, "claim", "true", ENDED | changes) for changes in (
        {"account_number": "123456"},
        {"account_number": "123456a"},
        {"bank_name": ""},
        {"bank_branch": ""},
        {"account_holder": ""},
    )),
    (DECIDED, "claim", "true", ENDED | {"decided_at": None}),
    (DECIDED, "claim", "true", ENDED | {"decision": None}),
    (DECIDED, "claim", "true", ENDED | {"accepted_amount": 1}),
    (PAID, "claim", "true", ENDED | {"paid_on": "2026-12-20", "paid_amount": 1}),
    (PAID, "claim", "true", ENDED | {"paid_amount": 1}),
    ("claim_message_sender_is_known", "claim_message", "true", {"sender": "OPERATOR"}),
    ("document_one_receipt", "document", "kind = 'CLAIM_RECEIPT'", {}),
    ("document_belongs_to_its_kind", "document", "kind = 'CLAIM_RECEIPT'", {"kind": "FEE_STATEMENT"}),
]  # fmt: skip


async def store_row(register: SampleRegister, guarantee: Guarantee) -> None:
    """A claim that was just filed, a question about it and a file."""
    claim = await Claim.create(
        guarantee_id=guarantee.id,
        certificate_id=(await Certificate.get(guarantee_id=guarantee.id, status=CertificateStatus.CURRENT)).id,
        account_id=register.viewers[Role.OBLIGEE].actor_id,
        status=ClaimStatus.FILED,
        filed_at=NOON,
        due_on=due_on(today(NOON)),
        amount=2_500_000,
        reason="請負者の倒産",
        contract_ended_on=today(NOON),
        bank_name="○○銀行",
        bank_branch="××支店",
        account_type=AccountType.ORDINARY,
        account_number="0123456",
        account_holder="トチギケン",
    )
    await ClaimMessage.create(claim_id=claim.id, sent_at=NOON, sender=Role.SURETY, body="出来高調書をお送りください。")
    by = register.viewers[Role.OBLIGEE].actor_id
    await attaching.stored_row(guarantee.application_id, by, claim_id=claim.id, role=Role.OBLIGEE)
