"""The terms of a guarantee and its contract after an amendment, and the rules that they must meet."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from models import expiry
from models.applying.application import Application
from models.applying.contract import MOST_CHANGES, Contract
from models.commands import AmendmentTerms
from models.errors import InvalidInput, Problem, too_many
from models.guarantee import Guarantee
from models.refusals import AmendmentNotNeeded
from models.texts import search_text
from models.texts.trade_terms import terms as terms_of
from resolvers import text_checks
from resolvers.applications import register_contract
from resolvers.guarantees import contract_state

OF_GUARANTEE = ("amount", "expiry_date")
OF_CONTRACT = ("contract_price", "project_name", "period_from", "period_to")


def require_difference(terms: AmendmentTerms, guarantee: Guarantee, contract: Contract) -> Mapping[str, Any]:
    """The columns that differ. Raises InvalidInput if none does, AmendmentNotNeeded if only the price (rule 8)."""
    stored = {name: getattr(guarantee, name) for name in OF_GUARANTEE}
    stored |= {name: getattr(contract, name) for name in OF_CONTRACT}
    given = {name: value for name, value in vars(terms).items() if value is not None}
    different = {name: value for name, value in given.items() if value != stored[name]}
    if not different:
        raise InvalidInput([Problem((), "NOTHING_DIFFERS", "現在の内容から変更する項目がありません。")])
    if different.keys() == {"contract_price"}:
        raise AmendmentNotNeeded
    return different


async def take_over(
    terms: AmendmentTerms, guarantee: Guarantee, contract: Contract, application: Application, at_day: datetime.date
) -> None:
    """Put the terms into the rows, which are not stored, if they meet the rules. Raises InvalidInput."""
    given = {name: value for name, value in vars(terms).items() if value is not None}
    if problems := list(_of_shape(terms, contract)):
        raise InvalidInput(problems)
    is_raised = terms.amount is not None and terms.amount > guarantee.amount
    is_compared = is_raised or not given.keys().isdisjoint({"amount", "contract_price"})
    await change_contract(contract, {name: given[name] for name in OF_CONTRACT if name in given})
    guarantee.update_from_dict({name: given[name] for name in OF_GUARANTEE if name in given})
    guarantee.base_amount = application.base.of(guarantee.kind, contract.contract_price)
    found = _of_dates(guarantee, contract, at_day)
    if is_compared:
        submitted_on = application.submitted_on or at_day
        found += await contract_state.amendment_problems(
            guarantee, contract, is_raised=is_raised, submitted_on=submitted_on, today=at_day
        )
    if found:
        raise InvalidInput([_placed(problem) for problem in found])


def _of_shape(terms: AmendmentTerms, contract: Contract) -> Iterator[Problem]:
    words = terms_of(contract.contract_type)
    for name, label in (("amount", "保証金額"), ("contract_price", words.price)):
        value: int | None = getattr(terms, name)
        if value is not None and value <= 0:
            yield Problem((text_checks.name_in_api(name),), "NOT_POSITIVE", f"{label}は1円以上としてください。")
    base, price = contract.current_fiscal_year_base, terms.contract_price
    if base is not None and price is not None and 0 < price < base:
        message = f"{words.price}は、今年度対象額（{base:,}円）以上としてください。"
        yield Problem(("contractPrice",), "BELOW_BASE", message, base)
    yield from text_checks.check(terms, (), text_checks.lengths_of(terms, "contract"))


def _of_dates(guarantee: Guarantee, contract: Contract, today: datetime.date) -> list[Problem]:
    words, end = terms_of(contract.contract_type), contract.period_to
    if end < contract.period_from:
        message = f"{words.period}の終期は、始期以後の日としてください。"
        return [Problem(("periodTo",), "END_BEFORE_START", message)]
    if end < contract.contract_date:
        message = f"{words.period}の終期は、{words.contract_date}以後の日としてください。"
        return [Problem(("periodTo",), "BEFORE_CONTRACT", message)]
    assert guarantee.expiry_date is not None  # noqa: S101 -- it is issued
    problem = expiry.problem(guarantee.expiry_date, contract=contract, today=today)
    return [problem] if problem else []


async def change_contract(contract: Contract, columns: Mapping[str, object]) -> None:
    """The next version of the row, not stored yet. It is the same contract, even if another one looks like it now.

    Raises InvalidInput after so many changes.
    """
    changed = {name: value for name, value in columns.items() if value != getattr(contract, name)}
    if not changed:
        return
    if contract.version > MOST_CHANGES:
        raise too_many(("guaranteeId",), f"1件の契約を変更できるのは{MOST_CHANGES}回までです。")
    looked = register_contract.identity_of(contract)
    contract.change(changed)
    contract.folded_project_name = search_text.fold(contract.project_name)
    if register_contract.identity_of(contract) != looked:
        await register_contract.take_identity(contract, is_another=True)


def _placed(problem: Problem) -> Problem:
    """Problems of what cannot be amended are at the guarantee."""
    known = {("amount",), ("expiryDate",), ("periodTo",)}
    return problem if problem.path in known else problem._replace(path=("guaranteeId",))
