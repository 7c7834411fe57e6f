"""WRONG_KEYS: a warning to the surety with that number prefix, also for a number that does not exist."""

from models.audit_records import AuditEvent
from models.outgoing_mail import MailKind
from models.parties.surety import Surety
from resolvers import outgoing_mails
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import mail_of, recipients_of, texts_of
from tests.support.use_cases import NOWHERE, advance, issued


async def refused(number: str, times: int = 21) -> None:
    """So many wrong keys for this number, and the warnings that result."""
    await AuditEvent.bulk_create(
        [AuditEvent(at=NOON, address="192.0.2.1", action="certificate.refused", subject=number) for _ in range(times)]
    )
    assert await outgoing_mails.warn_of_wrong_keys(at=NOON) == 1


async def test_a_warning_about_an_issued_guarantee_says_which_and_leads_to_it(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    await refused(str(guarantee.number))
    mail = await mail_of(MailKind.WRONG_KEYS)
    assert (mail.guarantee_id, mail.recipient) == (guarantee.id, "tochigi@surety.example.jp")
    (text,) = await texts_of(MailKind.WRONG_KEYS)
    assert (text.subject, text.to) == ("【警告】認証キーの誤りが続いています", "栃木支店　ご担当者各位")
    assert dict(text.items) == {
        "保証契約番号": guarantee.number,
        "商品": "前払金保証",
        "工事名": "●●●●工事",
        "請負者": "○○建設 株式会社",
        "発注者": "栃木県知事",
        "保証金額": "20,000,000円",
    }
    assert text.link == f"/guarantees/{guarantee.id}"


async def test_a_warning_says_how_often_and_advises_only_what_can_be_done(sample: SampleRegister) -> None:
    await refused(NOWHERE)
    (text,) = await texts_of(MailKind.WRONG_KEYS)
    assert "21回" in text.opening[0]
    assert "再発行" not in "".join([*text.request, *text.notes])


async def test_a_warning_about_a_number_of_nothing_leads_to_the_number(sample: SampleRegister) -> None:
    await refused(NOWHERE)
    (text,) = await texts_of(MailKind.WRONG_KEYS)
    assert (dict(text.items), text.link) == ({"保証契約番号": NOWHERE}, f"/guarantees?number={NOWHERE}")


async def test_a_surety_without_an_address_for_answers_is_told_by_its_staff(sample: SampleRegister) -> None:
    surety = Surety.filter(id=sample.branch.surety_id)
    await surety.update(mail_reply_to=None)
    try:
        await refused(NOWHERE)
    finally:
        await surety.update(mail_reply_to="tochigi@surety.example.jp")
    assert await recipients_of(MailKind.WRONG_KEYS) == ["surety@example.jp"]
