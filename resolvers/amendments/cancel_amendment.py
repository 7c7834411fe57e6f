"""Cancelling an amendment (変更取消): the version before it holds again, with its terms and its fee."""

import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying.guarantee_acts import GuaranteeAct
from models.certificate import Certificate, CertificateReason, CertificateStatus
from models.commands import AmendmentTerms
from models.errors import FeeAboveAmount, FeeRatesMissing, InvalidInput, NotFound, WrongState
from models.fees.fee_statement import FeeStatement
from models.guarantee import Guarantee
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas, text_checks
from resolvers.amendments import amended_terms, store_terms, write_version
from resolvers.amendments.amended_terms import OF_CONTRACT, OF_GUARANTEE
from resolvers.amendments.store_terms import Locked
from resolvers.guarantees import contract_state, create_fee_statements

NOT_AMENDED = "この保証には、取り消すことのできる変更がありません。"
CANCELLED_BEFORE = "直前の変更は、すでに取り消されています。さらに前の内容に戻すときは、変更の手続をお取りください。"
"""A repeated call does not take back the amendment before."""


@refuses(InvalidInput, WrongState, NotFound, FeeRatesMissing, FeeAboveAmount)
async def cancel(
    *, guarantee_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime
) -> tuple[Guarantee, Certificate]:
    """Take back the newest amendment; the guarantee with the version that holds again, of which nothing is made anew.

    Raises NotFound, WrongState also if its newest version amends nothing, InvalidInput if the former terms violate a
    rule now, FeeRatesMissing, FeeAboveAmount, TooManyRequests.
    """
    try:
        return await _cancel(guarantee_id, reason, viewer=viewer, at=at)
    except IntegrityError:
        # A contract that looks the same was registered meanwhile; now it is found.
        return await _cancel(guarantee_id, reason, viewer=viewer, at=at)


@transactional
async def _cancel(
    guarantee_id: UUID, reason: str, *, viewer: Viewer | None, at: datetime.datetime
) -> tuple[Guarantee, Certificate]:
    viewer = access.require("cancelAmendment", viewer)
    await quotas.require(quotas.CANCELLED_AMENDMENTS, viewer=viewer, at=at)
    rows = await store_terms.locked(guarantee_id, viewer)
    guarantee = rows.guarantee
    guarantee.take(GuaranteeAct.CANCEL_AMENDMENT, today=today(at))
    plain = text_checks.require_reason(reason)
    current, former = await _versions(guarantee)
    try:
        terms = _former_terms(rows, current, former)
        await amended_terms.take_over(terms, guarantee, rows.contract, rows.application, today(at))
    except InvalidInput as refusal:
        raise contract_state.refusal(refusal.problems) from refusal
    await store_terms.store(rows, "contract.amendment_cancelled", reason=plain, viewer=viewer, at=at)
    await write_version.restored(current, former, at=at)
    await create_fee_statements.at_amendment(guarantee, period_from=await _charged_from(current, former), at=at)
    subject = f"変更－{current.amendment_number}"
    await audit.record("amendment.cancelled", viewer=viewer, at=at, subject_id=guarantee.id, subject=subject)
    event = Event(f"amendment.cancelled {current.id}", guarantee.id, at, {"reason": plain})
    await outbox.enqueue(MailKind.AMENDMENT_ENDED, [event])
    return guarantee, former


async def _versions(guarantee: Guarantee) -> tuple[Certificate, Certificate]:
    """The current version of a locked guarantee, and the one that it has superseded. Raises WrongState."""
    newest, *others = await Certificate.filter(guarantee_id=guarantee.id).order_by("-issued_at", "-id")
    if newest.status is not CertificateStatus.CURRENT:
        raise WrongState(guarantee.status, CANCELLED_BEFORE)
    former = next((each for each in others if each.status is CertificateStatus.SUPERSEDED), None)
    if newest.amendment_number == 0 or former is None:
        raise WrongState(guarantee.status, NOT_AMENDED)
    return newest, former


async def _charged_from(current: Certificate, former: Certificate) -> datetime.date:
    """The first day of the fee that the former version stood with.

    That of the last statement before the amendment: a correction of the period has charged nothing, the amendment after
    it has. Where that statement is of other terms, because a difference of nothing is not stated, the version's day.
    """
    amendments = Certificate.filter(guarantee_id=former.guarantee_id, reason=CertificateReason.AMENDMENT)
    amendment, *_ = await amendments.filter(amendment_number=current.amendment_number).order_by("-issued_at", "-id")
    before = FeeStatement.filter(guarantee_id=former.guarantee_id, id__lt=amendment.id)
    stated = await before.order_by("-sequence").first()
    if stated and (stated.amount, stated.period_to) == (former.amount, former.expiry_date):
        return stated.period_from
    return former.period_from


def _former_terms(rows: Locked, current: Certificate, former: Certificate) -> AmendmentTerms:
    """What differs in the former version; of the contract only where it still says what the cancelled version does."""
    given = {name: getattr(former, name) for name in OF_GUARANTEE}
    given |= {name: getattr(former, name) for name in OF_CONTRACT if _is_same(name, rows, current)}
    present = {name: getattr(rows.guarantee, name) for name in OF_GUARANTEE}
    present |= {name: getattr(rows.contract, name) for name in OF_CONTRACT}
    return AmendmentTerms(**{name: value for name, value in given.items() if value != present[name]})


def _is_same(name: str, rows: Locked, current: Certificate) -> bool:
    return getattr(rows.contract, name) == getattr(current, name)
