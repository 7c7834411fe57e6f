"""Validating an application: looks up what it refers to, and applies the rules."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.applying.application import MOST_IN_A_FORM
from models.applying.contract import Contract
from models.commands import ApplicationRequest, ContractRequest
from models.enums import Medium
from models.errors import DomainError, InvalidInput, ObligeeDoesNotAcceptElectronic, Problem
from models.fees.fee import FeeTable
from models.parties.contractor import Contractor
from models.parties.viewer import Viewer
from models.texts import search_text
from resolvers import access
from resolvers.applications import contracting_officers, load_referenced_rows, register_contract, venture_rules
from resolvers.applications.form_rules import base_of_form
from resolvers.applications.load_referenced_rows import ReferencedRows
from resolvers.applications.rules import NOT_ACCEPTED, RuleContext, check_form, check_rules
from resolvers.findings import Findings

UNKNOWN = "NOT_FOUND"


@dataclass(frozen=True)
class Examined:
    """A form, complete or not, with what is known of it."""

    findings: Findings
    context: RuleContext | None
    """None while neither a contract is chosen nor a new one begun."""
    rates: Sequence[FeeTable]
    is_registered: bool
    """Whether its new contract looks like a registered one, and is not declared to be another."""


async def application(
    request: ApplicationRequest,
    *,
    viewer: Viewer,
    today: datetime.date,
    instead_of: Collection[UUID] = (),
    kept_year: int | None = None,
) -> RuleContext:
    """The context of a valid request. Its contract is a registered one, locked, or a new one that is not stored yet.

    `instead_of` has the guarantees that the requested ones replace, after a return, and `kept_year` the fiscal year
    of their application.

    Raises InvalidInput with every problem; ContractAlreadyRegistered for a valid form, because the other rules would
    concern the registered one; ObligeeDoesNotAcceptElectronic if that is the only problem.
    """
    if request.contract_id is not None:
        # Locked, so that concurrent applications for one contract cannot exceed its limit together.
        await Contract.filter(access.own(Contract, viewer), id=request.contract_id).select_for_update().first()
    _, findings, context = await _known(request, viewer, today, instead_of=instead_of, kept_year=kept_year)
    if _is_new(request) and context and not findings.problems:
        await register_contract.require_new(context.contract)
    if context:
        check_rules(request, context, today, findings)
    if findings.problems or context is None:
        raise _refusal(request, findings.problems, context)
    return context


def require_few(request: ApplicationRequest) -> None:
    """Raises InvalidInput for more guarantees than there are kinds by far: each one is examined."""
    if len(request.guarantees) > MOST_IN_A_FORM:
        message = f"申し込む保証は{MOST_IN_A_FORM}件以内で指定してください。"
        raise InvalidInput([Problem(("guarantees",), "TOO_MANY", message)])


async def examine(
    request: ApplicationRequest, *, viewer: Viewer, today: datetime.date, kept_year: int | None = None
) -> Examined:
    """Every problem of a form that may be incomplete; nothing is locked. Raises as `require_few` does."""
    require_few(request)
    known, findings, context = await _known(request, viewer, today, kept_year=kept_year)
    is_registered = _is_new(request) and known.is_registered
    if context:
        check_rules(request, context, today, findings)
    return Examined(findings, context, known.rates, is_registered)


def _is_new(request: ApplicationRequest) -> bool:
    return request.contract is not None and request.contract_id is None and not request.contract.is_another


async def _known(
    request: ApplicationRequest,
    viewer: Viewer,
    today: datetime.date,
    *,
    instead_of: Collection[UUID] = (),
    kept_year: int | None = None,
) -> tuple[ReferencedRows, Findings, RuleContext | None]:
    """What the form alone and the rows that it refers to say."""
    findings = Findings()
    check_form(request, today, findings, kept_year=kept_year)
    is_name_sound = findings.is_sound("contract.projectName")
    known = await load_referenced_rows.load(request, viewer=viewer, today=today, looks_for_same=is_name_sound)
    if request.submission_branch_id and known.branch is None:
        findings.add([Problem(("submissionBranchId",), UNKNOWN, "申込送信先の支店が見つかりません。")])
    contract = _contract(request, viewer, known, findings)
    if contract is None or known.contractor is None:
        return known, findings, None
    if known.obligee is None and contract.obligee_id:
        findings.add([Problem(("contract", "obligeeId"), UNKNOWN, "発注者が見つかりません。")])
    return known, findings, _context(request, contract, known.contractor, known, instead_of=instead_of, today=today)


def _context(
    request: ApplicationRequest,
    contract: Contract,
    contractor: Contractor,
    known: ReferencedRows,
    *,
    instead_of: Collection[UUID],
    today: datetime.date,
) -> RuleContext:
    earlier = [each for each in known.earlier if each.id not in instead_of]
    return RuleContext(
        contract,
        contractor,
        known.obligee,
        known.acceptances,
        earlier,
        base_of_form.choose(request, contract, bases=known.bases, earlier=earlier, today=today),
        known.bases,
        {bill_to.id: bill_to for bill_to in known.bill_tos},
        known.officers,
        known.members,
        known.may_pay_monthly,
    )


def _contract(
    request: ApplicationRequest, viewer: Viewer, known: ReferencedRows, findings: Findings
) -> Contract | None:
    if request.contract is not None and request.contract_id is None:
        return _new_contract(request.contract, viewer, known, findings)
    if request.contract_id is None:
        return None
    if known.contract is None:
        findings.add([Problem(("contractId",), UNKNOWN, "契約が見つかりません。")])
    elif known.branch is not None and known.contract.surety_id != known.branch.surety_id:
        message = "この契約は、別の保証会社に登録されています。"
        findings.add([Problem(("submissionBranchId",), "OTHER_SURETY", message)])
    return known.contract


def _new_contract(asked: ContractRequest, viewer: Viewer, known: ReferencedRows, findings: Findings) -> Contract:
    if asked.contractor_id not in {None, viewer.contractor_id}:
        findings.add([Problem(("contract", "contractorId"), UNKNOWN, "請負者が見つかりません。")])
    officer = contracting_officers.chosen(asked.contracting_officer_id, known.officers)
    columns: dict[str, Any] = vars(asked) | {
        "contracting_officer_id": officer and officer.id,
        "contractor_id": viewer.contractor_id,
        "joint_venture_members": [member.name for member in asked.members],
        "joint_venture_parties": known.contractor and venture_rules.stored(asked, known.contractor, known.members),
        "folded_project_name": search_text.fold(asked.project_name or ""),
        "surety_id": known.branch and known.branch.surety_id,
        # Storing it detects whether it looks like a registered one.
        "is_another": False,
    }
    return Contract(**{name: value for name, value in columns.items() if value is not None})


def _refusal(request: ApplicationRequest, problems: Sequence[Problem], context: RuleContext | None) -> DomainError:
    """An obligee that does not accept electronic guarantees is a separate refusal, unless there are other problems."""
    if context is None or any(problem.code != NOT_ACCEPTED for problem in problems):
        return InvalidInput(problems)
    electronic = [guarantee for guarantee in request.guarantees if guarantee.medium is Medium.ELECTRONIC]
    starts = [context.accepted_from(guarantee) for guarantee in electronic]
    known = [start for start in starts if start is not None]
    accepted_from = max(known) if len(known) == len(starts) else None
    return ObligeeDoesNotAcceptElectronic(accepted_from, "".join(dict.fromkeys(p.message for p in problems)))
