"""Fee rates, set by the surety: dated tables, which never change what is stated."""

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from tortoise import connections

from database.transactions import transactional
from models.enums import GuaranteeKind
from models.errors import InvalidInput, Problem
from models.fees.fee import FeeTable
from models.fees.fee_rates import MOST_TABLES, MOST_YEN, ExampleRequest, FeeExample, NewRates
from models.numbering import today
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas
from resolvers.conditions import given
from resolvers.guarantees import first_days
from resolvers.guarantees.estimate_fee import MAX_DAYS
from resolvers.loading import Reader, page_of
from resolvers.relations import Include, Page, PageOf

LIST = PageOf(FeeTable, order="-id")
CHANGED = ("thresholds", "rates_ppm", "is_annual", "minimum_fee", "rounding_unit", "is_sample")


class RatesSet(NamedTuple):
    """What was set, nothing for a preview, and the examples in order."""

    tables: Sequence[FeeTable]
    examples: Sequence[FeeExample]


@refuses(InvalidInput)
@transactional
async def set_rates(
    *,
    valid_from: datetime.date,
    rates: Sequence[NewRates],
    examples: Sequence[ExampleRequest],
    is_preview: bool,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> RatesSet:
    """Set the tables of some kinds from a day on; a table that is not in force yet is replaced.

    Raises InvalidInput with every problem, TooManyRequests.
    """
    viewer = access.require("setFeeRates", viewer)
    if not is_preview:
        await quotas.require(quotas.FEE_RATES, viewer=viewer, at=at)
        await connections.get("default").execute_query_dict(quotas.LOCK, [f"fee rates {viewer.surety_id}"])
    own = FeeTable.filter(access.visible(FeeTable, viewer))
    known = {table.kind: table for table in await own.filter(valid_from=valid_from)}
    problems = [
        *first_days.check(valid_from, today=today(at)),
        *_check_rates(rates, known if valid_from <= today(at) else {}),
        *_check_examples(examples, {each.kind for each in rates}),
    ]
    if problems:
        raise InvalidInput(problems)
    tables = {each.kind: each.table(surety_id=viewer.surety_id, valid_from=valid_from) for each in rates}
    shown = [_example(each, tables[each.kind]) for each in examples]
    if is_preview:
        return RatesSet([], shown)
    stored = [await _store(table, known.get(kind), viewer, at) for kind, table in tables.items()]
    return RatesSet(stored, shown)


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    surety_id: UUID | None = None,
    kind: GuaranteeKind | None = None,
) -> Page:
    """Tables that the viewer may see, past and future ones too, the one set last first."""
    access.require("feeRates", reader.viewer)
    where = given({"surety_id": surety_id, "kind": kind})
    return await page_of(FeeTable, where, order=LIST.order, first=first, after=after, include=include, reader=reader)


async def _store(table: FeeTable, earlier: FeeTable | None, viewer: Viewer, at: datetime.datetime) -> FeeTable:
    """Store it, in place of one that was to begin on the same day; the log has both."""
    stored = earlier or table
    before = f" ← {_text(earlier)}" if earlier else ""
    await audit.record(
        quotas.FEE_RATES.action, viewer=viewer, at=at, subject_id=stored.id, subject=f"{_text(table)}{before}"
    )
    if earlier is None:
        await table.save(force_create=True)
    else:
        earlier.update_from_dict({name: getattr(table, name) for name in CHANGED})
        await earlier.save(update_fields=CHANGED)
    return stored


def _text(table: FeeTable) -> str:
    rates = " ".join(f"{name}={getattr(table, name)}" for name in CHANGED)
    return f"{table.kind} {table.valid_from} {rates}"


def _check_rates(rates: Sequence[NewRates], in_force: dict[GuaranteeKind, FeeTable]) -> Iterator[Problem]:
    if not 1 <= len(rates) <= MOST_TABLES:
        yield Problem(("tables",), "OUT_OF_RANGE", f"料率表は1件以上{MOST_TABLES}件以内で指定してください。")
    for index, each in enumerate(rates):
        item = ("tables", str(index))
        if each.kind in {other.kind for other in rates[:index]}:
            yield Problem((*item, "kind"), "DUPLICATE", "同じ種類の保証の料率表が重なっています。")
        elif each.kind in in_force:
            message = "同じ日から適用される料率表が、すでに登録されています。翌日以後の日を指定してください。"
            yield Problem((*item, "kind"), "ALREADY_IN_FORCE", message)
        for problem in each.problems():
            yield problem._replace(path=(*item, *problem.path))


def _check_examples(examples: Sequence[ExampleRequest], kinds: set[GuaranteeKind]) -> Iterator[Problem]:
    for index, each in enumerate(examples):
        item = ("examples", str(index))
        if each.kind not in kinds:
            yield Problem((*item, "kind"), "NO_RATES", "この種類の保証の料率表が指定されていません。")
        if not 0 < each.amount <= MOST_YEN:
            message = f"保証金額は1円以上{MOST_YEN:,}円以下としてください。"
            yield Problem((*item, "amount"), "OUT_OF_RANGE", message)
        if each.period_to < each.period_from:
            yield Problem((*item, "periodTo"), "END_BEFORE_START", "終期は、始期以後の日としてください。")
        elif (each.period_to - each.period_from).days > MAX_DAYS:
            yield Problem((*item, "periodTo"), "TOO_LONG", "期間は100年以内としてください。")


def _example(asked: ExampleRequest, table: FeeTable) -> FeeExample:
    lines = table.lines(asked.amount, period_from=asked.period_from, period_to=asked.period_to)
    return FeeExample(asked.kind, asked.amount, asked.period_from, asked.period_to, lines)
