"""The contractor hands over by mail: to an address of the obligee's, with the key notice as a PDF."""

from mail.definitions import Definition, Delivery, Fact, Source, Wording
from mail.facts import ABOUT_GUARANTEE, verification_page
from mail.recipients import OBLIGEE
from mail.sources import PARTIES_OF_GUARANTEE
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.KEY_NOTICE,
    "『「認証キー」のお知らせ』の提出, with the PDF, to the obligee.",
    Source(
        f"""JOIN document ON document.id = event.subject_id
JOIN certificate ON certificate.id = document.certificate_id
JOIN guarantee ON guarantee.id = certificate.guarantee_id
{PARTIES_OF_GUARANTEE}""",
        document="document.id",
    ),
    [*ABOUT_GUARANTEE, Fact("subject", "obligee.notice_subject")],
    [
        Delivery(
            OBLIGEE,
            Wording(
                "『「認証キー」のお知らせ』の提出について（{工事名}）",
                [
                    "平素より大変お世話になっております。",
                    "次の保証につきまして、『「認証キー」のお知らせ』（PDF）を、添付のとおり提出いたします。",
                ],
                [
                    "次のページ（保証確認サービス）にサインインのうえ、保証契約番号と認証キーにより、電子証書をご確認くださいますようお願いいたします。"
                ],
                [
                    "認証キーは、添付のPDFに記載しております。お取扱いにご注意ください。",
                    "このメールは、{contractor_term}のご依頼により、保証会社からお送りしています。",
                ],
            ),
        )
    ],
    verification_page,
)
