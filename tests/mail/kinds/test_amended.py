"""AMENDED: to the contractor, with the reason."""

from models.commands import AmendmentTerms
from models.enums import Role
from models.outgoing_mail import MailKind
from resolvers.amendments import amend_guarantee
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import recipients_of, texts_of
from tests.support.use_cases import advance, issued


async def test_the_contractor_is_told_what_to_do(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    await amend_guarantee.amend(
        guarantee_id=guarantee.id,
        terms=AmendmentTerms(amount=10_000_000),
        reason="前払金の減額",
        idempotency_key=None,
        viewer=sample.viewers[Role.SURETY],
        at=NOON,
    )
    assert await recipients_of(MailKind.AMENDED, guarantee_id=guarantee.id) == ["soumu@example.jp"]
    (text,) = await texts_of(MailKind.AMENDED)
    assert (text.subject, text.link) == ("保証内容変更のお知らせ", f"/guarantees/{guarantee.id}")
    assert "変更後の証書" in text.request[0]
    assert dict(text.items)["理由"] == "前払金の減額"
    assert dict(text.items)["保証金額"].startswith("10,000,000")
