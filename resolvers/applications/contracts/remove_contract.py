"""Removing a contract that nothing hangs on."""

import datetime
from uuid import UUID

from tortoise import connections

from database.transactions import transactional
from models.applying.application import Application
from models.applying.contract import Contract
from models.errors import InvalidInput, NotFound, WrongState
from models.guarantee import Guarantee, GuaranteeStatus
from models.parties.obligee import Obligee
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access
from resolvers.applications.contracts import change_contract, contract_differences
from resolvers.applications.contracts.contract_differences import values_of

IN_USE = "この契約にはお申込みがあるため、削除できません。"
LOCK_DRAFTS = "SELECT id FROM application WHERE contract_id = $1 AND submitted_at IS NULL ORDER BY id FOR UPDATE"
FORGET = """
WITH draft AS (
    UPDATE application SET contract_id = NULL WHERE contract_id = $1 AND submitted_at IS NULL RETURNING id
)
UPDATE application_draft SET form = form - 'contract_id' FROM draft WHERE application_id = draft.id"""
"""Forms that are not sent yet lose the reference; what else they have stays."""


@refuses(InvalidInput, WrongState, NotFound)
@transactional
async def remove(*, contract_id: UUID, reason: str | None, viewer: Viewer | None, at: datetime.datetime) -> UUID:
    """Delete a contract without applications, but drafts; its id. What it was stays in its history.

    The surety has to give a reason. Raises NotFound, InvalidInput, and WrongState for one with applications.
    """
    viewer = access.require("removeContract", viewer)
    execute = connections.get("default").execute_query_dict
    # Applications are locked before contracts.
    await execute(LOCK_DRAFTS, [contract_id])
    contract = await change_contract.lock(contract_id, viewer)
    if await Application.filter(contract_id=contract_id, submitted_at__isnull=False).exists():
        first = await Guarantee.filter(contract_id=contract_id).order_by("id").first()
        raise WrongState(first.status if first else GuaranteeStatus.SUBMITTED, IN_USE)
    stated = change_contract.required_reason(reason, viewer.role)
    gone = await contract_differences.between(values_of(contract), {}, contract.contract_type)
    obligee = await Obligee.get(id=contract.obligee_id)
    contract.change({})
    subject = f"{contract.project_name} {contract.contract_date} {contract.contract_price} {obligee.name}"
    await change_contract.record(
        "contract.removed", contract, gone, reason=stated, viewer=viewer, at=at, subject=subject
    )
    await execute(FORGET, [contract_id])
    await Contract.filter(id=contract_id).delete()
    return contract_id
