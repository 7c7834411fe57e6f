"""CLAIM_ASKED: to who claimed, without the text."""

from models.outgoing_mail import MailKind
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.mails import recipients_of, texts_of
from tests.support.parties.claims import ASK, done, filed


async def test_each_question_is_told_to_who_claimed(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = await filed(api, guarantee)
    for _ in range(2):
        await done(api, ASK, claimId=claim["id"], body="出来高調書")
    assert await recipients_of(MailKind.CLAIM_ASKED) == ["obligee@example.jp"] * 2
    text, _ = await texts_of(MailKind.CLAIM_ASKED)
    assert (text.subject, text.link) == (
        "保証金請求についての照会のお知らせ",
        f"/verify?number={guarantee['number']}",
    )
    assert "出来高調書" not in str(text)
