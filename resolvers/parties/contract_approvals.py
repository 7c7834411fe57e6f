"""Approvals of single contracts, by obligees that accept electronic guarantees for approved ones only."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from uuid import UUID

from tortoise.expressions import Q
from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.applying.contract import Contract
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem
from models.parties.contract_approval import ContractApproval
from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from models.parties.rules_request import ApprovalRequest
from models.parties.viewer import Viewer
from models.refusals import refuses
from models.texts import search_text
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.access_rules import register_rules
from resolvers.conditions import matching

OPERATION = "approveContractForElectronic"
CORPORATE_NUMBER = re.compile("[0-9]{13}")


@refuses(InvalidInput, NotFound, IdempotencyConflict)
@transactional
async def approve(
    *,
    obligee_id: UUID,
    request: ApprovalRequest,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> ContractApproval:
    """Approve a contract, which need not be registered yet. Approving it again changes nothing.

    Raises InvalidInput, NotFound, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require(OPERATION, viewer)
    approval_id = uuid7()
    first_id = await idempotency.claim(
        OPERATION, idempotency_key, input_=[obligee_id, request], result_id=approval_id, viewer=viewer, at=at
    )
    # The first act with this key made no row if the contract was approved already: then it is looked for by its name.
    if first_id is not None and (first := await ContractApproval.get_or_none(id=first_id)):
        return first
    await quotas.require(quotas.CONTRACT_APPROVALS, viewer=viewer, at=at)
    if not await Obligee.filter(register_rules.kept(Obligee, viewer), id=obligee_id).exists():
        raise NotFound
    name, number = await _identity(obligee_id, request, viewer)
    same = {"obligee_id": obligee_id, "folded_project_name": search_text.fold(name), "corporate_number": number}
    row = ContractApproval(id=approval_id, project_name=name, approved_at=at, **same)
    await ContractApproval.bulk_create([row], ignore_conflicts=True)
    stored = await ContractApproval.get(matching(same))
    if stored.id == approval_id:
        action = quotas.CONTRACT_APPROVALS.action
        await audit.record(action, viewer=viewer, at=at, subject_id=obligee_id, subject=f"{number or '*'} {name}")
    return stored


async def is_approved(contract: Contract, contractor: Contractor) -> bool:
    """Whether the contract's obligee has approved it, by its project name and whose it is."""
    number = Q(corporate_number__isnull=True) | Q(corporate_number=contractor.corporate_number)
    named = {"obligee_id": contract.obligee_id, "folded_project_name": contract.folded_project_name}
    return await ContractApproval.filter(number, matching(named)).exists()


async def _identity(obligee_id: UUID, request: ApprovalRequest, viewer: Viewer) -> tuple[str, str | None]:
    """Project name and corporate number. Raises InvalidInput, NotFound."""
    if problems := list(_problems(request)):
        raise InvalidInput(problems)
    if request.contract_id is None:
        number = request.corporate_number and unicodedata.normalize("NFKC", request.corporate_number).strip()
        return (request.project_name or "").strip(), number
    visible = Contract.filter(access.visible(Contract, viewer), id=request.contract_id, obligee_id=obligee_id)
    contract = await visible.first()
    if contract is None:
        raise NotFound
    contractor = await Contractor.get(id=contract.contractor_id)
    return contract.project_name, contractor.corporate_number


def _problems(request: ApprovalRequest) -> Iterator[Problem]:
    """A registered contract, or a project's name, with or without the company's number."""
    if (request.contract_id is None) == (request.project_name is None):
        message = "登録済みの契約と件名の、どちらか一方を指定してください。"
        yield Problem(("projectName",), "EXACTLY_ONE", message)
    if request.project_name is not None:
        name = request.project_name.strip()
        yield from text_checks.check_form(name, ("projectName",), text_checks.LONGEST_NAME, is_multiline=False)
    if request.corporate_number is None:
        return
    if request.contract_id is not None:
        message = "登録済みの契約を指定する場合は、法人番号を指定できません。"
        yield Problem(("corporateNumber",), "NOT_APPLICABLE", message)
    if not CORPORATE_NUMBER.fullmatch(unicodedata.normalize("NFKC", request.corporate_number).strip()):
        yield Problem(("corporateNumber",), "MALFORMED", "法人番号は13桁の数字で入力してください。")
