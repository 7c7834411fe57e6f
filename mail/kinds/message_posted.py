"""Messages about an application were posted: to the other side, at most one mail in ten minutes."""

import datetime

from mail.definitions import Definition, Delivery, Fact, Source, Wording
from mail.facts import CONTRACT_TYPE, CONTRACTOR, OBLIGEE, PROJECT, guarantee_page
from mail.recipients import APPLICANT, SURETY
from mail.sources import PARTIES_OF_APPLICATION
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

_FIRST_GUARANTEE = """(SELECT guarantee.id FROM guarantee WHERE guarantee.application_id = application.id
    ORDER BY id LIMIT 1)"""

DEFINITION = Definition(
    MailKind.MESSAGE_POSTED,
    "New messages, to the side that did not write them: one mail in ten minutes for an application.",
    Source(
        f"""JOIN message ON message.id = event.subject_id
JOIN application ON application.id = message.application_id
{PARTIES_OF_APPLICATION}""",
        guarantee="NULL::uuid",
        application="application.id",
    ),
    [CONTRACT_TYPE, PROJECT, CONTRACTOR, OBLIGEE, Fact("guarantee", _FIRST_GUARANTEE)],
    [
        Delivery(
            APPLICANT,
            Wording(
                "新着メッセージのお知らせ",
                [GREETING, "次のお申込みにつきまして、新しいメッセージが届いておりますので、お知らせいたします。"],
                ["内容は、次のページにサインインのうえ、ご確認くださいますようお願いいたします。"],
            ),
            condition="message.sender <> 'CONTRACTOR'",
        ),
        Delivery(
            SURETY,
            Wording(
                "新着メッセージ：{工事名}",
                ["次の申込みについて、{contractor_term}からメッセージが届きました。"],
                ["内容は、次のページで確認してください。"],
            ),
            condition="message.sender = 'CONTRACTOR'",
        ),
    ],
    guarantee_page,
    interval=datetime.timedelta(minutes=10),
)
