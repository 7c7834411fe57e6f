"""The surety revoked an approval with a fee request: to the applicant, that no payment is due, and the reason."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, guarantee_page, reason
from mail.recipients import APPLICANT
from mail.sources import GUARANTEES
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.APPROVAL_REVOKED,
    "保証料お支払いのお願いの取消し, to the contractor.",
    GUARANTEES,
    [*ABOUT_GUARANTEE, reason("guarantee.status_reason")],
    [
        Delivery(
            APPLICANT,
            Wording(
                "保証料お支払いのお願いの取消しのお知らせ",
                [
                    GREETING,
                    "お申込みいただきました次の保証につきまして、お引受けの承認を取り消し、あらためて審査いたしますので、お知らせいたします。",
                ],
                [
                    "先にお願いいたしました保証料は、お支払いにならないようお願いいたします。",
                    "行き違いにお支払いがお済みの場合は、担当の支店までご連絡ください。",
                ],
            ),
        )
    ],
    guarantee_page,
)
