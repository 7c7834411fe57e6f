"""The base of the advance payments that a form asks for: its fiscal year, and 今年度対象額."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from models.applying.contract import Contract
from models.applying.fiscal_year_base import FiscalYearBase
from models.commands import ApplicationRequest
from models.errors import Problem
from models.guarantee import Guarantee
from models.numbering import fiscal_year
from models.texts.trade_terms import terms
from resolvers.findings import Rule
from resolvers.guarantees.rules_between import STANDING

FIELDS = ("fiscal_year", "current_fiscal_year_base")
"""Of the form and of the application."""
BASE, YEAR = "currentFiscalYearBase", "fiscalYear"


def check_form(request: ApplicationRequest, today: datetime.date, kept_year: int | None) -> Iterator[Problem]:
    """This fiscal year or the next; `kept_year` is that of an application which is sent again, and may stay."""
    this, base = fiscal_year(today), request.current_fiscal_year_base
    if request.fiscal_year not in {None, this, this + 1, kept_year}:
        message = f"年度は、今年度（{this}年度）または翌年度（{this + 1}年度）としてください。"
        yield Problem((YEAR,), "OUT_OF_RANGE", message)
    if base is not None and base <= 0:
        yield Problem((BASE,), "OUT_OF_RANGE", "今年度対象額は1円以上としてください。")
    own = request.contract and request.contract.current_fiscal_year_base
    if base is not None and own is not None and base != own:
        message = "今年度対象額が、契約の今年度対象額と異なります。どちらか一方を入力してください。"
        yield Problem((BASE,), "OTHER_BASE", message, own)


def _within_price(request: ApplicationRequest, contract: Contract) -> Iterator[Problem]:
    base = request.current_fiscal_year_base
    if base is not None and base > contract.contract_price:
        message = f"今年度対象額は、{terms(contract.contract_type).price}以下としてください。"
        yield Problem((BASE,), "OUT_OF_RANGE", message, contract.contract_price)


def _within_period(request: ApplicationRequest, contract: Contract) -> Iterator[Problem]:
    last = fiscal_year(contract.period_to)
    if request.fiscal_year is not None and request.fiscal_year > last:
        message = f"年度は、{terms(contract.contract_type).period}の終期の年度（{last}年度）以前としてください。"
        yield Problem((YEAR,), "OUT_OF_RANGE", message, last)


def choose(
    request: ApplicationRequest,
    contract: Contract,
    *,
    bases: Mapping[UUID, FiscalYearBase],
    earlier: Sequence[Guarantee],
    today: datetime.date,
) -> FiscalYearBase:
    """What the advance payments of the form are measured against.

    As the form says, for the fiscal year of the day; without a base, as other advance payments of that year, or as the
    contract says in the year of its first application. `bases` has those of the contract's applications, in order, and
    `earlier` its guarantees.
    """
    year, amount = request.fiscal_year or fiscal_year(today), request.current_fiscal_year_base
    if amount is None and request.contract is not None:
        amount = request.contract.current_fiscal_year_base
    if amount is not None:
        return FiscalYearBase(year, amount)
    standing = [bases[each.application_id] for each in earlier if each.kind.is_advance and each.status in STANDING]
    same = next((base for base in standing if base.year == year), None)
    first = next(iter(bases.values()), None)
    if same is None and first is not None and first.year == year:
        return FiscalYearBase(year, contract.current_fiscal_year_base)
    return same or FiscalYearBase(year)


def with_contracts_base(
    bases: Mapping[UUID, FiscalYearBase], before: int | None, after: int | None
) -> Mapping[UUID, FiscalYearBase]:
    """The bases of a contract's applications, in order, once the contract's own base has changed.

    It changes for those that took it over: of the year of the first application, with the same base.
    """
    first = next(iter(bases.values()), None)
    taken = first and FiscalYearBase(first.year, before)
    return {id_: base._replace(amount=after) if base == taken else base for id_, base in bases.items()}


WITH_CONTRACT = (
    Rule(_within_price, (BASE, "contract.contractPrice", "contract.contractType")),
    Rule(_within_period, (YEAR, "contract.periodTo", "contract.contractType")),
)
"""Rules for a form and its contract, registered or new."""
