"""Validating an application: looks up what it refers to, and applies the rules."""

import datetime
from collections.abc import Sequence

from models.commands import ApplicationRequest, ContractRequest
from models.contract import Contract
from models.enums import Medium
from models.errors import DomainError, InvalidInput, ObligeeDoesNotAcceptElectronic, Problem
from models.guarantee import Guarantee
from models.parties.contractor import Contractor
from models.parties.obligee import ElectronicAcceptance, Obligee
from models.parties.surety import Branch
from models.parties.viewer import Viewer
from models.texts import search_text
from resolvers import access
from resolvers.applications import register_contract
from resolvers.applications.rules import NOT_ACCEPTED, Facts, check_form, check_rules
from resolvers.findings import Findings

UNKNOWN = "NOT_FOUND"


async def application(request: ApplicationRequest, *, viewer: Viewer, today: datetime.date) -> Contract:
    """The contract of a valid request: a registered one, locked, or a new one that is not stored yet.

    Raises InvalidInput with every problem; ContractAlreadyRegistered for a valid form, because the other rules would
    concern the registered one; ObligeeDoesNotAcceptElectronic if that is the only problem.
    """
    findings = Findings()
    check_form(request, today, findings)
    branch = await Branch.get_or_none(id=request.submission_branch_id)
    if branch is None:
        findings.add([Problem(("submissionBranchId",), UNKNOWN, "申込送信先の支店が見つかりません。")])
    contract = await _contract(request, viewer, branch, findings)
    is_new = request.contract is not None and not request.contract.is_another
    if is_new and contract is not None and not findings.problems:
        await register_contract.require_new(contract)
    facts = await _facts(contract, findings) if contract else None
    if facts:
        check_rules(request, facts, today, findings)
    if findings.problems or contract is None:
        raise _refusal(request, findings.problems, facts)
    return contract


async def _contract(
    request: ApplicationRequest, viewer: Viewer, branch: Branch | None, findings: Findings
) -> Contract | None:
    if request.contract is not None and request.contract_id is None:
        return _new_contract(request.contract, viewer, branch, findings)
    if request.contract_id is None:
        return None
    # Locked, so that concurrent applications for one contract cannot exceed its limit together.
    visible = access.visible(Contract, viewer)
    contract = await Contract.filter(visible, id=request.contract_id).select_for_update().first()
    if contract is None:
        findings.add([Problem(("contractId",), UNKNOWN, "契約が見つかりません。")])
    elif branch is not None and contract.surety_id != branch.surety_id:
        message = "この契約は、別の保証会社に登録されています。"
        findings.add([Problem(("submissionBranchId",), "OTHER_SURETY", message)])
    return contract


def _new_contract(asked: ContractRequest, viewer: Viewer, branch: Branch | None, findings: Findings) -> Contract:
    if asked.contractor_id not in {None, viewer.contractor_id}:
        findings.add([Problem(("contract", "contractorId"), UNKNOWN, "請負者が見つかりません。")])
    columns = vars(asked) | {
        "contractor_id": viewer.contractor_id,
        "joint_venture_members": list(asked.joint_venture_members),
        "folded_project_name": search_text.fold(asked.project_name),
        # Storing it detects whether it looks like a registered one.
        "is_another": False,
    }
    return Contract(**columns, **({"surety_id": branch.surety_id} if branch else {}))


async def _facts(contract: Contract, findings: Findings) -> Facts | None:
    obligee = await Obligee.get_or_none(id=contract.obligee_id)
    if obligee is None:
        findings.add([Problem(("contract", "obligeeId"), UNKNOWN, "発注者が見つかりません。")])
        return None
    acceptances = await ElectronicAcceptance.filter(obligee_id=obligee.id)
    earlier = await Guarantee.filter(contract_id=contract.id)
    contractor = await Contractor.get(id=contract.contractor_id)
    return Facts(contract, contractor, obligee, acceptances, earlier)


def _refusal(request: ApplicationRequest, problems: Sequence[Problem], facts: Facts | None) -> DomainError:
    """An obligee that does not accept electronic guarantees is a separate refusal, unless there are other problems."""
    if facts is None or any(problem.code != NOT_ACCEPTED for problem in problems):
        return InvalidInput(problems)
    electronic = [guarantee for guarantee in request.guarantees if guarantee.medium is Medium.ELECTRONIC]
    starts = [facts.accepted_from(guarantee) for guarantee in electronic]
    known = [start for start in starts if start is not None]
    accepted_from = max(known) if len(known) == len(starts) else None
    return ObligeeDoesNotAcceptElectronic(accepted_from, "".join(dict.fromkeys(p.message for p in problems)))
