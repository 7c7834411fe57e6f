"""An application was received: to the account that applied, and to the address for the notice of completion."""

from dataclasses import replace

from mail.definitions import Definition, Delivery, Source, Wording
from mail.facts import APPLICATION, APPLIED_FOR, CONTRACT_TYPE, GUARANTEES, OBLIGEE, PROJECT
from mail.recipients import APPLICANT, in_use
from mail.sources import PARTIES_OF_APPLICATION
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

_ACCOUNT = "(SELECT account.email FROM account WHERE account.id = application.applicant_id)"
_WORDING = Wording(
    "保証申込み受付のお知らせ",
    [GREETING, "次の保証のお申込みを受け付けいたしましたので、お知らせいたします。"],
    [
        "内容を審査のうえ、結果をお知らせいたします。",
        "お申込みの内容と審査の状況は、次のページにサインインのうえ、ご確認くださいますようお願いいたします。",
    ],
    ["内容の確認のため、担当の支店からご連絡することがあります。"],
)


DEFINITION = Definition(
    MailKind.SUBMITTED,
    "申込受付, to the account that applied, and to the address for the notice of completion.",
    Source(f"JOIN application ON application.id = event.subject_id\n{PARTIES_OF_APPLICATION}", guarantee="NULL::uuid"),
    [APPLICATION, CONTRACT_TYPE, APPLIED_FOR, PROJECT, OBLIGEE],
    [
        Delivery(replace(APPLICANT, name="account", address=_ACCOUNT), _WORDING),
        Delivery(
            replace(APPLICANT, address=in_use("application.email")),
            _WORDING,
            # One mail if both are the same address.
            condition=f"application.notify_on_completion AND lower(application.email) IS DISTINCT FROM {_ACCOUNT}",
        ),
    ],
    lambda _: GUARANTEES,
)
