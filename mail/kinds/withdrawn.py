"""The contractor withdrew a guarantee: to the surety, with the refund."""

from mail.definitions import Definition, Delivery, Fact, Wording
from mail.facts import ABOUT_GUARANTEE, day, guarantee_page, yen
from mail.recipients import SURETY
from mail.sources import GUARANTEES
from models.outgoing_mail import MailKind

_REFUND = """(SELECT -due FROM fee_statement
    WHERE guarantee_id = guarantee.id AND due < 0 AND guarantee.fee_paid_on IS NOT NULL
    ORDER BY sequence DESC LIMIT 1)"""

DEFINITION = Definition(
    MailKind.WITHDRAWN,
    "取下げ, with what is paid back, to the surety.",
    GUARANTEES,
    [
        *ABOUT_GUARANTEE,
        Fact("paid_on", "guarantee.fee_paid_on", "保証料の入金日", day),
        Fact("refund", _REFUND, "返戻する保証料", yen),
    ],
    [
        Delivery(
            SURETY,
            Wording(
                "保証申込みの取下げ：{工事名}",
                ["次の保証について、申込みが取り下げられました。"],
                ["保証料が入金済みのときは、返戻の手続をしてください。", "申込みの内容は、次のページで確認できます。"],
            ),
        )
    ],
    guarantee_page,
)
