"""CLAIM_WITHDRAWN: to the surety and to the contractor."""

from models.outgoing_mail import MailKind
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.mails import recipients_of, texts_of
from tests.support.parties.claims import WITHDRAW, done, filed


async def test_surety_and_contractor_are_told_why(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = await filed(api, guarantee)
    await done(api, WITHDRAW, as_="obligee", claimId=claim["id"], reason="誤って請求した。")
    assert await recipients_of(MailKind.CLAIM_WITHDRAWN) == ["soumu@example.jp", "tochigi@surety.example.jp"]
    contractor, surety = await texts_of(MailKind.CLAIM_WITHDRAWN)
    assert contractor.subject == "保証金請求の取下げのお知らせ"
    assert surety.subject == f"保証金請求の取下げ：{guarantee['number']}"
    assert {dict(text.items)["理由"] for text in (contractor, surety)} == {"誤って請求した。"}
