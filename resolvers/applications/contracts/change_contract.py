"""Mending a contract that was entered with an error, before anything is issued on it."""

import datetime
from collections.abc import Mapping, Sequence
from uuid import UUID

from tortoise import connections
from tortoise.exceptions import IntegrityError

from database.transactions import transactional
from models.applying.application import Application
from models.applying.contract import MOST_CHANGES, Contract
from models.applying.contract_change import ContractChange
from models.applying.fiscal_year_base import FiscalYearBase
from models.applying.guarantee_states import (
    AWAITING_ISSUE,
    BEFORE_ISSUE,
    ENDED_UNISSUED,
    IN_REVIEW,
    ISSUED,
    GuaranteeStatus,
)
from models.commands import ContractChangeRequest
from models.enums import Role
from models.errors import (
    ContractAlreadyRegistered,
    ContractChangedSince,
    IdempotencyConflict,
    InvalidInput,
    NotFound,
    WrongState,
    too_many,
)
from models.guarantee import Guarantee
from models.numbering import today
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.applications.contracts import changed_terms, contract_differences
from resolvers.applications.contracts.contract_differences import values_of

OPEN: Mapping[Role, frozenset[GuaranteeStatus]] = {
    Role.CONTRACTOR: ENDED_UNISSUED | {GuaranteeStatus.RETURNED},
    Role.SURETY: ENDED_UNISSUED | {GuaranteeStatus.RETURNED} | IN_REVIEW,
}
"""States of a contract's guarantees in which a role may change it."""
ISSUED_ALREADY = "この契約の保証は発行済みのため、契約は変更できません。保証の変更の手続をお取りください。"
APPROVED_ALREADY = "承認済みの保証があるため、契約は変更できません。先に承認を取り消すか、保証を取り下げてください。"
IN_HAND = "審査中の保証があるため、契約は変更できません。保証会社に差戻しまたは変更をご依頼ください。"
DEFER = "SET CONSTRAINTS guarantee_same_parties_as_contract DEFERRED"
"""Contract and guarantees name the same obligee: both change before the constraint is checked."""


@refuses(InvalidInput, ContractAlreadyRegistered, ContractChangedSince, WrongState, NotFound, IdempotencyConflict)
async def change(
    *,
    contract_id: UUID,
    request: ContractChangeRequest,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Contract:
    """Change the terms of a contract on which nothing is issued or approved, with its history.

    By the contractor only while nothing is in review; by the surety with a reason. Raises NotFound, WrongState,
    ContractChangedSince for a version that is not the last, InvalidInput also for guarantees in review that the terms
    would make inadmissible, ContractAlreadyRegistered, IdempotencyConflict, TooManyRequests.
    """
    try:
        return await _change(contract_id, request, idempotency_key, viewer=viewer, at=at)
    except IntegrityError:
        # A contract that looks the same was registered meanwhile; now it is found.
        return await _change(contract_id, request, idempotency_key, viewer=viewer, at=at)


@transactional
async def _change(
    contract_id: UUID,
    request: ContractChangeRequest,
    idempotency_key: str | None,
    *,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Contract:
    viewer = access.require("changeContract", viewer)
    given = [contract_id, request.version, request.terms, sorted(request.removed), request.reason]
    claimed = await idempotency.claim(
        "changeContract", idempotency_key, input_=given, result_id=contract_id, viewer=viewer, at=at
    )
    if claimed is None:
        await quotas.require(quotas.CONTRACT_CHANGES, viewer=viewer, at=at)
    await _lock_applications(contract_id, viewer)
    contract = await lock(contract_id, viewer)
    if claimed is not None:
        return contract
    guarantees = await Guarantee.filter(contract_id=contract_id).order_by("id").select_for_update()
    if request.version != contract.version:
        raise ContractChangedSince(contract)
    _require_open(guarantees, viewer.role)
    reason = required_reason(request.reason, viewer.role)
    before = values_of(contract)
    terms = changed_terms.merge(contract, request)
    if contract.version > MOST_CHANGES:
        message = f"1件の契約を変更できるのは{MOST_CHANGES}回までです。"
        raise too_many(("contractId",), message)
    bases = await changed_terms.take_over(contract, terms, guarantees, today=today(at))
    changes = await contract_differences.between(before, values_of(contract), contract.contract_type)
    if not changes:
        return await Contract.get(id=contract_id)
    await _store(contract, guarantees, bases)
    await record("contract.changed", contract, changes, reason=reason, viewer=viewer, at=at)
    return contract


async def _lock_applications(contract_id: UUID, viewer: Viewer) -> None:
    """Their bases may change; they are locked before their contract, as when they are sent again."""
    visible = Application.filter(access.own(Application, viewer), contract_id=contract_id)
    await visible.order_by("id").select_for_update()


async def lock(contract_id: UUID, viewer: Viewer) -> Contract:
    """The contract, locked until the end of the transaction. Raises NotFound."""
    own = Contract.filter(access.own(Contract, viewer), id=contract_id)
    contract = await own.select_for_update().first()
    if contract is None:
        raise NotFound
    return contract


def required_reason(reason: str | None, role: Role) -> str | None:
    """The reason, which the surety has to give. Raises InvalidInput."""
    return text_checks.require_reason(reason or "") if reason or role is Role.SURETY else None


async def record(
    action: str,
    contract: Contract,
    changes: Sequence[Mapping[str, object]],
    *,
    reason: str | None,
    viewer: Viewer,
    at: datetime.datetime,
    subject: str | None = None,
) -> None:
    """The act in the contract's history, under its version, and in the audit log."""
    await ContractChange.create(
        surety_id=contract.surety_id,
        contractor_id=contract.contractor_id,
        contract_id=contract.id,
        version=contract.version,
        changed_at=at,
        changed_by_id=viewer.actor_id,
        role=viewer.role,
        reason=reason,
        changes=changes,
    )
    await audit.record(action, viewer=viewer, at=at, subject_id=contract.id, subject=subject)


def _require_open(guarantees: Sequence[Guarantee], role: Role) -> None:
    """Raises WrongState for what was issued first, then for what was approved or is in review."""
    for states, message in ((ISSUED, ISSUED_ALREADY), (AWAITING_ISSUE, APPROVED_ALREADY), (IN_REVIEW, IN_HAND)):
        for guarantee in guarantees:
            if guarantee.status in states and guarantee.status not in OPEN[role]:
                raise WrongState(guarantee.status, message)


async def _store(contract: Contract, guarantees: Sequence[Guarantee], bases: Mapping[UUID, FiscalYearBase]) -> None:
    """The contract, and what its applications and guarantees copy of it."""
    await connections.get("default").execute_query(DEFER)
    await contract.save()
    for id_, base in bases.items():
        await Application.filter(id=id_).update(current_fiscal_year_base=base.amount)
    for guarantee in guarantees:
        guarantee.obligee_id = contract.obligee_id
        if guarantee.status in BEFORE_ISSUE:
            guarantee.base_amount = bases[guarantee.application_id].of(guarantee.kind, contract.contract_price)
        await guarantee.save(update_fields=["obligee_id", "base_amount"])
