"""Estimates of fees (domain rule 11). For the fee statements see create_fee_statements.py."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from models.applying.contract import Contract
from models.commands import GuaranteeRequest
from models.enums import GuaranteeKind
from models.errors import FeeAboveAmount, InvalidInput, Problem
from models.fees.fee import FeeEstimate, FeeTable
from models.numbering import today
from models.parties.surety import Surety
from models.parties.viewer import Viewer
from resolvers import access
from resolvers.loading import Reader, load
from resolvers.relations import Include

ABOVE_AMOUNT = "FEE_ABOVE_AMOUNT"
MAX_DAYS = 36_525
"""A hundred years."""


async def estimate(
    *,
    surety_id: UUID | None,
    kind: GuaranteeKind,
    amount: int,
    contract_price: int,
    period_from: datetime.date,
    period_to: datetime.date,
    include: Include,
    reader: Reader,
) -> FeeEstimate:
    """The fee of a guarantee by today's rates; sums are in yen, both days of the period are included.

    Raises InvalidInput, also if no rates are in force or the surety is ambiguous.
    """
    viewer = access.require("feeEstimate", reader.viewer)
    problems = list(_check(amount, contract_price, period_from, period_to))
    surety_id = surety_id or viewer.surety_id or await _only_surety(viewer)
    table = None
    if surety_id is None:
        problems.append(Problem(("suretyId",), "REQUIRED", "どの保証会社の保証料を見積もるかを指定してください。"))
    else:
        in_force = FeeTable.filter(
            access.visible(FeeTable, viewer), surety_id=surety_id, kind=kind, valid_from__lte=today(reader.at)
        )
        table = await in_force.order_by("-valid_from").first()
        if table is None:
            problems.append(Problem(("kind",), "NO_RATES", "この保証会社には、この商品の現行の保証料率がありません。"))
    if problems or table is None:
        raise InvalidInput(problems)
    try:
        lines = table.charge(amount, period_from=period_from, period_to=period_to)
    except FeeAboveAmount as refusal:
        raise InvalidInput([Problem(("amount",), ABOVE_AMOUNT, refusal.message)]) from None
    found = FeeEstimate(table.surety_id, table.valid_from, table.is_sample, lines)
    await load([found], include, reader=reader)
    return found


async def require_chargeable(asked: Sequence[GuaranteeRequest], contract: Contract, *, day: datetime.date) -> None:
    """Raises InvalidInput for guarantees of a contract whose fee, by the rates of the day, exceeds their amount.

    Missing rates are no problem here: they may be added before the approval.
    """
    in_force = FeeTable.filter(surety_id=contract.surety_id, valid_from__lte=day)
    # Later tables replace earlier ones.
    tables = {table.kind: table for table in await in_force.order_by("valid_from")}
    problems: list[Problem] = []
    for index, guarantee in enumerate(asked):
        try:
            charge(guarantee, contract, tables.get(guarantee.kind))
        except FeeAboveAmount as refusal:
            problems.append(fee_problem(index, refusal))
    if problems:
        raise InvalidInput(problems)


def charge(asked: GuaranteeRequest, contract: Contract, table: FeeTable | None) -> FeeEstimate | None:
    """The fee of a requested guarantee over the contract's period; None without rates. Raises FeeAboveAmount."""
    if table is None:
        return None
    lines = table.charge(asked.amount, period_from=contract.period_from, period_to=contract.period_to)
    return FeeEstimate(table.surety_id, table.valid_from, table.is_sample, lines)


def fee_problem(index: int, refusal: FeeAboveAmount) -> Problem:
    """The problem of the form's guarantee at that place."""
    return Problem(("guarantees", str(index), "amount"), ABOVE_AMOUNT, refusal.message)


async def _only_surety(viewer: Viewer) -> UUID | None:
    """The surety of all the contractor's contracts, or else the only one that is registered; None if there are more."""
    own = Contract.filter(contractor_id=viewer.contractor_id).distinct().limit(2).values_list("surety_id", flat=True)
    every = Surety.all().limit(2).values_list("id", flat=True)
    for sureties in (own, every):
        found: Any = await sureties
        if len(found) == 1:
            return found[0]
    return None


def _check(amount: int, contract_price: int, period_from: datetime.date, period_to: datetime.date) -> Iterator[Problem]:
    if contract_price <= 0:
        yield Problem(("contractPrice",), "NOT_POSITIVE", "請負金額は1円以上としてください。")
    if amount <= 0:
        yield Problem(("amount",), "NOT_POSITIVE", "保証金額は1円以上としてください。")
    elif amount > contract_price > 0:
        yield Problem(("amount",), "ABOVE_LIMIT", "保証金額は、請負金額を超えることができません。")
    if period_to < period_from:
        yield Problem(("periodTo",), "END_BEFORE_START", "工期の終期は、始期以後の日としてください。")
    # Otherwise the result may exceed the range of Yen.
    if (period_to - period_from).days > MAX_DAYS:
        yield Problem(("periodTo",), "TOO_LONG", "工期は100年以内としてください。")
