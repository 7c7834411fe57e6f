"""RETURNED: to the applicant, with the reason."""

from models.enums import Role
from models.outgoing_mail import MailKind
from resolvers.guarantees import review
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import recipients_of, texts_of
from tests.support.use_cases import advance, applied


async def test_the_applicant_is_told_the_reason(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    await review.return_application(
        guarantee_id=guarantee.id, reason="写しが不足\n押印がない", viewer=sample.viewers[Role.SURETY], at=NOON
    )
    assert await recipients_of(MailKind.RETURNED, guarantee_id=guarantee.id) == ["soumu@example.jp"]
    (text,) = await texts_of(MailKind.RETURNED)
    assert (text.subject, text.link) == ("保証申込みの差戻しのお知らせ", f"/guarantees/{guarantee.id}")
    assert dict(text.items) == {
        "商品": "前払金保証",
        "工事名": "●●●●工事",
        "発注者": "栃木県知事",
        "保証金額": "20,000,000円",
        "理由": "写しが不足\n押印がない",
    }
