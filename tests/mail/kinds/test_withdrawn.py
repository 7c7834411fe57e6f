"""WITHDRAWN: to the surety, one for each guarantee, with the refund."""

import datetime

import pytest

from models.enums import Role
from models.errors import DomainError
from models.guarantee import FeePaymentMethod
from models.outgoing_mail import MailKind
from resolvers.applications import withdraw
from resolvers.guarantees import review
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import mail_of, mails_of, texts_of
from tests.support.use_cases import advance, approved, issue

DAY = datetime.timedelta(days=1)
SINGLE = advance(fee_payment_method=FeePaymentMethod.SINGLE)
SURETY = "tochigi@surety.example.jp"


async def test_a_withdrawal_says_what_is_paid_back(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, SINGLE)
    surety, contractor = sample.viewers[Role.SURETY], sample.viewers[Role.CONTRACTOR]
    await review.record_fee_payment(guarantee_id=guarantee.id, paid_on=NOON.date(), viewer=surety, at=NOON + DAY)
    await withdraw.application(application_id=guarantee.application_id, viewer=contractor, at=NOON + 2 * DAY)
    mail = await mail_of(MailKind.WITHDRAWN)
    assert (mail.facts["paid_on"], mail.facts["refund"]) == ("2026-11-20", 68_000)
    (text,) = await texts_of(MailKind.WITHDRAWN)
    assert (text.subject, text.to) == ("保証申込みの取下げ：●●●●工事", "栃木支店　ご担当者各位")
    assert dict(text.items) == {
        "商品": "前払金保証",
        "工事名": "●●●●工事",
        "請負者": "○○建設 株式会社",
        "発注者": "栃木県知事",
        "保証金額": "20,000,000円",
        "保証料の入金日": "2026年11月20日",
        "返戻する保証料": "68,000円",
    }


async def test_each_withdrawn_guarantee_is_told_of_and_no_other(sample: SampleRegister) -> None:
    one, other, _ = [*await approved(sample), *await approved(sample)][:3]
    await issue(sample, one)
    contractor = sample.viewers[Role.CONTRACTOR]
    await withdraw.application(application_id=one.application_id, viewer=contractor, at=NOON)
    (mail,) = await mails_of(MailKind.WITHDRAWN)
    assert (mail.guarantee_id, mail.recipient) == (other.id, SURETY)
    assert mail.facts["paid_on"] is mail.facts["refund"] is None
    (text,) = await texts_of(MailKind.WITHDRAWN)
    assert {"保証料の入金日", "返戻する保証料"}.isdisjoint(dict(text.items))


async def test_a_withdrawal_that_is_refused_tells_nobody(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    await issue(sample, guarantee)
    contractor = sample.viewers[Role.CONTRACTOR]
    with pytest.raises(DomainError):
        await withdraw.application(application_id=guarantee.application_id, viewer=contractor, at=NOON)
    assert await mails_of(MailKind.WITHDRAWN) == []
