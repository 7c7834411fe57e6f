"""Creating fee statements: computed first, written with the approval, issue or withdrawal that they belong to."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tortoise import connections

from database import insertion
from models.content.certificate_sources import OBLIGEE_TITLE, OFFICER_OF_CONTRACT
from models.errors import DomainError, FeeAboveAmount, FeeRatesMissing, too_many
from models.fees import monthly_payment
from models.fees.fee import FeeTable
from models.fees.fee_statement import MOST_STATEMENTS, Charge, FeeStatement, request_number
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import today
from resolvers.guarantees import additional_fees

COPIED = {
    "bill_to": "coalesce(bill_to.name, guarantee.bill_to)",
    "bill_to_department": "bill_to.department",
    "bill_to_address": "bill_to.address",
    "paper_delivery": "guarantee.paper_delivery",
    "principal_name": "contractor.name",
    "joint_venture_name": "contract.joint_venture_name",
    "obligee_title": OBLIGEE_TITLE,
    "project_name": "contract.project_name",
    "contract_type": "contract.contract_type",
    "surety_name": "surety.name",
    "surety_address": "surety.address",
    "surety_representative": "surety.representative",
    "handling_branch_name": "branch.name",
    "handling_branch_telephone": "branch.telephone",
    "handling_branch_fax": "branch.fax",
}
"""The content of a statement and its sources: later changes to these do not affect it."""
LEFT_FREE = 3
"""Statements that can follow an approval: revocation or repayment, or issue."""
RATES = ("thresholds", "rates_ppm", "is_annual", "minimum_fee", "rounding_unit", "is_sample")

READ = f"""
SELECT asked.day, contract.period_from, branch.code AS branch_code, surety.fee_due_days,
    nullif(concat_ws('　', bank_name, bank_branch, account_type, account_number, account_holder), '') AS account,
    (SELECT guarantee_number IS NOT NULL OR due_on IS NOT NULL FROM fee_statement
        WHERE guarantee_id = guarantee.id ORDER BY sequence DESC LIMIT 1) IS TRUE AS is_stated,
    guarantee.fee_payment_method <> 'MONTHLY_CONSOLIDATED' OR (
        SELECT may_pay_monthly FROM monthly_payment AS entry
        WHERE entry.surety_id = guarantee.surety_id AND entry.contractor_id = guarantee.contractor_id
            AND entry.valid_from <= asked.day
        ORDER BY entry.valid_from DESC LIMIT 1
    ) IS TRUE AS may_be_paid_so,
    {", ".join(f"{source} AS {column}" for column, source in COPIED.items())},
    {", ".join(f"rates.{column}" for column in RATES)}
FROM unnest($1::uuid[], $2::date[]) WITH ORDINALITY AS asked (guarantee_id, day, place)
JOIN guarantee ON guarantee.id = asked.guarantee_id
JOIN application ON application.id = guarantee.application_id
JOIN contract ON contract.id = guarantee.contract_id
JOIN contractor ON contractor.id = guarantee.contractor_id
JOIN obligee ON obligee.id = guarantee.obligee_id
{OFFICER_OF_CONTRACT}
JOIN surety ON surety.id = guarantee.surety_id
JOIN branch ON branch.id = application.submission_branch_id
LEFT JOIN bill_to ON bill_to.id = guarantee.bill_to_party_id
LEFT JOIN LATERAL (
    SELECT * FROM fee_table
    WHERE fee_table.surety_id = guarantee.surety_id AND fee_table.kind = guarantee.kind AND valid_from <= asked.day
    ORDER BY valid_from DESC LIMIT 1
) AS rates ON true
ORDER BY asked.place
"""  # noqa: S608 -- constant names
"""The rates for guarantees on a day, and the values that their statements copy."""


async def calculate(asked: Sequence[tuple[Guarantee, datetime.date]]) -> list[Charge | DomainError | None]:
    """The fee of each guarantee by the rates of a day, in order; one SQL statement for any number.

    None if a statement exists already and is not cancelled: the request at the approval stays valid. A refusal, as a
    value, if no fee can be stated: FeeRatesMissing, FeeAboveAmount, InvalidInput for a monthly payment that is not
    allowed. Such a guarantee is not issued.
    """
    execute = connections.get("default").execute_query_dict
    rows = await execute(READ, [[guarantee.id for guarantee, _ in asked], [day for _, day in asked]])
    return [_charge(guarantee, row) for (guarantee, _), row in zip(asked, rows, strict=True)]


async def at_issue(charged: Sequence[tuple[Guarantee, Charge]]) -> None:
    """Write the fee statement of each newly issued guarantee, in the caller's transaction."""
    await insertion.insert([FeeStatement.of(guarantee, charge) for guarantee, charge in charged])


async def at_approval(guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """At approval of a guarantee: state its fee if it is awaited now, else check that it can be stated.

    In the caller's transaction. Raises FeeRatesMissing, FeeAboveAmount, and InvalidInput above the maximum of
    statements or for a monthly payment that is not allowed.
    """
    (charge,) = await calculate([(guarantee, today(at))])
    if isinstance(charge, DomainError):
        raise charge
    if charge is not None and guarantee.status is GuaranteeStatus.AWAITING_FEE:
        earlier = await _last_of(guarantee)
        if earlier is not None and earlier.sequence > MOST_STATEMENTS - LEFT_FREE:
            message = f"1件の保証の保証料計算書は{MOST_STATEMENTS}件までです。取下げのうえ、改めてお申し込みください。"
            raise too_many(("guaranteeId",), message)
        statement = FeeStatement.of(guarantee, charge, request_serial=await _serial(), earlier=earlier)
        await statement.save(force_create=True)


async def at_amendment(
    guarantee: Guarantee, *, period_from: datetime.date | None = None, at: datetime.datetime
) -> None:
    """Write the statement of the difference in fee, if there is one; in the caller's transaction.

    By the rates of the day on which the fee was stated first, from the contract's first day if none is given. Raises as
    `calculate` returns, and InvalidInput above the maximum of statements.
    """
    stated = await FeeStatement.filter(guarantee_id=guarantee.id).order_by("-sequence")
    first = next(each for each in stated if each.earlier_charges == 0)
    rows = await connections.get("default").execute_query_dict(READ, [[guarantee.id], [first.issued_on]])
    row = rows[0] | {"is_stated": False, "may_be_paid_so": True}
    charge = _charge(guarantee, row | {"period_from": period_from or row["period_from"]})
    if isinstance(charge, DomainError):
        raise charge
    assert charge is not None  # noqa: S101 -- what is issued has an expiry date
    statement = FeeStatement.of(guarantee, replace(charge, day=today(at)), earlier=stated[0])
    if statement.due == 0:
        return
    statement.unpaid = min(max(-statement.due, 0), await additional_fees.open_of(guarantee))
    if statement.sequence > MOST_STATEMENTS - 1:
        raise too_many(("guaranteeId",), f"1件の保証の保証料計算書は{MOST_STATEMENTS}件までです。")
    await statement.save(force_create=True)


async def at_withdrawal(guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """Write the statement that refunds the fee of a guarantee withdrawn after its payment, in the caller's transaction.

    A payment from before the approval wrote statements has none to follow.
    """
    paid = await _last_of(guarantee)
    if guarantee.fee_paid_on is not None and paid is not None:
        await paid.paid_back(number=await _next_number(paid, at), on=today(at)).save(force_create=True)


async def at_revocation(guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """Write the statement that cancels an unpaid fee, because the approval is revoked; in the caller's transaction.

    The next approval creates a new statement.
    """
    asked = await _last_of(guarantee)
    if asked is not None:
        await asked.cancelled(number=await _next_number(asked, at), on=today(at)).save(force_create=True)


async def at_cancellation(guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """Write the statement that takes back what was charged for a guarantee cancelled after its issue.

    In the caller's transaction. Nothing follows where nothing was charged.
    """
    charged = await _last_of(guarantee)
    if charged is not None and charged.fee > 0:
        unpaid = await additional_fees.open_of(guarantee)
        await charged.refunded(guarantee, unpaid=unpaid, on=today(at)).save(force_create=True)


def _charge(guarantee: Guarantee, row: dict[str, Any]) -> Charge | DomainError | None:
    if row["is_stated"]:
        return None
    if row["rates_ppm"] is None:
        return FeeRatesMissing()
    if not row["may_be_paid_so"]:
        return monthly_payment.refusal()
    if guarantee.expiry_date is None:
        return None
    table = FeeTable(**{name: row[name] for name in RATES})
    try:
        lines = table.charge(guarantee.amount, period_from=row["period_from"], period_to=guarantee.expiry_date)
    except FeeAboveAmount as refusal:
        return refusal
    return Charge(
        day=row["day"],
        period_from=row["period_from"],
        lines=lines,
        is_sample=table.is_sample,
        copied={name: row[name] for name in COPIED},
        branch_code=row["branch_code"],
        due_days=row["fee_due_days"],
        account=row["account"],
    )


async def _last_of(guarantee: Guarantee) -> FeeStatement | None:
    return await FeeStatement.filter(guarantee_id=guarantee.id).order_by("-sequence").first()


async def _next_number(statement: FeeStatement, at: datetime.datetime) -> str:
    """The number of a statement that follows this one before the issue."""
    return request_number(statement.number.partition("-")[0], today(at), await _serial())


async def _serial() -> int:
    """Unique among requests; a rollback leaves a gap."""
    rows = await connections.get("default").execute_query_dict("SELECT nextval('fee_request_number') AS serial")
    return rows[0]["serial"]
