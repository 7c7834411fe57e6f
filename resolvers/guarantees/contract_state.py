"""Loads the facts for the rules between guarantees of one contract (resolvers/guarantees/rules_between.py).

A transition of a guarantee locks the row of its contract first, which serializes transitions of a contract's
guarantees.
"""

import datetime
from collections.abc import Container, Iterable, Mapping
from uuid import UUID

from models.applying.application import Application
from models.applying.contract import Contract
from models.applying.fiscal_year_base import FiscalYearBase
from models.errors import InvalidInput, Problem
from models.guarantee import Guarantee, GuaranteeStatus
from models.parties.obligee import Obligee
from resolvers.guarantees import rules_between
from resolvers.guarantees.rules_between import Other, Situation, Stage


async def require_approvable(guarantee: Guarantee, contract: Contract, *, today: datetime.date) -> None:
    """Raises InvalidInput if a rule between guarantees is violated; the contract is locked."""
    obligee = await Obligee.get(id=contract.obligee_id)
    rows = await Guarantee.filter(contract_id=contract.id)
    bases = await bases_of(contract)
    base, beside = bases[guarantee.application_id], others(guarantee, rows, bases)
    situation = Situation(Stage.APPROVAL, today, contract.terms, obligee.limits, base, beside, guarantee.application_id)
    if problems := rules_between.check(guarantee, situation):
        raise refusal(problems)


async def bases_of(contract: Contract) -> Mapping[UUID, FiscalYearBase]:
    """The bases of a contract's submitted applications, by their ids, in the order of their submission."""
    sent = await Application.filter(contract_id=contract.id, submitted_at__isnull=False).order_by("submitted_at", "id")
    return {application.id: application.base for application in sent}


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
