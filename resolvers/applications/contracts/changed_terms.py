"""The terms of a contract after a change, and the rules that they must meet: those of an application."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from models.applying.application import Application
from models.applying.contract import Contract
from models.applying.fiscal_year_base import FiscalYearBase
from models.applying.guarantee_states import IN_REVIEW
from models.commands import ApplicationRequest, ContractChangeRequest, ContractRequest
from models.errors import InvalidInput, Problem
from models.guarantee import Guarantee
from models.parties.bill_to import BillTo
from models.parties.contracting_officer import ContractingOfficer
from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from models.texts import search_text
from models.texts.trade_terms import PRODUCTS
from resolvers.applications import (
    contract_rules,
    contracting_officers,
    register_contract,
    returned_form,
    stored_form,
    venture_rules,
)
from resolvers.applications.contracts.contract_differences import CHANGEABLE, values_of
from resolvers.applications.form_rules import base_of_form
from resolvers.applications.rules import RuleContext, check_rules
from resolvers.findings import Findings
from resolvers.guarantees import contract_state, estimate_fee
from resolvers.parties import contract_approvals, dated_rules

FORM = stored_form.read({})
"""With nothing filled in."""


def merge(contract: Contract, request: ContractChangeRequest) -> ContractRequest:
    """The contract's terms with what is given."""
    given, stored = vars(request.terms), values_of(contract)
    merged = {name: stored[name] if given[name] is None else given[name] for name in CHANGEABLE}
    merged |= dict.fromkeys(field.value.lower() for field in request.removed)
    if merged["obligee_id"] != contract.obligee_id and request.terms.contracting_officer_id is None:
        # Another obligee has other officers.
        merged["contracting_officer_id"] = None
    merged |= venture_rules.merged(contract, request.terms)
    form = replace(FORM, contract=replace(request.terms, **merged)).tidied()
    assert form.contract is not None  # noqa: S101 -- narrows the type
    return form.contract


async def take_over(
    contract: Contract,
    terms: ContractRequest,
    guarantees: Sequence[Guarantee],
    *,
    today: datetime.date,
) -> Mapping[UUID, FiscalYearBase]:
    """Put the terms into the row, as its next version, if the contract and its guarantees in review keep the rules.

    Returns the bases of its applications, by their ids: those that took over the contract's own change with it.

    Raises InvalidInput, ContractAlreadyRegistered.
    """
    officers = await ContractingOfficer.filter(obligee_id=terms.obligee_id)
    officer = contracting_officers.chosen(terms.contracting_officer_id, officers)
    contractor = await Contractor.get(id=contract.contractor_id)
    registered = await Contractor.filter(corporate_number__in=venture_rules.corporate_numbers(terms))
    columns: dict[str, Any] = {name: getattr(terms, name) for name in CHANGEABLE} | {
        "contracting_officer_id": officer and officer.id,
        "joint_venture_members": [member.name for member in terms.members],
        "joint_venture_parties": venture_rules.stored(terms, contractor, registered),
        "folded_project_name": search_text.fold(terms.project_name),
    }
    looked, base = register_contract.identity_of(contract), contract.current_fiscal_year_base
    kept = contract.contracting_officer_id
    sent = await contract_state.submitted(contract)
    contract.change(columns)
    taken = {each.id: each.base for each in sent}
    bases = base_of_form.with_contracts_base(taken, base, contract.current_fiscal_year_base)
    context = await _context(contract, contractor, guarantees, bases, today)
    context = replace(context, officers=officers, registered=registered)
    findings = _of_terms(terms, context, today, kept=kept)
    if not findings.problems and register_contract.identity_of(contract) != looked:
        await register_contract.take_identity(contract, is_another=terms.is_another)
    held_to = await _rules_of(contract, contractor, sent, findings, today)
    problems = [*findings.problems, *_of_guarantees(terms, context, findings, today, held_to)]
    if problems:
        raise InvalidInput([_placed(problem) for problem in dict.fromkeys(problems)])
    await _require_chargeable(contract, guarantees, today)
    return bases


async def _context(
    contract: Contract,
    contractor: Contractor,
    guarantees: Sequence[Guarantee],
    bases: Mapping[UUID, FiscalYearBase],
    today: datetime.date,
) -> RuleContext:
    named = [each.bill_to_party_id for each in guarantees if each.bill_to_party_id]
    return RuleContext(
        contract,
        contractor,
        await Obligee.get_or_none(id=contract.obligee_id),
        (),
        guarantees,
        base_of_form.choose(FORM, contract, bases=bases, earlier=guarantees, today=today),
        bases,
        # Those that were removed too: a change does not concern them.
        {row.id: row for row in await BillTo.filter(id__in=named)} if named else {},
    )


async def _rules_of(
    contract: Contract, contractor: Contractor, sent: Sequence[Application], known: Findings, today: datetime.date
) -> Mapping[UUID, Mapping[str, Any]]:
    """The obligee's rules of the day on which each application was submitted first, as a RuleContext has them."""
    rules = await dated_rules.of(contract.obligee_id)
    is_sound = known.is_sound("contract.projectName")
    shared = {"is_approved": is_sound and await contract_approvals.is_approved(contract, contractor)}
    days = {each.id: each.submitted_on or today for each in sent}
    return {
        id_: shared | {"limits": rules.limits(day), "acceptances": rules.accepted(day)} for id_, day in days.items()
    }


def _of_terms(terms: ContractRequest, context: RuleContext, today: datetime.date, *, kept: UUID | None) -> Findings:
    """What is wrong with the contract alone, which named the officer `kept` before."""
    findings = Findings()
    findings.ask(contract_rules.RULES, terms, today)
    if context.obligee is None:
        findings.add([Problem(("contract", "obligeeId"), "NOT_FOUND", "発注者が見つかりません。")])
    findings.add(contracting_officers.check_active(terms.contracting_officer_id, context.officers, kept=kept))
    check_rules(replace(FORM, contract=terms), context, today, findings)
    return findings


def _of_guarantees(
    terms: ContractRequest,
    context: RuleContext,
    known: Findings,
    today: datetime.date,
    held_to: Mapping[UUID, Mapping[str, Any]],
) -> list[Problem]:
    """What the change makes inadmissible of what is in review, each judged beside all others.

    `held_to` has the obligee's limits and acceptances for each application.
    """
    found: list[Problem] = []
    for place, guarantee in enumerate(context.earlier):
        if guarantee.status not in IN_REVIEW:
            continue
        others = [each for each in context.earlier if each.id != guarantee.id]
        base, current = context.bases[guarantee.application_id], returned_form.current(guarantee)
        form: ApplicationRequest = replace(
            FORM, contract=terms, guarantees=(current,), fiscal_year=base.year, current_fiscal_year_base=base.amount
        )
        findings = Findings()
        findings.add(known.problems)
        rules = held_to[guarantee.application_id]
        check_rules(form, replace(context, earlier=others, base=base, **rules), today, findings)
        new = [problem for problem in findings.problems if problem not in known.problems]
        found += [_at(problem, place, guarantee) for problem in new]
    return found


async def _require_chargeable(contract: Contract, guarantees: Sequence[Guarantee], today: datetime.date) -> None:
    """Raises InvalidInput if a fee would exceed its guarantee, because the period is longer."""
    places = [place for place, guarantee in enumerate(guarantees) if guarantee.status in IN_REVIEW]
    asked = [returned_form.current(guarantees[place]) for place in places]
    try:
        await estimate_fee.require_chargeable(asked, contract, day=today)
    except InvalidInput as refusal:
        found = [(problem, places[int(problem.path[1])]) for problem in refusal.problems]
        raise InvalidInput([_at(problem, place, guarantees[place]) for problem, place in found]) from None


def _at(problem: Problem, place: int, guarantee: Guarantee) -> Problem:
    """A problem of a guarantee, at its place among the contract's; one of the contract as it is."""
    if problem.path[0] != "guarantees":
        return problem
    message = f"{PRODUCTS[guarantee.kind]}：{problem.message}"
    return problem._replace(path=("guarantees", str(place), *problem.path[2:]), message=message)


def _placed(problem: Problem) -> Problem:
    """The path in the input, which has the contract's fields itself."""
    return problem._replace(path=problem.path[1:]) if problem.path[0] == "contract" else problem
