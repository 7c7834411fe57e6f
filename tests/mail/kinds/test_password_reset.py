"""PASSWORD_RESET: to the person of the account, and to nobody else."""

from models.outgoing_mail import MailKind
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support.mails import mail_of, texts_of
from tests.support.parties import accounts


async def test_it_says_that_the_password_stays_until_then(api: Api, sample: SampleRegister) -> None:
    await api.data(accounts.RESET, input={"email": "contractor@example.jp"})
    mail = await mail_of(MailKind.PASSWORD_RESET)
    assert (mail.recipient, mail.surety_id, mail.sender) == ("contractor@example.jp", None, None)
    (text,) = await texts_of(MailKind.PASSWORD_RESET)
    assert (text.subject, text.link) == ("【確証】パスワードの再設定について", "/password/")
    assert text.to.startswith("○○建設 株式会社　")
    assert any("1時間" in note for note in text.notes)
    assert any("現在のパスワードは変わりません" in note for note in text.notes)
