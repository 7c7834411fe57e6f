"""Mails with the one-time link of an account: of an invitation, and of a reset."""

import pytest

from mail.compose import compose
from models.outgoing_mail import MailKind, OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support.parties import accounts

RESET = {"email": "hanako@surety.example.jp"}


async def test_an_invitation_names_the_organisation_and_the_person(api: Api, sample: SampleRegister) -> None:
    await accounts.invited(api)
    mail = await OutgoingMail.get(kind=MailKind.INVITATION)
    text = compose(mail.kind, mail.facts)
    assert (mail.surety_id, mail.sender, mail.reply_to) == (None, None, None)
    assert text.to == "見本建設業保証株式会社　髙﨑 𠮷子　様"
    assert (text.sender, text.signature, text.link) == ("確証", ["確証"], "/password/")
    assert any("72時間" in note for note in text.notes)


@pytest.mark.parametrize(
    ("role", "addressee"), [("OPERATOR", "確証 運用担当"), ("OBLIGEE", "栃木県"), ("CONTRACTOR", "○○建設 株式会社")]
)
async def test_each_organisation_is_addressed(api: Api, sample: SampleRegister, role: str, addressee: str) -> None:
    await api.data(accounts.INVITE, as_="operator", input=accounts.of(sample, role))
    mail = await OutgoingMail.get(kind=MailKind.INVITATION)
    assert compose(mail.kind, mail.facts).to == f"{addressee}　髙﨑 𠮷子　様"


async def test_a_reset_says_that_the_password_stays_until_then(api: Api, sample: SampleRegister) -> None:
    await accounts.colleague(api)
    await api.data(accounts.RESET, input=RESET)
    mail = await OutgoingMail.get(kind=MailKind.PASSWORD_RESET)
    text = compose(mail.kind, mail.facts)
    assert (text.subject, text.link) == ("【確証】パスワードの再設定について", "/password/")
    assert any("1時間" in note for note in text.notes)
