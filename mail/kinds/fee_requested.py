"""A guarantee was approved and its fee is paid before issue: to the applicant, with amount, due date and account."""

from mail.definitions import Definition, Delivery, Fact, Facts, Source, Wording
from mail.facts import ABOUT_GUARANTEE, day, guarantee_page
from mail.recipients import APPLICANT
from mail.sources import GUARANTEES
from mail.wordings import GREETING
from models.outgoing_mail import MailKind


def _fee(value: int | None, _: Facts) -> str | None:
    return f"{value:,}円（非課税）" if value is not None else None


def _account(value: str | None, facts: Facts) -> str | None:
    if value is None and facts.get("due_on") is not None:
        return f"{facts['branch']}（電話 {facts['telephone']}）へお問い合わせください。"
    return value


DEFINITION = Definition(
    MailKind.FEE_REQUESTED,
    "保証料お支払いのお願い, to the contractor.",
    Source(f"""{GUARANTEES.joins}
LEFT JOIN LATERAL (
    SELECT due, due_on, fee_account FROM fee_statement WHERE guarantee_id = guarantee.id
    ORDER BY sequence DESC LIMIT 1
) AS statement ON true"""),  # noqa: S608 -- constant names
    [
        *ABOUT_GUARANTEE,
        Fact("fee", "statement.due", "保証料", _fee),
        Fact("due_on", "statement.due_on", "納付期限", day),
        Fact("fee_account", "statement.fee_account", "振込先", _account),
    ],
    [
        Delivery(
            APPLICANT,
            Wording(
                "保証料お支払いのお願い",
                [
                    GREETING,
                    "お申込みいただきました次の保証につきまして、お引受けを承認いたしましたので、お知らせいたします。",
                ],
                [
                    "つきましては、上記の納付期限までに、保証料をお支払いくださいますようお願いいたします。",
                    "ご入金を確認した後に、発行の手続をいたします。",
                    "保証料計算書は、次のページにサインインのうえ、ご確認ください。",
                ],
            ),
        )
    ],
    guarantee_page,
)
