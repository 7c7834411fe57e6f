"""Cases in force: how far their hand-over has come, and when they expire."""

from dataclasses import replace

from models.commands import ApplicationRequest
from models.enums import Medium, PaperDelivery
from models.numbering import today
from models.parties.rules_request import ApprovalRequest
from resolvers.parties import contract_approvals
from sample.demo import handing_over
from sample.demo.applying import (
    ADVANCE,
    INTERMEDIATE,
    PERFORMANCE,
    SINGLE,
    Project,
    applied,
    asked,
    form,
    issued,
    through,
)
from sample.demo.desk import Desk
from sample.demo.timeline import Steps


async def sent(desk: Desk) -> Steps:
    """Sent by mail to two addresses, and not opened yet."""
    project = Project("栃木県", "一級河川●●川護岸補強工事", 74_000_000, 210)
    at = yield 4
    advance, performance = await issued(desk, project, asked(ADVANCE, 29_600_000), asked(PERFORMANCE, 7_400_000), at=at)
    at = yield 3
    await handing_over.mailed(desk, advance, at=at, to="kouji@obligee.example.jp")
    await handing_over.mailed(desk, performance, at=at, to="keiyaku-ka@obligee.example.jp")


async def presented(desk: Desk) -> Steps:
    """In the e-contract system of the obligee, whose officials have not read it."""
    project = Project("栃木県", "県立●●高等学校空調設備更新工事", 38_500_000, 150)
    at = yield 11
    (guarantee,) = await issued(desk, project, asked(PERFORMANCE, 3_850_000), at=at)
    at = yield 10
    await handing_over.presented(desk, guarantee, at=at)


async def viewed(desk: Desk) -> Steps:
    """Read by the obligee, which has not decided yet; issued and not handed over at all beside it."""
    project = Project("栃木県", "主要地方道●●線トンネル照明更新工事", 45_000_000, 190)
    at = yield 15
    advance, _ = await issued(desk, project, asked(ADVANCE, 18_000_000), asked(PERFORMANCE, 4_500_000), at=at)
    at = yield 14
    await handing_over.mailed(desk, advance, at=at)
    at = yield 12
    await handing_over.viewed(desk, advance, at=at)


async def accepted_and_expiring(desk: Desk) -> Steps:
    """Accepted; the periods end within days and weeks."""
    ends = (("栃木県", "県道●●線区画線設置工事", 4), ("富士市", "●●公園遊具更新工事", 12))
    ends = (*ends, ("栃木県", "●●合同庁舎屋上防水改修工事", 27))
    for place, (obligee, name, ends_in) in enumerate(ends):
        at = yield 130 - 10 * place
        (guarantee,) = await issued(desk, Project(obligee, name, 15_000_000, ends_in), asked(ADVANCE, 6_000_000), at=at)
        at = yield 128 - 10 * place
        await handing_over.mailed(desk, guarantee, at=at)
        at = yield 126 - 10 * place
        await handing_over.accepted(desk, guarantee, at=at)


async def returned(desk: Desk) -> Steps:
    """Both returned by the obligee; one of them has been handed over again."""
    project = Project("富士市", "●●浄化センター機械設備工事", 132_000_000, 400)
    at = yield 22
    advance, performance = await issued(
        desk, project, asked(ADVANCE, 52_800_000), asked(PERFORMANCE, 13_200_000), at=at
    )
    at = yield 21
    for each in (advance, performance):
        await handing_over.mailed(desk, each, at=at)
    at = yield 19
    reason = "工期の終期が契約書と異なるため返却します。契約書の写しと照らし合わせてください。"
    for each in (advance, performance):
        await handing_over.returned(desk, each, reason, at=at)
    at = yield 16
    await handing_over.mailed(desk, performance, at=at)


async def intermediate(desk: Desk) -> Steps:
    """An advance payment, the performance, and the intermediate advance payment of a larger contract."""
    project = Project("栃木県", "●●ダム管理設備改修工事", 180_000_000, 240)
    at = yield 250
    advance, performance = await issued(
        desk, project, asked(ADVANCE, 72_000_000), asked(PERFORMANCE, 18_000_000), at=at
    )
    at = yield 248
    for each in (advance, performance):
        await handing_over.presented(desk, each, at=at)
        await handing_over.accepted(desk, each, at=at)
    at = yield 100
    request = await form(desk, project, asked(INTERMEDIATE, 36_000_000, recognized_on=today(at)), at=at)
    found = await applied(desk, replace(request, contract=None, contract_id=advance.contract_id), at=at)
    at = yield 99
    guarantee = await through(desk, found[0], at=at)
    at = yield 97
    await handing_over.presented(desk, guarantee, at=at)
    await handing_over.accepted(desk, guarantee, at=at)


async def on_paper(desk: Desk) -> Steps:
    """For an obligee that takes none but paper, to which the certificates are sent."""
    project = Project("見本町", "町立●●診療所増築工事", 36_000_000, 220)
    paper = {"medium": Medium.PAPER, "fee_payment_method": SINGLE, "paper_fee_statement": True}
    at = yield 60
    request: ApplicationRequest = await form(
        desk, project, asked(ADVANCE, 14_400_000, **paper), asked(PERFORMANCE, 3_600_000, **paper), at=at
    )
    found = await applied(desk, replace(request, paper_delivery=PaperDelivery.OBLIGEE), at=at)
    at = yield 59
    for each in found:
        await through(desk, each, at=at)


async def of_joint_venture(desk: Desk) -> Steps:
    """Of a joint venture, for a ministry."""
    project = Project("国土交通省", "●●道路●●トンネル本体工事", 2_400_000_000, 700, is_joint=True)
    at = yield 80
    (advance,) = await issued(desk, project, asked(ADVANCE, 960_000_000), at=at)
    at = yield 78
    await handing_over.mailed(desk, advance, at=at)


async def approved_by_obligee(desk: Desk) -> Steps:
    """For an obligee that approves each contract before."""
    project = Project("見本市", "●●配水池耐震補強工事", 88_000_000, 300, officer="見本市水道事業管理者")
    at = yield 50
    obligee, request = desk.sample.obligees["見本市"], ApprovalRequest(None, project.name, None)
    operator = desk.people["operator"]
    await contract_approvals.approve(
        obligee_id=obligee.id, request=request, idempotency_key=None, viewer=operator, at=at
    )
    at = yield 48
    (guarantee,) = await issued(desk, project, asked(PERFORMANCE, 8_800_000), at=at)
    at = yield 47
    await handing_over.mailed(desk, guarantee, at=at, to="suido@mihon-shi.example.jp")


async def by_kind(desk: Desk) -> Steps:
    """Electronic for the performance alone: the advance payment is on paper."""
    project = Project("見本村", "村営●●簡易水道配水管布設替工事", 19_800_000, 170, is_low_price=True)
    at = yield 35
    await issued(
        desk,
        project,
        asked(ADVANCE, 7_900_000, medium=Medium.PAPER),
        asked(PERFORMANCE, 5_940_000),
        at=at,
        expires_in=200,
    )
