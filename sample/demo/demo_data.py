"""The demonstration as a whole: the sample data, and what has become of other contracts until today."""

import datetime
from collections.abc import Callable

from tortoise import connections

from database.batching import unbatched
from database.transactions import transactional
from models.fees.monthly_bill import MonthlyBill, PaymentRequest
from models.numbering import JAPAN
from pdf.reading.attachment_reader import AttachmentReader
from resolvers.document_services import DocumentServices
from resolvers.endings import expire_guarantees
from resolvers.guarantees import make_monthly_bills, record_payment
from sample import sample_data, sample_register
from sample.demo import announcements, before_issue, changed, demo_register, desk, ended, in_force, timeline
from sample.demo.desk import Desk
from sample.demo.timeline import Steps

CASES: tuple[Callable[[Desk], Steps], ...] = (
    before_issue.drafts,
    before_issue.under_review,
    before_issue.submitted_again,
    before_issue.declined,
    before_issue.withdrawn,
    before_issue.waiting_for_fee,
    in_force.sent,
    in_force.presented,
    in_force.viewed,
    in_force.accepted_and_expiring,
    in_force.returned,
    in_force.intermediate,
    in_force.on_paper,
    in_force.of_joint_venture,
    in_force.approved_by_obligee,
    in_force.by_kind,
    changed.amended_twice,
    changed.amended_on_request,
    changed.requests,
    changed.amendment_cancelled,
    changed.corrected,
    changed.key_replaced,
    ended.expired,
    ended.released,
    ended.cancelled,
    ended.claim_filed,
    ended.claim_in_review,
    ended.claim_accepted,
    ended.claim_paid,
    ended.claims_in_vain,
)
EARLIEST = datetime.datetime(2026, 7, 1, tzinfo=JAPAN)
"""Before it some contracts would have been made before their obligees accepted electronic guarantees."""
BILLED_ON = 10
"""Day of the month on which the bills of the month before were made."""
STATED = "SELECT DISTINCT billing_month FROM fee_statement WHERE billing_month IS NOT NULL ORDER BY billing_month"


@transactional
async def load(*, services: DocumentServices, files: AttachmentReader, at: datetime.datetime) -> None:
    """Load everything, or nothing at all: use cases that share their statements do without, in this transaction."""
    with unbatched():
        sample = await sample_register.register(at=at)
        added = await demo_register.register(sample)
        await sample_data.issued_case(sample, services.keyring)
        people = await desk.opened(added, services, files, now=at)
        await timeline.run([case(people) for case in CASES], now=at)
        await announcements.published(people, at)
        await _billed(people, at)
        await expire_guarantees.expire(at=at)
        await sample_data.open_applications(sample, at)


async def _billed(people: Desk, at: datetime.datetime) -> None:
    """Each month is billed in the next one; all bills but the newest are paid."""
    for row in await connections.get("default").execute_query_dict(STATED):
        following = (row["billing_month"] + datetime.timedelta(days=31)).replace(day=BILLED_ON)
        made_at = datetime.datetime.combine(following, datetime.time(9), JAPAN)
        if made_at < at:
            await make_monthly_bills.bill_ended_months(at=made_at)
    bills = await MonthlyBill.all().order_by("billing_month", "id")
    for bill in bills[:-1]:
        if bill.total > 0:
            paid_at = min(datetime.datetime.combine(bill.due_on, datetime.time(15), JAPAN), at)
            await record_payment.record(
                request=PaymentRequest(None, bill.id, paid_at.astimezone(JAPAN).date(), bill.total, None),
                idempotency_key=None,
                viewer=people.people["surety"],
                at=paid_at,
            )
