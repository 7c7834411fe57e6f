"""A context to check application rules in, and the problems found."""

import datetime
from typing import Any
from uuid import UUID

from models.applying.contract import Contract
from models.applying.fiscal_year_base import FiscalYearBase
from models.commands import GuaranteeRequest
from models.enums import ContractType, GuaranteeKind
from models.errors import Problem
from models.guarantee import Guarantee, GuaranteeStatus
from models.parties.obligee import USUAL, DateBasis, ElectronicAcceptance, HandoverChannel, Limits, Obligee
from resolvers.applications.rules import RuleContext, check_rules
from resolvers.findings import Findings
from sample.sample_register import SampleRegister
from tests.support.use_cases import contract_request, form

Found = list[tuple[str, str]]


TODAY = datetime.date(2026, 11, 20)


START = datetime.date(2026, 10, 1)
EARLIER = UUID(int=1)
"""The application of the earlier guarantees."""


def context(
    sample: SampleRegister, *, earlier: list[tuple[GuaranteeKind, int]] | None = None, **changes: Any
) -> RuleContext:
    """A contract of ¥50,000,000 with an obligee that accepts everything; `changes` replace columns by name."""
    limits = {name: value for name, value in changes.items() if name in Limits._fields}
    contract = vars(contract_request(sample)) | {
        name: value for name, value in changes.items() if name in Contract._meta.fields_map
    }
    base = FiscalYearBase(2026, contract["current_fiscal_year_base"])
    return RuleContext(
        Contract(**contract | {"contractor_id": sample.contractor.id, "joint_venture_members": []}),
        sample.contractor,
        Obligee(name="見本市", title=changes.get("title", "見本市長")),
        [acceptance(kind, type_) for kind in GuaranteeKind for type_ in ContractType],
        [
            Guarantee(kind=kind, amount=amount, status=GuaranteeStatus.IN_FORCE, application_id=EARLIER)
            for kind, amount in earlier or []
        ],
        base,
        {EARLIER: base},
        {},
        limits=USUAL._replace(**limits),
    )


def acceptance(
    kind: GuaranteeKind, contract_type: ContractType = ContractType.WORKS, basis: DateBasis = DateBasis.CONTRACT_DATE
) -> ElectronicAcceptance:
    channels = [HandoverChannel.EMAIL]
    return ElectronicAcceptance(kind=kind, contract_type=contract_type, from_date=START, basis=basis, channels=channels)


def problems(sample: SampleRegister, known: RuleContext, *asked: GuaranteeRequest) -> Found:
    """Path and code of each problem."""
    return [(".".join(problem.path), problem.code) for problem in found_in(sample, known, *asked)]


def found_in(sample: SampleRegister, known: RuleContext, *asked: GuaranteeRequest) -> list[Problem]:
    """Every problem."""
    findings = Findings()
    check_rules(form(sample, *asked), known, TODAY, findings)
    return findings.problems
