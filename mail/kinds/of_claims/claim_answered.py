"""The obligee answers the surety about a claim: to the surety."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, CLAIM_DUE, CLAIMED, guarantee_page
from mail.recipients import SURETY
from mail.sources import CLAIMS
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.CLAIM_ANSWERED,
    "The obligee's side answers about a claim; to the surety.",
    CLAIMS,
    [*ABOUT_GUARANTEE, CLAIMED, CLAIM_DUE],
    [
        Delivery(
            SURETY,
            Wording(
                "保証金請求についての回答：{保証契約番号}",
                ["次の保証に対する保証金の請求について、発注者から回答がありました。"],
                ["内容は、次のページで確認してください。"],
            ),
        )
    ],
    guarantee_page,
)
