"""Cases before the issue: drafts, applications under review, returned, declined, withdrawn, approved."""

from dataclasses import replace

from models.guarantee import GuaranteeStatus
from models.numbering import today
from resolvers.applications import add_review_note, save_draft, submit_draft, withdraw
from resolvers.guarantees import review
from sample.demo.applying import ADVANCE, PERFORMANCE, SINGLE, Project, applied_for, asked, form, reviewed
from sample.demo.desk import Desk
from sample.demo.talking import contract_attached, read, written
from sample.demo.timeline import Steps


async def drafts(desk: Desk) -> Steps:
    """One that is complete, and one that has only begun."""
    project = Project("大泉町", "町立●●保育園大規模改修工事", 62_000_000, 290)
    at = yield 6
    whole = await form(desk, project, asked(ADVANCE, 24_000_000), asked(PERFORMANCE, 6_200_000), at=at)
    begun = replace(await form(desk, replace(project, name="町道●●線側溝整備工事"), at=at), email=None)
    for request in (whole, begun):
        at = yield 1
        viewer = desk.people["staff"]
        await save_draft.save(
            application_id=None, request=request, version=None, idempotency_key=None, viewer=viewer, at=at
        )


async def under_review(desk: Desk) -> Steps:
    """The reviewer has asked, the contractor has answered with a file; a further question is not read yet."""
    project = Project("栃木県", "県営●●団地給水設備改修工事", 96_000_000, 330)
    at = yield 5
    advance, performance = await applied_for(
        desk, project, asked(ADVANCE, 38_000_000), asked(PERFORMANCE, 9_600_000), at=at
    )
    application_id = advance.application_id
    at = yield 4
    for each in (advance, performance):
        await reviewed(desk, each, at=at)
    await written(desk, application_id, "reviewer", "請負契約書の写しを添付していただけますでしょうか。", at=at)
    at = yield 3
    await read(desk, application_id, "contractor", at=at)
    await contract_attached(desk, advance, at=at)
    await written(desk, application_id, "contractor", "添付いたしました。ご確認をお願いいたします。", at=at)
    at = yield 2
    await read(desk, application_id, "reviewer", at=at)
    note = "契約書の写しを確認。前払金の使途内訳を照会中。"
    await add_review_note.add(
        application_id=application_id,
        guarantee_id=None,
        body=note,
        idempotency_key=None,
        viewer=desk.people["reviewer"],
        at=at,
    )
    at = yield 1
    body = "ありがとうございます。前払金の使途について、内訳をお知らせください。"
    await written(desk, application_id, "reviewer", body, at=at)


async def submitted_again(desk: Desk) -> Steps:
    """Returned, mended with a file, and sent again; the contractor's message is not read yet."""
    project = Project("富士市", "市道●●号線歩道設置工事", 41_000_000, 260)
    at = yield 7
    (guarantee,) = await applied_for(desk, project, asked(ADVANCE, 16_400_000), at=at)
    at = yield 6
    await review.return_application(
        guarantee_id=guarantee.id,
        reason="請負契約書の写しが添付されていません。添付のうえ、再度送信してください。",
        viewer=desk.people["reviewer"],
        at=at,
    )
    at = yield 4
    await contract_attached(desk, guarantee, at=at)
    contractor = desk.people["contractor"]
    await submit_draft.submit_form(application_id=guarantee.application_id, viewer=contractor, at=at)
    body = "契約書の写しを添付し、再度送信いたしました。よろしくお願いいたします。"
    await written(desk, guarantee.application_id, "contractor", body, at=at)


async def declined(desk: Desk) -> Steps:
    """Declined after a review, for one of several contracting officers."""
    officer = "分任支出負担行為担当官　見本国道事務所長"
    project = Project("見本地方整備局", "●●国道維持管理工事", 210_000_000, 200, officer=officer)
    at = yield 44
    (guarantee,) = await applied_for(desk, project, asked(ADVANCE, 84_000_000), at=at)
    at = yield 43
    await reviewed(desk, guarantee, at=at)
    at = yield 40
    await review.decline(
        guarantee_id=guarantee.id,
        reason="前払金の使途が確認できないため、お引受けできません。",
        viewer=desk.people["surety"],
        at=at,
    )


async def withdrawn(desk: Desk) -> Steps:
    """Withdrawn after the fee was paid, which is refunded."""
    project = Project("鎌ケ谷市", "市営●●住宅外構工事", 28_000_000, 180)
    at = yield 30
    (guarantee,) = await applied_for(desk, project, asked(ADVANCE, 11_200_000, fee_payment_method=SINGLE), at=at)
    surety, contractor = desk.people["surety"], desk.people["contractor"]
    at = yield 29
    await review.approve(guarantee_id=guarantee.id, expiry_date=None, viewer=surety, at=at)
    at = yield 28
    await review.record_fee_payment(guarantee_id=guarantee.id, paid_on=today(at), viewer=surety, at=at)
    at = yield 26
    await withdraw.application(application_id=guarantee.application_id, viewer=contractor, at=at)


async def waiting_for_fee(desk: Desk) -> Steps:
    """Approved; its fee is awaited, and another one's is paid."""
    project = Project("氷見市", "●●漁港防波堤補修工事", 54_000_000, 240)
    at = yield 9
    found = await applied_for(
        desk,
        project,
        asked(ADVANCE, 21_600_000, fee_payment_method=SINGLE, paper_fee_statement=True),
        asked(PERFORMANCE, 5_400_000, fee_payment_method=SINGLE),
        at=at,
    )
    surety = desk.people["surety"]
    at = yield 8
    for each in found:
        await review.approve(guarantee_id=each.id, expiry_date=None, viewer=surety, at=at)
    at = yield 2
    paid = await review.record_fee_payment(guarantee_id=found[1].id, paid_on=today(at), viewer=surety, at=at)
    assert paid.status is GuaranteeStatus.APPROVED  # noqa: S101 -- it waits for its issue
