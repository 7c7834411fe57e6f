"""Cases that were changed after the issue: amendments and requests for them, a correction, another key."""

import datetime
from uuid import UUID

from models.commands import AmendmentTerms
from models.content.corrections import CertificateCorrections
from models.fees.monthly_bill import PaymentRequest
from models.guarantee import Guarantee
from models.numbering import today
from resolvers.amendments import amend_guarantee, amendment_requests, cancel_amendment, correct_certificate
from resolvers.guarantees import record_payment
from resolvers.handover import rotate_key
from sample.demo import handing_over
from sample.demo.applying import ADVANCE, PERFORMANCE, SINGLE, Project, asked, issued
from sample.demo.desk import Desk
from sample.demo.timeline import Steps
from security import auth_keys


async def amended_twice(desk: Desk) -> Steps:
    """変更－2 of a fee that is paid singly: the first additional fee is paid, the second one is open."""
    project = Project("栃木県", "主要地方道●●線橋梁補修工事", 100_000_000, 60)
    at = yield 170
    (guarantee,) = await issued(desk, project, asked(ADVANCE, 30_000_000, fee_payment_method=SINGLE), at=at)
    at = yield 168
    await handing_over.presented(desk, guarantee, at=at)
    await handing_over.accepted(desk, guarantee, at=at)
    at = yield 90
    terms = AmendmentTerms(amount=40_000_000)
    await _amend(desk, guarantee, terms, "前払金の追加支払い", at=at)
    at = yield 85
    await record_payment.record(
        request=PaymentRequest(guarantee.id, None, today(at), None, None, paper_receipt=True),
        idempotency_key=None,
        viewer=desk.people["surety"],
        at=at,
    )
    at = yield 83
    await handing_over.accepted(desk, guarantee, at=at)
    at = yield 20
    longer = AmendmentTerms(
        amount=48_000_000, contract_price=120_000_000, period_to=desk.day(120), expiry_date=desk.day(120)
    )
    await _amend(desk, guarantee, longer, "設計変更による増額及び工期の延長", at=at)
    at = yield 18
    await handing_over.mailed(desk, guarantee, at=at)


async def amended_on_request(desk: Desk) -> Steps:
    """変更－1 that its contractor asked for, with a refund."""
    project = Project("富士市", "●●小学校プール改築工事", 84_000_000, 130)
    at = yield 110
    (guarantee,) = await issued(desk, project, asked(ADVANCE, 33_600_000), at=at)
    at = yield 108
    await handing_over.mailed(desk, guarantee, at=at)
    at = yield 106
    await handing_over.accepted(desk, guarantee, at=at)
    at = yield 40
    less = AmendmentTerms(amount=28_000_000, contract_price=70_000_000)
    request_id = await _request(desk, guarantee, less, "設計変更により請負金額が減額となったため", at=at)
    at = yield 38
    await _amend(desk, guarantee, less, "設計変更による減額", at=at, request_id=request_id)


async def requests(desk: Desk) -> Steps:
    """One request was withdrawn, one declined, and one is open."""
    project = Project("栃木県", "●●高校実習棟耐震補強工事", 66_000_000, 45)
    at = yield 140
    (guarantee,) = await issued(desk, project, asked(PERFORMANCE, 6_600_000), at=at)
    at = yield 138
    await handing_over.presented(desk, guarantee, at=at)
    await handing_over.accepted(desk, guarantee, at=at)
    at = yield 50
    later = AmendmentTerms(period_to=desk.day(60), expiry_date=desk.day(60))
    request_id = await _request(desk, guarantee, later, "工期延長の協議中のため", at=at)
    at = yield 49
    contractor, surety = desk.people["contractor"], desk.people["surety"]
    await amendment_requests.withdraw(request_id=request_id, viewer=contractor, at=at)
    at = yield 35
    request_id = await _request(desk, guarantee, later, "工期を延長する予定のため", at=at)
    at = yield 33
    reason = "変更契約が締結されていないため、お受けできません。締結後に改めてご依頼ください。"
    await amendment_requests.decline(request_id=request_id, reason=reason, viewer=surety, at=at)
    at = yield 2
    await _request(desk, guarantee, later, "変更契約の締結により工期を延長するため", at=at)


async def amendment_cancelled(desk: Desk) -> Steps:
    """変更－1 that was taken back: the certificate before it holds again."""
    project = Project("鹿沼市", "市民文化センター●●ホール改修工事", 50_000_000, 100)
    at = yield 120
    (guarantee,) = await issued(desk, project, asked(PERFORMANCE, 5_000_000), at=at)
    at = yield 70
    terms = AmendmentTerms(amount=6_000_000, contract_price=60_000_000)
    await _amend(desk, guarantee, terms, "追加工事による増額", at=at)
    at = yield 65
    await cancel_amendment.cancel(
        guarantee_id=guarantee.id, reason="変更契約が取りやめとなったため", viewer=desk.people["surety"], at=at
    )


async def corrected(desk: Desk) -> Steps:
    """The name of the works had a wrong letter."""
    project = Project("足利市", "●●橋ほか2橋　橋梁点検業務委託", 22_000_000, 110)
    at = yield 75
    (guarantee,) = await issued(desk, project, asked(ADVANCE, 6_600_000), at=at)
    at = yield 73
    await correct_certificate.correct(
        guarantee_id=guarantee.id,
        corrections=CertificateCorrections(project_name="●●橋ほか3橋　橋梁点検業務委託"),
        reason="業務名の橋数に誤りがあったため",
        idempotency_key=None,
        viewer=desk.people["surety"],
        at=at,
    )
    at = yield 72
    await handing_over.mailed(desk, guarantee, at=at)


async def key_replaced(desk: Desk) -> Steps:
    """The key was sent to a wrong address; the obligee has read the certificate with the new one."""
    project = Project("栃木県", "●●交差点信号機改良工事", 12_000_000, 90)
    at = yield 26
    (guarantee,) = await issued(desk, project, asked(ADVANCE, 4_800_000), at=at)
    at = yield 24
    key = auth_keys.generate()
    await rotate_key.rotate(
        guarantee_id=guarantee.id,
        reason="誤った宛先に認証キーを送付したため",
        viewer=desk.people["surety"],
        keyring=desk.services.keyring,
        at=at,
        draw_key=lambda: key,
    )
    desk.keys[guarantee.id] = key
    at = yield 23
    await handing_over.mailed(desk, guarantee, at=at)
    at = yield 20
    await handing_over.viewed(desk, guarantee, at=at)


async def _amend(
    desk: Desk,
    guarantee: Guarantee,
    terms: AmendmentTerms,
    reason: str,
    *,
    at: datetime.datetime,
    request_id: UUID | None = None,
) -> None:
    await amend_guarantee.amend(
        guarantee_id=guarantee.id,
        terms=terms,
        reason=reason,
        request_id=request_id,
        idempotency_key=None,
        viewer=desk.people["surety"],
        at=at,
    )


async def _request(
    desk: Desk, guarantee: Guarantee, terms: AmendmentTerms, reason: str, *, at: datetime.datetime
) -> UUID:
    viewer = desk.people["contractor"]
    found = await amendment_requests.request(
        guarantee_id=guarantee.id, terms=terms, reason=reason, viewer=viewer, at=at
    )
    return found.id
