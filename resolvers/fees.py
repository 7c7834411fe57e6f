"""Fees (domain rule 11): what a guarantee would cost, and stating what was charged."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from models.certificate import Certificate
from models.contract import Contract
from models.errors import InvalidInput, Problem
from models.fee import FeeEstimate, FeeTable
from models.fee_statement import FeeStatement
from models.guarantee import Guarantee
from models.kinds import GuaranteeKind
from models.numbering import today
from models.surety import Surety
from models.viewer import Viewer
from resolvers import access, audit
from resolvers.loading import Include, Reader, load

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
    """What a guarantee would cost by today's rates; sums are in yen, both days of the period are included.

    Raises InvalidInput, also when no rates are in force or it is not clear whose are asked for.
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
    lines = table.lines(amount, period_from=period_from, period_to=period_to)
    found = FeeEstimate(table.surety_id, table.valid_from, table.is_sample, lines)
    await load([found], include, reader=reader)
    return found


async def state(issued: Sequence[tuple[Guarantee, Certificate]]) -> None:
    """Write the first fee statement of each guarantee that has just been issued, in the caller's transaction.

    Two SQL statements, however many there are. The rates are those of the day on which the fee was paid, or else of the
    day of issue. Where there are none the guarantee is issued all the same, and the audit log says so (we decide).
    """
    # Every table of these sureties, the newest first: there are a few in ten years.
    surety_ids = {guarantee.surety_id for guarantee, _ in issued}
    tables = await FeeTable.filter(surety_id__in=list(surety_ids)).order_by("-valid_from")
    statements: list[FeeStatement] = []
    unrated: list[Certificate] = []
    for guarantee, certificate in issued:
        day = guarantee.fee_paid_on or today(certificate.issued_at)
        fitting = (t for t in tables if (t.surety_id, t.kind) == (guarantee.surety_id, guarantee.kind))
        table = next((t for t in fitting if t.valid_from <= day), None)
        if table is None:
            unrated.append(certificate)
        else:
            statements.append(FeeStatement.of(guarantee, certificate, table))
    await FeeStatement.bulk_create(statements)
    if unrated:
        at = max(certificate.issued_at for certificate in unrated)
        await audit.record_by_itself("fee.no_rates", [each.guarantee_id for each in unrated], at=at)


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
    # Else what comes out may be more than a Yen can be.
    if (period_to - period_from).days > MAX_DAYS:
        yield Problem(("periodTo",), "TOO_LONG", "工期は100年以内としてください。")
