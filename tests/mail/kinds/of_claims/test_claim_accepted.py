"""CLAIM_ACCEPTED: to who claimed and to the contractor."""

from models.outgoing_mail import MailKind
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.mails import recipients_of, texts_of
from tests.support.parties.claims import accepted


async def test_both_parties_are_told_how_much_is_paid(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await accepted(api, guarantee, amount=4_000_000)
    assert await recipients_of(MailKind.CLAIM_ACCEPTED) == ["obligee@example.jp", "soumu@example.jp"]
    claimant, contractor = await texts_of(MailKind.CLAIM_ACCEPTED)
    assert claimant.subject == contractor.subject == "保証金請求の審査結果のお知らせ（支払決定）"
    assert claimant.link == f"/verify?number={guarantee['number']}"
    for text in (claimant, contractor):
        told = dict(text.items)
        assert [told[label] for label in ("請求額", "支払決定額", "支払期限", "理由")] == [
            *("5,000,000円", "4,000,000円", "2026年12月20日", "査定による。")
        ]
