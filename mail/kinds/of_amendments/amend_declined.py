"""The surety declined a request for an amendment: to the applicant, with the reason."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, WISHES, guarantee_page, reason
from mail.recipients import APPLICANT
from mail.sources import AMENDMENT_REQUESTS
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.AMEND_DECLINED,
    "変更依頼の謝絶, with the reason, to the contractor.",
    AMENDMENT_REQUESTS,
    [*ABOUT_GUARANTEE, *WISHES, reason("request.decision_reason")],
    [
        Delivery(
            APPLICANT,
            Wording(
                "保証の変更のご依頼に対するお知らせ",
                [
                    GREETING,
                    "ご依頼いただきました次の保証の変更につきまして、お引受けいたしかねることとなりましたので、お知らせいたします。",
                    "現在の保証は、変更なく継続しております。",
                ],
                ["保証の内容は、次のページでご確認いただけます。"],
            ),
        )
    ],
    guarantee_page,
)
