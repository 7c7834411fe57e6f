"""Cases that have ended, or whose obligee claims: expired, released, cancelled, claims in all states."""

import datetime
from uuid import UUID

from models.after_issue.claim_account import ClaimAccount
from models.after_issue.claim_sums import ClaimedSums
from models.guarantee import Guarantee
from models.numbering import today
from models.parties.surety import AccountType
from models.parties.viewer import Viewer
from resolvers.applications.attachments.attached_to import Named
from resolvers.claims import decide_claim, exchange_messages, file_claim, withdraw_claim
from resolvers.claims.decide_claim import ClaimDecision
from resolvers.claims.file_claim import ClaimRequest
from resolvers.endings import end_guarantees
from sample.demo import handing_over
from sample.demo.applying import ADVANCE, PERFORMANCE, SINGLE, Project, asked, issued
from sample.demo.desk import Desk
from sample.demo.talking import attached
from sample.demo.timeline import Steps

DEFAULT = "工期内に完成する見込みがないことにより、契約を解除したため"


async def expired(desk: Desk) -> Steps:
    """The works are done, and the last day is over."""
    project = Project("栃木県", "県道●●線舗装補修工事", 20_000_000, -20)
    at = yield 290
    (guarantee,) = await issued(desk, project, asked(ADVANCE, 8_000_000), at=at)
    at = yield 288
    await handing_over.presented(desk, guarantee, at=at)
    await handing_over.accepted(desk, guarantee, at=at)


async def released(desk: Desk) -> Steps:
    """Released before its last day."""
    project = Project("富士市", "市立●●中学校体育館改修工事", 30_000_000, 40)
    at = yield 200
    (guarantee,) = await issued(desk, project, asked(PERFORMANCE, 3_000_000), at=at)
    at = yield 198
    await handing_over.mailed(desk, guarantee, at=at)
    at = yield 196
    await handing_over.accepted(desk, guarantee, at=at)
    at = yield 13
    reason = "工事が完成し、目的物の引渡しが完了したため"
    await end_guarantees.release(guarantee_id=guarantee.id, reason=reason, viewer=desk.people["surety"], at=at)


async def cancelled(desk: Desk) -> Steps:
    """Cancelled before its effect; the fee is refunded."""
    project = Project("国土交通省", "●●国道事務所庁舎改修設計業務委託", 18_000_000, 160)
    at = yield 55
    (guarantee,) = await issued(desk, project, asked(PERFORMANCE, 1_800_000, fee_payment_method=SINGLE), at=at)
    at = yield 51
    reason = "契約の締結が取りやめとなったため"
    await end_guarantees.cancel(guarantee_id=guarantee.id, reason=reason, viewer=desk.people["surety"], at=at)


async def claim_filed(desk: Desk) -> Steps:
    """Filed yesterday, with a file."""
    project = Project("栃木県", "●●トンネル補修工事", 52_000_000, 140)
    at = yield 160
    guarantee = await _handed_over(desk, project, 20_800_000, at=at)
    at = yield 1
    claim_id = await _claimed(desk, guarantee, ClaimedSums(20_800_000, 0, 10_400_000), at=at)
    to = Named(None, None, None, claim_id)
    await attached(desk, to, desk.official_of(guarantee), guarantee, at=at)


async def claim_in_review(desk: Desk) -> Steps:
    """The surety has asked, and the obligee has answered."""
    guarantee_of = Project("富士市", "●●川水門補修工事", 70_000_000, 180)
    at = yield 150
    guarantee = await _handed_over(desk, guarantee_of, 28_000_000, at=at)
    at = yield 12
    claim_id = await _claimed(desk, guarantee, ClaimedSums(28_000_000, 0, 7_000_000), at=at)
    surety = desk.people["surety"]
    at = yield 10
    await decide_claim.start_review(claim_id=claim_id, viewer=surety, at=at)
    body = "出来形の査定に用いた資料をご提示ください。"
    await exchange_messages.ask(claim_id=claim_id, body=body, viewer=surety, at=at)
    at = yield 8
    answer = "出来形数量の一覧を郵送いたしました。"
    await exchange_messages.answer(claim_id=claim_id, body=answer, viewer=desk.people["city"], at=at)


async def claim_accepted(desk: Desk) -> Steps:
    """Accepted, and to be paid."""
    guarantee_of = Project("栃木県", "●●砂防堰堤工事", 90_000_000, 220)
    at = yield 145
    guarantee = await _handed_over(desk, guarantee_of, 36_000_000, at=at)
    at = yield 25
    claim_id = await _claimed(desk, guarantee, ClaimedSums(36_000_000, 9_000_000, 27_000_000), at=at)
    at = yield 14
    await _decided(desk, claim_id, ClaimDecision.ACCEPT, "ご請求のとおりお支払いします。", at=at)


async def claim_paid(desk: Desk) -> Steps:
    """Paid in time."""
    guarantee_of = Project("富士市", "市道●●線電線共同溝工事", 64_000_000, 150)
    at = yield 180
    guarantee = await _handed_over(desk, guarantee_of, 25_600_000, at=at)
    at = yield 62
    claim_id = await _claimed(desk, guarantee, ClaimedSums(25_600_000, 0, 12_800_000), at=at)
    at = yield 50
    await _decided(desk, claim_id, ClaimDecision.ACCEPT, "ご請求のとおりお支払いします。", at=at)
    at = yield 45
    await decide_claim.record_payment(
        claim_id=claim_id, paid_on=today(at), amount=12_800_000, viewer=desk.people["surety"], at=at
    )


async def claims_in_vain(desk: Desk) -> Steps:
    """A claim was rejected, another one withdrawn: the guarantee is in force."""
    guarantee_of = Project("栃木県", "●●遊水地堤防補強工事", 76_000_000, 200)
    at = yield 155
    guarantee = await _handed_over(desk, guarantee_of, 30_400_000, at=at)
    sums = ClaimedSums(30_400_000, 0, 19_000_000)
    at = yield 95
    claim_id = await _claimed(desk, guarantee, sums, at=at)
    at = yield 88
    reason = "契約解除の通知が確認できないため、お支払いできません。"
    await _decided(desk, claim_id, ClaimDecision.REJECT, reason, at=at)
    at = yield 66
    claim_id = await _claimed(desk, guarantee, sums, at=at)
    at = yield 58
    viewer, why = desk.official_of(guarantee), "請負者が工事を再開したため"
    await withdraw_claim.withdraw(claim_id=claim_id, reason=why, viewer=viewer, at=at)


async def _handed_over(desk: Desk, project: Project, amount: int, *, at: datetime.datetime) -> Guarantee:
    """An advance payment guarantee that the obligee has read on the day of its issue."""
    (guarantee,) = await issued(desk, project, asked(ADVANCE, amount), at=at)
    await handing_over.accepted(desk, guarantee, at=desk.later(at, 4))
    return guarantee


async def _claimed(desk: Desk, guarantee: Guarantee, sums: ClaimedSums, *, at: datetime.datetime) -> UUID:
    number, key = handing_over.known(desk, guarantee)
    viewer: Viewer = desk.official_of(guarantee)
    branch, holder = ("県庁支店", "トチギケン") if viewer is desk.people["obligee"] else ("市役所支店", "フジシ")
    account = ClaimAccount("○○銀行", branch, AccountType.ORDINARY, "0123456", holder)
    claim = await file_claim.file(
        number=number,
        key=key,
        request=ClaimRequest(DEFAULT, today(at) - datetime.timedelta(days=1), sums, account),
        idempotency_key=None,
        reader=desk.reader(viewer, at),
        throttle=desk.throttle,
    )
    return claim.id


async def _decided(desk: Desk, claim_id: UUID, decision: ClaimDecision, reason: str, *, at: datetime.datetime) -> None:
    surety = desk.people["surety"]
    await decide_claim.start_review(claim_id=claim_id, viewer=surety, at=at)
    await decide_claim.decide(
        claim_id=claim_id, decision=decision, amount=None, reason=reason, viewer=surety, at=desk.later(at)
    )
