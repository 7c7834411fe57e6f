"""MESSAGE_POSTED: to the other side, each in its style."""

import pytest

from models.enums import Role
from models.outgoing_mail import MailKind
from resolvers.applications import post_message
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import mail_of, texts_of
from tests.support.use_cases import applied

OF_PROJECT = {"工事名": "●●●●工事", "発注者": "栃木県知事"}


@pytest.mark.parametrize(
    ("sender", "recipient", "subject", "items"),
    [
        (Role.SURETY, "soumu@example.jp", "新着メッセージのお知らせ", OF_PROJECT),
        (
            Role.CONTRACTOR,
            "tochigi@surety.example.jp",
            "新着メッセージ：●●●●工事",
            OF_PROJECT | {"請負者": "○○建設 株式会社"},
        ),
    ],
)
async def test_the_other_side_is_told_without_the_text(
    sample: SampleRegister, sender: Role, recipient: str, subject: str, items: dict[str, str]
) -> None:
    first, *_ = await applied(sample)
    viewer = sample.viewers[sender]
    await post_message.post(application_id=first.application_id, body="写しをお願いします。", viewer=viewer, at=NOON)
    mail = await mail_of(MailKind.MESSAGE_POSTED)
    assert (mail.recipient, mail.guarantee_id) == (recipient, None)
    (text,) = await texts_of(MailKind.MESSAGE_POSTED)
    assert (text.subject, dict(text.items)) == (subject, items)
    assert text.link == f"/guarantees/{first.id}"
    assert "写し" not in str(mail.facts)
