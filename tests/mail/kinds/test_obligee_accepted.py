"""OBLIGEE_ACCEPTED: to the applicant and to the surety, each in its style."""

from models.outgoing_mail import MailKind
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.handovers import ACCEPT, key_input
from tests.support.mails import recipients_of, texts_of


async def test_both_sides_are_told(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await api.data(ACCEPT, as_="obligee", input=key_input(guarantee))
    assert await recipients_of(MailKind.OBLIGEE_ACCEPTED) == ["soumu@example.jp", "tochigi@surety.example.jp"]
    applicant, surety = await texts_of(MailKind.OBLIGEE_ACCEPTED)
    assert (applicant.subject, applicant.to) == ("電子証書の受理のお知らせ", "○○建設 株式会社　御中")
    assert (surety.subject, surety.to) == (f"電子証書の受理：{guarantee['number']}", "栃木支店　ご担当者各位")
    items = {
        "保証契約番号": guarantee["number"],
        "商品": "前払金保証",
        "工事名": "●●●●工事",
        "発注者": "栃木県知事",
        "保証金額": "20,000,000円",
    }
    assert dict(applicant.items) == items
    assert dict(surety.items) == items | {"請負者": "○○建設 株式会社"}
    assert guarantee["authKey"] not in str((applicant, surety))
