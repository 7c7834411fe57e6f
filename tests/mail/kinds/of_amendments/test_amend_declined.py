"""AMEND_DECLINED: to the contractor, with the reason."""

from models.enums import Role
from models.outgoing_mail import MailKind
from resolvers.amendments import amendment_requests
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.applying.requesting import stored
from tests.support.mails import recipients_of, texts_of


async def test_the_contractor_is_told_why_it_was_declined(sample: SampleRegister) -> None:
    request = await stored(sample, amount=10_000_000)
    surety = sample.viewers[Role.SURETY]
    await amendment_requests.decline(request_id=request.id, reason="資料の不足", viewer=surety, at=NOON)
    found = await recipients_of(MailKind.AMEND_DECLINED, guarantee_id=request.guarantee_id)
    assert found == ["soumu@example.jp"]
    (text,) = await texts_of(MailKind.AMEND_DECLINED)
    assert (text.subject, dict(text.items)["理由"]) == ("保証の変更のご依頼に対するお知らせ", "資料の不足")
    assert text.link == f"/guarantees/{request.guarantee_id}"
