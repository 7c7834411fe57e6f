"""The dry run of an application: everything that a submission would refuse, and what would come of each guarantee.

It reads, in one statement, and stores nothing.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from models.commands import ApplicationRequest, GuaranteeRequest
from models.enums import GuaranteeKind
from models.errors import ContractAlreadyRegistered, FeeAboveAmount, Problem
from models.fees.fee import FeeEstimate
from models.numbering import today
from resolvers import access
from resolvers.applications import rules, validate
from resolvers.applications.validate import Examined
from resolvers.guarantees import estimate_fee, rules_between
from resolvers.loading import Reader, load
from resolvers.relations import Include

PRICE = ("contract.contractPrice", *rules_between.BASE)
LIMIT = ("contract.obligeeId", "contract.contractType", *PRICE)
FEE = (".kind", ".amount", "contract.periodFrom", "contract.periodTo")


@dataclass(frozen=True)
class GuaranteeCheck:
    """What would come of a requested guarantee; None where the form does not say enough yet. Sums are in yen."""

    index: int
    """Its place in the form."""
    kind: GuaranteeKind
    ratio: float | None
    limit: int | None
    minimum: int | None
    fee: FeeEstimate | None
    accepts_electronic: bool | None
    accepted_from: datetime.date | None


@dataclass(frozen=True)
class ApplicationCheck:
    """Every problem of a form, and its guarantees whose kind is chosen."""

    problems: Sequence[Problem]
    guarantees: Sequence[GuaranteeCheck]


async def application(*, request: ApplicationRequest, include_in_fees: Include, reader: Reader) -> ApplicationCheck:
    """Examine a form, which may be incomplete. `include_in_fees` has the selected relations of the estimates."""
    viewer = access.require("checkApplication", reader.viewer)
    request = request.tidied().completed()
    examined = await validate.examine(request, viewer=viewer, today=today(reader.at))
    problems = list(examined.findings.problems)
    if examined.is_registered:
        problems.append(Problem(("contract",), "CONTRACT_ALREADY_REGISTERED", ContractAlreadyRegistered.message))
    checks: list[GuaranteeCheck] = []
    for index, asked in enumerate(request.guarantees):
        fee = None
        try:
            fee = _fee(index, asked, examined)
        except FeeAboveAmount as refusal:
            problems.append(estimate_fee.fee_problem(index, refusal))
        if asked.kind:
            checks.append(_check(index, asked, fee, examined, today(reader.at)))
    await load([check.fee for check in checks if check.fee], include_in_fees, reader=reader)
    return ApplicationCheck(problems, checks)


def _fee(index: int, asked: GuaranteeRequest, examined: Examined) -> FeeEstimate | None:
    context = examined.context
    if context is None or not examined.findings.is_sound(*FEE, item=("guarantees", str(index))):
        return None
    tables = {table.kind: table for table in examined.rates}
    return estimate_fee.charge(asked, context.contract, tables.get(asked.kind))


def _check(
    index: int, asked: GuaranteeRequest, fee: FeeEstimate | None, examined: Examined, day: datetime.date
) -> GuaranteeCheck:
    context, findings = examined.context, examined.findings
    ratio = limit = minimum = accepts = accepted_from = None
    if context is not None:
        situation = context.situation(day)
        if findings.is_sound(*PRICE) and asked.amount:
            ratio = asked.amount / context.base.of(asked.kind, context.contract.contract_price)
        if findings.is_sound(*LIMIT):
            limit, minimum = rules_between.room(asked.kind, situation), rules_between.least(asked.kind, situation)
        if findings.is_sound("contract.obligeeId", "contract.contractType"):
            accepted_from, accepts = context.accepted_from(asked), rules.accepts_electronic(asked.kind, context)
    return GuaranteeCheck(index, asked.kind, ratio, limit, minimum, fee, accepts, accepted_from)
