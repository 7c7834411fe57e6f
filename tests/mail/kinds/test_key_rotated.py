"""KEY_ROTATED: to the contractor, with the reason, without the key."""

from models.enums import Role
from models.outgoing_mail import MailKind
from resolvers.handover import rotate_key
from sample.sample_register import SampleRegister
from tests.conftest import KEYRING, NOON
from tests.support.mails import recipients_of, texts_of
from tests.support.use_cases import KEY, OTHER_KEY, advance, issued

REASON = "髙﨑𠮷工業より申出（禰󠄀・ｶﾞ）\n二行目"


async def test_the_contractor_is_told_what_to_do(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    await rotate_key.rotate(
        guarantee_id=guarantee.id,
        reason=REASON,
        viewer=sample.viewers[Role.SURETY],
        keyring=KEYRING,
        at=NOON,
        draw_key=lambda: OTHER_KEY,
    )
    assert await recipients_of(MailKind.KEY_ROTATED, guarantee_id=guarantee.id) == ["soumu@example.jp"]
    (text,) = await texts_of(MailKind.KEY_ROTATED)
    assert (text.subject, text.link) == ("認証キー更新のお知らせ", f"/guarantees/{guarantee.id}")
    assert "新しい『「認証キー」のお知らせ』" in text.request[0]
    assert dict(text.items)["理由"] == REASON
    assert OTHER_KEY not in str(text)
    assert KEY not in str(text)
