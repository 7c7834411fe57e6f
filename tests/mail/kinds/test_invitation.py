"""INVITATION: to the invited person, from the installation itself."""

import pytest

from models.outgoing_mail import MailKind
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support.mails import mail_of, recipients_of, texts_of
from tests.support.parties import accounts


async def test_it_names_the_organisation_and_the_person(api: Api, sample: SampleRegister) -> None:
    await accounts.invited(api)
    mail = await mail_of(MailKind.INVITATION)
    assert (mail.recipient, mail.surety_id, mail.sender, mail.reply_to) == (
        "hanako@surety.example.jp",
        None,
        None,
        None,
    )
    (text,) = await texts_of(MailKind.INVITATION)
    assert (text.subject, text.to) == (
        "【確証】アカウントのご登録について",
        "見本建設業保証株式会社　髙﨑 𠮷子　様",
    )
    assert (text.sender, text.signature, text.link) == ("確証", ["確証"], "/password/")
    assert any("72時間" in note for note in text.notes)


@pytest.mark.parametrize(
    ("role", "addressee"), [("OPERATOR", "確証 運用担当"), ("OBLIGEE", "栃木県"), ("CONTRACTOR", "○○建設 株式会社")]
)
async def test_each_organisation_is_addressed(api: Api, sample: SampleRegister, role: str, addressee: str) -> None:
    await api.data(accounts.INVITE, as_="operator", input=accounts.of(sample, role))
    (text,) = await texts_of(MailKind.INVITATION)
    assert text.to == f"{addressee}　髙﨑 𠮷子　様"
    assert await recipients_of(MailKind.INVITATION) == ["hanako@surety.example.jp"]
