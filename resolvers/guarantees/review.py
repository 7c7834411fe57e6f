"""Guarantees before issue: reading, and the surety's review. Issuing stands in issuing.py."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.enums import GuaranteeKind, Medium
from models.errors import FeeAboveAmount, FeeRatesMissing, InvalidInput, NotFound, WrongState
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import end_of, start_of, today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, text_checks
from resolvers.conditions import given
from resolvers.guarantees import contract_state, state_fee
from resolvers.loading import Include, Page, Reader, page_from
from resolvers.text_conditions import containing

MAX_REASON = 1_000


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    kind: GuaranteeKind | None = None,
    medium: Medium | None = None,
    status: GuaranteeStatus | None = None,
    number: str | None = None,
    contractor_name: str | None = None,
    project_name: str | None = None,
    obligee_id: UUID | None = None,
    issued_from: datetime.date | None = None,
    issued_to: datetime.date | None = None,
) -> Page:
    """Guarantees that the viewer may see, newest first. Names match in part, days are days in Japan, both included.

    Raises InvalidInput.
    """
    access.require("guarantees", reader.viewer)
    text_checks.require_searchable(contractor_name=contractor_name, project_name=project_name)
    wanted = {
        "kind": kind,
        "medium": medium,
        "status": status,
        "number": number,
        "obligee_id": obligee_id,
        "issued_at__gte": issued_from and start_of(issued_from),
        "issued_at__lte": issued_to and end_of(issued_to),
    }
    found = Guarantee.filter(access.visible(Guarantee, reader.viewer), given(wanted))
    found = containing(found, contractor_name, "contractor__name")
    found = containing(found, project_name, "contract__project_name")
    return await page_from(found, order="-id", first=first, after=after, include=include, reader=reader)


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def send_back(*, guarantee_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime) -> Guarantee:
    """Return to the contractor. Raises NotFound, WrongState, InvalidInput."""
    viewer = access.require("returnGuarantee", viewer)
    guarantee = await locked(guarantee_id, viewer)
    guarantee.send_back(sound_reason(reason))
    return await _saved(guarantee, "guarantee.returned", viewer, at, mail=MailKind.RETURNED)


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def decline(*, guarantee_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime) -> Guarantee:
    """Refuse for good. Raises NotFound, WrongState, InvalidInput."""
    viewer = access.require("declineGuarantee", viewer)
    guarantee = await locked(guarantee_id, viewer)
    guarantee.decline(sound_reason(reason))
    return await _saved(guarantee, "guarantee.declined", viewer, at, mail=MailKind.DECLINED)


@refuses(InvalidInput, WrongState, NotFound, FeeRatesMissing, FeeAboveAmount)
@transactional
async def approve(
    *, guarantee_id: UUID, expiry_date: datetime.date | None, viewer: Viewer | None, at: datetime.datetime
) -> Guarantee:
    """Approve, to expire with the contract's period unless another day is given (we decide).

    Raises NotFound, WrongState, InvalidInput, FeeRatesMissing, FeeAboveAmount.
    """
    viewer = access.require("approveGuarantee", viewer)
    contract = await contract_state.locked_contract(guarantee_id, viewer)
    guarantee = await locked(guarantee_id, viewer)
    guarantee.approve(expiry_date=expiry_date or contract.period_to, contract=contract, today=today(at))
    await contract_state.require_approvable(guarantee, contract, today=today(at))
    await state_fee.request(guarantee, at=at)
    fee_is_awaited = guarantee.status is GuaranteeStatus.AWAITING_FEE
    mail = MailKind.FEE_REQUESTED if fee_is_awaited else None
    return await _saved(guarantee, "guarantee.approved", viewer, at, mail=mail)


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def record_fee_payment(
    *, guarantee_id: UUID, paid_on: datetime.date, viewer: Viewer | None, at: datetime.datetime
) -> Guarantee:
    """Note that the fee has come in. Raises NotFound, WrongState, InvalidInput."""
    viewer = access.require("recordFeePayment", viewer)
    guarantee = await locked(guarantee_id, viewer)
    guarantee.receive_fee(paid_on=paid_on, today=today(at))
    return await _saved(guarantee, "guarantee.fee_received", viewer, at)


async def locked(guarantee_id: UUID, viewer: Viewer) -> Guarantee:
    """The guarantee, locked until the end of the transaction. Raises NotFound."""
    visible = access.visible(Guarantee, viewer)
    guarantee = await Guarantee.filter(visible, id=guarantee_id).select_for_update().first()
    if guarantee is None:
        raise NotFound
    return guarantee


async def _saved(
    guarantee: Guarantee, action: str, viewer: Viewer, at: datetime.datetime, *, mail: MailKind | None = None
) -> Guarantee:
    """Store it, record the act, and enqueue the mail about it."""
    await guarantee.save(update_fields=["status", "status_reason", "expiry_date", "approved_on", "fee_paid_on"])
    await audit.record(action, viewer=viewer, at=at, subject_id=guarantee.id)
    if mail is not None:
        await outbox.enqueue(mail, [Event(f"{action} {guarantee.id} {at.isoformat()}", guarantee.id, at)])
    return guarantee


def sound_reason(reason: str) -> str:
    """The reason without spaces around it. Raises InvalidInput for none, an overlong one, and characters that hide."""
    plain = reason.strip()
    if problems := list(text_checks.check_form(plain, ("reason",), MAX_REASON, is_multiline=True)):
        raise InvalidInput(problems)
    return plain
