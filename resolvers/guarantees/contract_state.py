"""Loads the facts for the rules between guarantees of one contract (resolvers/guarantees/rules_between.py).

A transition of a guarantee locks the row of its contract first, which serializes transitions of a contract's
guarantees.
"""

import datetime
from collections.abc import Container, Iterable, Mapping, Sequence
from uuid import UUID

from models.applying.application import Application
from models.applying.contract import Contract
from models.applying.fiscal_year_base import FiscalYearBase
from models.errors import InvalidInput, Problem
from models.guarantee import Guarantee, GuaranteeStatus
from resolvers.guarantees import rules_between
from resolvers.guarantees.rules_between import Moving, Other, Situation, Stage
from resolvers.parties import dated_rules


async def require_approvable(
    guarantee: Guarantee, contract: Contract, *, submitted_on: datetime.date, today: datetime.date
) -> None:
    """Raises InvalidInput if a rule between guarantees is violated; the contract is locked.

    The obligee's rules of the day on which its application was submitted hold.
    """
    limits = await dated_rules.limits_on(contract.obligee_id, submitted_on)
    rows = await Guarantee.filter(contract_id=contract.id)
    bases = await bases_of(contract)
    base, beside = bases[guarantee.application_id], others(guarantee, rows, bases)
    situation = Situation(Stage.APPROVAL, today, contract.terms, limits, base, beside, guarantee.application_id)
    if problems := rules_between.check(guarantee, situation):
        raise refusal(problems)


async def amendment_problems(
    guarantee: Guarantee, contract: Contract, *, is_raised: bool, submitted_on: datetime.date, today: datetime.date
) -> Sequence[Problem]:
    """The violations by an issued guarantee with other terms; the contract is locked. Others count once issued.

    All rules hold for what is raised, except that a rider which is in force does not end with its advance payment. The
    obligee's rules are those of the day of the application, as at the issue.
    """
    limits = await dated_rules.limits_on(contract.obligee_id, submitted_on)
    rows, bases = await Guarantee.filter(contract_id=contract.id), await bases_of(contract)
    base, beside = bases[guarantee.application_id], others(guarantee, rows, bases)
    situation = Situation(Stage.ISSUE, today, contract.terms, limits, base, beside)
    if is_raised:
        return rules_between.check(guarantee, situation)
    return list(
        rules_between.LIMIT_RULE.check(Moving(guarantee.kind, guarantee.amount, guarantee.recognized_on), situation)
    )


async def bases_of(contract: Contract) -> Mapping[UUID, FiscalYearBase]:
    """The bases of a contract's submitted applications, by their ids, in the order of their submission."""
    return {application.id: application.base for application in await submitted(contract)}


async def submitted(contract: Contract) -> Sequence[Application]:
    """A contract's submitted applications, in the order of their submission."""
    return await Application.filter(contract_id=contract.id, submitted_at__isnull=False).order_by("submitted_at", "id")


def others(
    guarantee: Guarantee,
    rows: Iterable[Guarantee],
    bases: Mapping[UUID, FiscalYearBase],
    *,
    issued: Container[UUID] = (),
) -> list[Other]:
    """The other guarantees of its contract as the rules see them, some of which are about to be issued before it.

    `bases` has those of all applications of the contract.
    """
    return [
        Other(
            row.kind,
            GuaranteeStatus.IN_FORCE if row.id in issued else row.status,
            row.amount,
            bases[row.application_id],
            row.application_id,
        )
        for row in rows
        if row.id != guarantee.id
    ]


def refusal(problems: Iterable[Problem]) -> InvalidInput:
    """The refusal of a transition: every problem is at the id, which is the only input."""
    return InvalidInput([problem._replace(path=("guaranteeId",)) for problem in problems])
