"""Looking up what the rules between guarantees of one contract need to know (resolvers/guarantees/rules_between.py).

Whoever moves a guarantee holds the row of its contract, so that no two guarantees of one contract move at a time. It is
locked before the guarantee.
"""

import datetime
from collections.abc import Container, Iterable
from uuid import UUID

from models.contract import Contract
from models.errors import InvalidInput, Problem
from models.guarantee import Guarantee, GuaranteeStatus
from models.parties.obligee import Obligee
from resolvers.guarantees import rules_between
from resolvers.guarantees.rules_between import Other, Situation, Stage


async def require_approvable(guarantee: Guarantee, contract: Contract, *, today: datetime.date) -> None:
    """Raises InvalidInput where a rule between guarantees is against it; the contract is locked."""
    obligee = await Obligee.get(id=contract.obligee_id)
    rows = await Guarantee.filter(contract_id=contract.id)
    terms, limits = contract.terms, obligee.limits
    situation = Situation(Stage.APPROVAL, today, terms, limits, others(guarantee, rows), guarantee.application_id)
    if problems := rules_between.check(guarantee, situation):
        raise refusal(problems)


def others(guarantee: Guarantee, rows: Iterable[Guarantee], *, issued: Container[UUID] = ()) -> list[Other]:
    """What the rules see of the other guarantees of its contract, some of which are about to be issued before it."""
    return [
        Other(row.kind, GuaranteeStatus.IN_FORCE if row.id in issued else row.status, row.amount, row.application_id)
        for row in rows
        if row.id != guarantee.id
    ]


def refusal(problems: Iterable[Problem]) -> InvalidInput:
    """That a guarantee does not move: whatever is wrong, its id is all that was given."""
    return InvalidInput([problem._replace(path=("guaranteeId",)) for problem in problems])
