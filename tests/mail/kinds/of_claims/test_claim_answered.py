"""CLAIM_ANSWERED: to the surety, without the text."""

from models.outgoing_mail import MailKind
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.mails import recipients_of, texts_of
from tests.support.parties.claims import ANSWER, done, filed


async def test_the_surety_is_told_of_an_answer(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = await filed(api, guarantee)
    await done(api, ANSWER, as_="obligee", claimId=claim["id"], body="別送しました。")
    assert await recipients_of(MailKind.CLAIM_ANSWERED) == ["tochigi@surety.example.jp"]
    (text,) = await texts_of(MailKind.CLAIM_ANSWERED)
    assert text.subject == f"保証金請求についての回答：{guarantee['number']}"
    assert dict(text.items)["支払期限"] == "2026年12月20日"
    assert "別送" not in str(text)
