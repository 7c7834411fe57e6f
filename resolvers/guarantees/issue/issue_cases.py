"""The cases of one batch of issues: the requests, their locked rows, and the result of the rules."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise import connections

from models.applying.contract import Terms
from models.applying.fiscal_year_base import FiscalYearBase
from models.enums import ContractType, GuaranteeKind
from models.errors import DomainError, InvalidInput
from models.fees.fee_statement import Charge
from models.guarantee import Guarantee
from models.numbering import fiscal_year, today
from models.parties.obligee import Limits
from models.parties.viewer import Viewer
from resolvers.guarantees import contract_state, rules_between
from resolvers.guarantees.issue.statements import LOCK, LOCK_CONTRACTS, read
from resolvers.guarantees.rules_between import Situation, Stage
from resolvers.idempotency import Claim
from security.auth_keys import Keyring


@dataclass(frozen=True)
class Request:
    """A guarantee to be issued, with viewer and time. `certificate_id` is the id of the future certificate."""

    guarantee_id: UUID
    certificate_id: UUID
    claim: Claim | None
    viewer: Viewer
    keyring: Keyring
    at: datetime.datetime
    draw_key: Callable[[], str]


@dataclass(frozen=True)
class Case:
    """A request with its locked guarantee, the branch that numbers it, and the facts of its contract."""

    request: Request
    guarantee: Guarantee
    branch_id: UUID
    branch_code: str
    terms: Terms
    limits: Limits
    siblings: Sequence[Guarantee]
    """All guarantees of the contract, which is locked too."""
    bases: Mapping[UUID, FiscalYearBase]
    """Of the applications of these guarantees, by their ids."""
    charge: Charge | DomainError | None = None
    """Its fee, or why there is none; None if a statement exists already."""

    @property
    def id(self) -> UUID:
        """The id of the future certificate."""
        return self.request.certificate_id

    @property
    def series(self) -> tuple[UUID, int, GuaranteeKind]:
        """Branch, fiscal year and kind, which have a common series of numbers."""
        return self.branch_id, fiscal_year(today(self.request.at)), self.guarantee.kind


async def locked(requests: Sequence[Request]) -> dict[UUID, Case]:
    """The guarantees that their viewers may see, locked, then read: by `certificate_id`, in order."""
    execute = connections.get("default").execute_query_dict
    asked = [(request.certificate_id, request.guarantee_id, request.viewer.surety_id) for request in requests]
    contracts = {row["id"]: _facts(row) for row in await execute(LOCK_CONTRACTS, columns(asked, 3))}
    visible = {row["certificate_id"] for row in await execute(LOCK, columns(asked, 3))}
    found: dict[UUID, tuple[Guarantee, UUID, str]] = {}
    siblings: defaultdict[UUID, list[Guarantee]] = defaultdict(list)
    bases: dict[UUID, FiscalYearBase] = {}
    for row in await execute(read(), [list(contracts)]):
        # As querysets do; they would take as long for each row as everything else together.
        guarantee = Guarantee._init_from_db(**row)  # noqa: SLF001
        found[guarantee.id] = guarantee, row["branch_id"], row["branch_code"]
        siblings[guarantee.contract_id].append(guarantee)
        bases[guarantee.application_id] = FiscalYearBase(row["base_year"], row["base_amount_of_year"])
    cases: dict[UUID, Case] = {}
    for request in requests:
        if request.certificate_id in visible:
            guarantee, branch_id, branch_code = found[request.guarantee_id]
            terms, limits = contracts[guarantee.contract_id]
            cases[request.certificate_id] = Case(
                request, guarantee, branch_id, branch_code, terms, limits, siblings[guarantee.contract_id], bases
            )
    return cases


def _facts(row: Mapping[str, Any]) -> tuple[Terms, Limits]:
    """Of a row of LOCK_CONTRACTS."""
    terms = Terms(*(row[name] for name in Terms._fields))._replace(contract_type=ContractType(row["contract_type"]))
    return terms, Limits(*(row[name] for name in Limits._fields))


def without_waiting(cases: Sequence[Case]) -> Sequence[Case]:
    """All except intermediate advance payments that are issued with their advance payment, which come later."""
    contracts = {case.guarantee.contract_id for case in cases if case.guarantee.kind is GuaranteeKind.ADVANCE_PAYMENT}
    return [
        case
        for case in cases
        if case.guarantee.kind is not GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT
        or case.guarantee.contract_id not in contracts
    ]


def against_rules(cases: Sequence[Case]) -> dict[UUID, InvalidInput]:
    """Refusals by the rules between guarantees of one contract. Earlier ones that pass count as issued."""
    passed: set[UUID] = set()
    refused: dict[UUID, InvalidInput] = {}
    for case in cases:
        guarantee, day = case.guarantee, today(case.request.at)
        others = contract_state.others(guarantee, case.siblings, case.bases, issued=passed)
        base = case.bases[guarantee.application_id]
        situation = Situation(Stage.ISSUE, day, case.terms, case.limits, base, others, guarantee.application_id)
        if problems := rules_between.check(guarantee, situation):
            refused[case.id] = contract_state.refusal(problems)
        else:
            passed.add(guarantee.id)
    return refused


def columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """The same by columns, as unnest takes them."""
    return [[row[place] for row in rows] for place in range(width)]
