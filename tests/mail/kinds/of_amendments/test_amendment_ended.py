"""AMENDMENT_ENDED: to the contractor, with the reason."""

from models.commands import AmendmentTerms
from models.enums import Role
from models.outgoing_mail import MailKind
from resolvers.amendments import amend_guarantee, cancel_amendment
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import recipients_of, texts_of
from tests.support.use_cases import advance, issued


async def test_the_contractor_is_told_what_holds_again(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    surety = sample.viewers[Role.SURETY]
    terms = AmendmentTerms(amount=10_000_000)
    await amend_guarantee.amend(
        guarantee_id=guarantee.id, terms=terms, reason="減額", idempotency_key=None, viewer=surety, at=NOON
    )
    await cancel_amendment.cancel(guarantee_id=guarantee.id, reason="金額の誤り", viewer=surety, at=NOON)
    assert await recipients_of(MailKind.AMENDMENT_ENDED, guarantee_id=guarantee.id) == ["soumu@example.jp"]
    (text,) = await texts_of(MailKind.AMENDMENT_ENDED)
    assert (text.subject, text.link) == ("保証内容変更の取消しのお知らせ", f"/guarantees/{guarantee.id}")
    facts = dict(text.items)
    assert (facts["理由"], facts["保証金額"]) == ("金額の誤り", "20,000,000円")
