"""The surety cancelled a guarantee before its effect: to the applicant, and to an obligee with a mailed key notice."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, page_of_recipient, reason
from mail.recipients import APPLICANT, NOTIFIED_OBLIGEE
from mail.sources import GUARANTEES
from models.outgoing_mail import MailKind

_WORDING = Wording(
    "保証の取消しのお知らせ",
    ["次の保証を取り消しましたので、お知らせいたします。", "この保証の証書は無効です。"],
    ["証書の現在の状態は、次のページでご確認くださいますようお願いいたします。"],
)

DEFINITION = Definition(
    MailKind.CANCELLED,
    "取消, with the reason; to the contractor, and to an obligee to whom the key notice was mailed.",
    GUARANTEES,
    [*ABOUT_GUARANTEE, reason("guarantee.status_reason")],
    [Delivery(APPLICANT, _WORDING), Delivery(NOTIFIED_OBLIGEE, _WORDING)],
    page_of_recipient,
)
