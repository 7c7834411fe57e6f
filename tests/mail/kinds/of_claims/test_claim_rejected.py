"""CLAIM_REJECTED: to who claimed and to the contractor, with the reason."""

from models.outgoing_mail import MailKind
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.mails import recipients_of, texts_of
from tests.support.parties.claims import DECIDE, done, filed

REASON = "契約は解除されていない。\n二行目"


async def test_both_parties_are_told_why(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    await done(api, DECIDE, claimId=claim["id"], decision="REJECT", reason=REASON)
    assert await recipients_of(MailKind.CLAIM_REJECTED) == ["obligee@example.jp", "soumu@example.jp"]
    for text in await texts_of(MailKind.CLAIM_REJECTED):
        assert (text.subject, dict(text.items)["理由"]) == ("保証金請求の審査結果のお知らせ", REASON)
        assert "支払決定額" not in dict(text.items)
