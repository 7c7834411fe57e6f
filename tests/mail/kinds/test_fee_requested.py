"""FEE_REQUESTED: to the applicant, with the amount, the due date and the account."""

from models.guarantee import FeePaymentMethod
from models.outgoing_mail import MailKind
from models.parties.surety import Surety
from sample.sample_register import SampleRegister
from tests.support.mails import mail_of, mails_of, texts_of
from tests.support.use_cases import advance, approved

SINGLE = advance(fee_payment_method=FeePaymentMethod.SINGLE)
ACCOUNT = "○○銀行　本店営業部　普通　0000001　ミホンケンセツギヨウホシヨウ（カ"
NO_ACCOUNT = dict.fromkeys(("bank_name", "bank_branch", "account_type", "account_number", "account_holder"))


async def test_a_fee_request_says_how_much_until_when_and_where_to(sample: SampleRegister) -> None:
    await approved(sample, SINGLE)
    mail = await mail_of(MailKind.FEE_REQUESTED)
    assert mail.recipient == "soumu@example.jp"
    assert {name: mail.facts[name] for name in ("fee", "due_on", "fee_account")} == {
        "fee": 68_000,
        "due_on": "2026-12-04",
        "fee_account": ACCOUNT,
    }
    (text,) = await texts_of(MailKind.FEE_REQUESTED)
    assert text.subject == "保証料お支払いのお願い"
    assert dict(text.items) == {
        "商品": "前払金保証",
        "工事名": "●●●●工事",
        "発注者": "栃木県知事",
        "保証金額": "20,000,000円",
        "保証料": "68,000円（非課税）",
        "納付期限": "2026年12月4日",
        "振込先": ACCOUNT,
    }


async def test_where_no_account_is_registered_the_branch_is_asked(sample: SampleRegister) -> None:
    surety = Surety.filter(id=sample.branch.surety_id)
    before = await surety.values(*NO_ACCOUNT)
    await surety.update(**NO_ACCOUNT)
    try:
        await approved(sample, SINGLE)
    finally:
        await surety.update(**before[0])
    (text,) = await texts_of(MailKind.FEE_REQUESTED)
    assert dict(text.items)["振込先"] == "栃木支店（電話 028-000-0000）へお問い合わせください。"


async def test_a_fee_of_the_month_is_not_requested(sample: SampleRegister) -> None:
    await approved(sample, advance())
    assert await mails_of(MailKind.FEE_REQUESTED) == []
