"""CLAIM_PAID: to who claimed and to the contractor."""

from models.outgoing_mail import MailKind
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.mails import recipients_of, texts_of
from tests.support.parties.claims import PAY, accepted, done


async def test_both_parties_are_told_what_was_paid_and_when(api: Api, sample: SampleRegister) -> None:
    claim = await accepted(api, await handovers.issued(api, sample))
    await done(api, PAY, claimId=claim["id"], paidOn="2026-11-20", amount=5_000_000)
    assert await recipients_of(MailKind.CLAIM_PAID) == ["obligee@example.jp", "soumu@example.jp"]
    for text in await texts_of(MailKind.CLAIM_PAID):
        told = dict(text.items)
        assert text.subject == "保証金のお支払いのお知らせ"
        assert (told["支払額"], told["支払日"]) == ("5,000,000円", "2026年11月20日")
