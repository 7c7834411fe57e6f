"""CORRECTED: to the contractor, with the reason."""

from models.content.corrections import CertificateCorrections
from models.enums import Role
from models.outgoing_mail import MailKind
from resolvers.amendments import correct_certificate
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import recipients_of, texts_of
from tests.support.use_cases import advance, issued


async def test_the_contractor_is_told_what_to_do(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    await correct_certificate.correct(
        guarantee_id=guarantee.id,
        corrections=CertificateCorrections(project_name="髙﨑𠮷川改修工事"),
        reason="工事名の誤記",
        idempotency_key=None,
        viewer=sample.viewers[Role.SURETY],
        at=NOON,
    )
    assert await recipients_of(MailKind.CORRECTED, guarantee_id=guarantee.id) == ["soumu@example.jp"]
    (text,) = await texts_of(MailKind.CORRECTED)
    assert (text.subject, text.link) == ("保証証書訂正のお知らせ", f"/guarantees/{guarantee.id}")
    facts = dict(text.items)
    assert (facts["理由"], facts["工事名"]) == ("工事名の誤記", "髙﨑𠮷川改修工事")
    assert "改めてご提出" in text.request[1]
