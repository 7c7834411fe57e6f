"""Applications and later states, through the use cases, for tests that need them."""

import dataclasses
import datetime
from typing import Any
from uuid import UUID, uuid4

from tortoise import connections

from models.commands import ApplicationRequest, ContractRequest, GuaranteeRequest
from models.enums import ContractType, GuaranteeKind, Medium, Role
from models.guarantee import FeePaymentMethod, Guarantee
from resolvers.applications import submit
from resolvers.guarantees import review
from resolvers.guarantees.issue import issue_guarantees
from sample.sample_register import SampleRegister
from tests.conftest import KEYRING, NOON

KEY = "Z28YUE4J3Bux"
OTHER_KEY = "h7RkTq3WbN9e"
READ = {
    "presented_at": NOON,
    "handover_status": "VIEWED",
    "handover_channel": "DIRECT",
    "sent_at": NOON,
    "viewed_at": NOON,
}
"""Columns of a guarantee whose certificate the obligee has read."""
UNREAD = dict.fromkeys(READ) | {"handover_status": "NOT_SENT"}
"""Columns of a guarantee that has not been handed over."""
LATER = NOON + datetime.timedelta(days=5)
NOWHERE = "31073-00002N"
"""A valid number that no guarantee has unless a test uses two."""


def contract_request(sample: SampleRegister, *, obligee: str = "栃木県", **changes: Any) -> ContractRequest:
    """A works contract of ¥50,000,000; a different one on each call, even if everything else is the same."""
    request = ContractRequest(
        contractor_id=None,
        obligee_id=sample.obligees[obligee].id,
        project_name="●●●●工事",
        contract_type=ContractType.WORKS,
        contract_price=50_000_000,
        current_fiscal_year_base=None,
        contract_date=datetime.date(2026, 11, 1),
        tender_notice_date=None,
        bid_date=None,
        period_from=datetime.date(2026, 11, 10),
        period_to=datetime.date(2027, 8, 31),
        advance_payment_planned=True,
        low_price_or_labour_only=False,
        joint_venture_name=None,
        joint_venture_members=(),
        is_another=True,
    )
    return dataclasses.replace(request, **changes)


def guarantee_request(kind: GuaranteeKind, amount: int, **changes: Any) -> GuaranteeRequest:
    """An electronic guarantee with consolidated fees and the fields of its kind."""
    request = GuaranteeRequest(
        kind=kind,
        medium=Medium.ELECTRONIC,
        amount=amount,
        deposit_bank="○○銀行　××支店" if kind.is_advance else None,
        redeposit=False if kind.is_advance else None,
        recognized_on=datetime.date(2026, 11, 15) if "INTERMEDIATE" in kind else None,
        fee_payment_method=FeePaymentMethod.MONTHLY_CONSOLIDATED,
        bill_to="○○建設 株式会社",
        paper_fee_statement=False,
    )
    return dataclasses.replace(request, **changes)


def advance(amount: int = 20_000_000, **changes: Any) -> GuaranteeRequest:
    """An advance-payment guarantee, 40 % of the contract."""
    return guarantee_request(GuaranteeKind.ADVANCE_PAYMENT, amount, **changes)


def intermediate(amount: int = 10_000_000, **changes: Any) -> GuaranteeRequest:
    """An intermediate advance-payment guarantee, 20 % of the contract."""
    return guarantee_request(GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT, amount, **changes)


def performance(amount: int = 5_000_000, **changes: Any) -> GuaranteeRequest:
    """A performance guarantee, 10 % of the contract."""
    return guarantee_request(GuaranteeKind.PERFORMANCE, amount, **changes)


def form(sample: SampleRegister, *asked: GuaranteeRequest, **changes: Any) -> ApplicationRequest:
    """A valid form; without `asked` for an advance payment and a performance guarantee."""
    request = ApplicationRequest(
        contract_id=None,
        contract=contract_request(sample),
        guarantees=asked or (advance(), performance()),
        submission_branch_id=sample.branch.id,
        notify_on_completion=True,
        email="soumu@example.jp",
        contact_department="総務部",
        contact_title=None,
        contact_name="見本 花子",
        contact_telephone="028-000-0002",
        message=None,
    )
    return dataclasses.replace(request, **changes)


async def applied(sample: SampleRegister, *asked: GuaranteeRequest, **changes: Any) -> list[Guarantee]:
    """The guarantees of a submitted application, in the order of the form."""
    application = await submit.application(
        request=form(sample, *asked, **changes), idempotency_key=None, viewer=sample.viewers[Role.CONTRACTOR], at=NOON
    )
    return await Guarantee.filter(application_id=application.id).order_by("id")


async def approved(sample: SampleRegister, *asked: GuaranteeRequest, **changes: Any) -> list[Guarantee]:
    """The same, approved."""
    surety = sample.viewers[Role.SURETY]
    return [
        await review.approve(guarantee_id=guarantee.id, expiry_date=None, viewer=surety, at=NOON)
        for guarantee in await applied(sample, *asked, **changes)
    ]


async def issue(
    sample: SampleRegister, guarantee: Guarantee, *, key: str = KEY, at: datetime.datetime = NOON
) -> Guarantee:
    """The guarantee, issued with `key`."""
    issued_one, _ = await issue_guarantees.issue(
        guarantee_id=guarantee.id,
        idempotency_key=None,
        viewer=sample.viewers[Role.SURETY],
        keyring=KEYRING,
        at=at,
        draw_key=lambda: key,
    )
    return issued_one


async def issued(sample: SampleRegister, *asked: GuaranteeRequest, **changes: Any) -> list[Guarantee]:
    """Applied for, approved and issued, all with the same key."""
    return [await issue(sample, guarantee) for guarantee in await approved(sample, *asked, **changes)]


async def many_approved(sample: SampleRegister, count: int, *asked: GuaranteeRequest) -> list[UUID]:
    """The ids of so many approved guarantees, in a random order: copies of those of one application, in turn.

    Each has its own contract and application, which excludes mutual blocking.
    """
    models_ = await approved(sample, *asked)
    copies = [(uuid4(), models_[place % len(models_)].id) for place in range(count)]
    columns = [list(column) for column in zip(*copies, strict=True)]
    of_copy = "jsonb_build_object('id', copy.id"
    for table, changes in (
        ("contract", f"{of_copy}, 'is_another', true)"),
        ("application", f"{of_copy}, 'contract_id', copy.id)"),
        ("guarantee", f"{of_copy}, 'contract_id', copy.id, 'application_id', copy.id)"),
    ):
        column = "id" if table == "guarantee" else f"{table}_id"
        await connections.get("default").execute_query(
            f"""INSERT INTO {table} SELECT (jsonb_populate_record({table}, {changes})).*
            FROM unnest($1::uuid[], $2::uuid[]) AS copy (id, of)
            JOIN guarantee AS original ON original.id = copy.of
            JOIN {table} ON {table}.id = original.{column}""",
            columns,
        )
    return [id_ for id_, _ in copies]


async def row_counts() -> dict[str, int]:
    """The number of rows of each table."""
    execute = connections.get("default").execute_query_dict
    names = [row["tablename"] for row in await execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    union = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS rows FROM {name}" for name in sorted(names))
    return {row["name"]: row["rows"] for row in await execute(union)}


async def paid(sample: SampleRegister, *asked: Any, **changes: Any) -> list[Guarantee]:
    """Approved, and paid five days later."""
    viewer = sample.viewers[Role.SURETY]
    return [
        await review.record_fee_payment(guarantee_id=each.id, paid_on=LATER.date(), viewer=viewer, at=LATER)
        for each in await approved(sample, *asked, **changes)
    ]
