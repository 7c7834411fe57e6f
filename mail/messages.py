"""What mails say: pure functions from the facts of an event to a letter. No letter has an auth key in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.kinds import GuaranteeKind
from models.outgoing_mail import MailKind

PRODUCTS = {
    GuaranteeKind.ADVANCE_PAYMENT: "前払金保証",
    GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT: "中間前払金保証",
    GuaranteeKind.PERFORMANCE: "契約保証",
}
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
GRATITUDE = "平素は格別のお引き立てを賜り、厚く御礼申し上げます。"


@dataclass(frozen=True)
class Facts:
    """What an event was about, as it was then; None where it has no such thing. Amounts in yen."""

    surety: str
    branch: str
    telephone: str
    fax: str | None
    addressee: str
    """Company or branch."""
    person: str | None = None
    """Department and name in the addressee's house."""
    contractor: str | None = None
    product: str | None = None
    number: str | None = None
    project: str | None = None
    obligee: str | None = None
    amount: int | None = None
    reason: str | None = None
    failures: int | None = None


@dataclass(frozen=True)
class Letter:
    """A letter without its envelope. `sender` is a name, `link` is the path of a page of ours."""

    subject: str
    sender: str
    to: Sequence[str]
    opening: Sequence[str]
    items: Sequence[tuple[str, str]]
    request: Sequence[str]
    link: str
    notes: Sequence[str]
    signature: Sequence[str]


def word(kind: MailKind, facts: Mapping[str, object]) -> Letter:
    """The letter that tells of an event."""
    # Line breaks in a name would break lines of the letter.
    tidy = {name: _BREAKS.sub(" ", fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    return _WORDINGS[kind](Facts(**tidy))  # type: ignore[arg-type] -- the outbox copied them


def _issued(facts: Facts) -> Letter:
    opening = [GRATITUDE, "お申込みいただいておりました下記の保証につきまして、電子証書を発行し、保証確認サービスに登録いたしましたので、お知らせいたします。"]  # fmt: skip
    request = [
        "つきましては、下記のページにサインインのうえ、証書の内容をご確認ください。",
        "ご確認の後、『「認証キー」のお知らせ』（PDF）をダウンロードし、発注者へご提出くださいますようお願い申し上げます。",
    ]
    notes = [
        "認証キーは、安全のため、このメールには記載しておりません。",
        "保証契約番号と認証キーを発注者へお知らせいただくことにより、証書の提出（寄託）が完了いたします。",
    ]
    return _letter("電子保証（認証キー）発行完了のお知らせ", facts, opening, request, notes)


def _returned(facts: Facts) -> Letter:
    opening = [GRATITUDE, "お申込みいただきました下記の保証につきまして、内容を確認いたしましたところ、次の理由により差し戻しいたしましたので、お知らせいたします。"]  # fmt: skip
    request = [
        "お手数をおかけいたしますが、下記のページにサインインのうえ、内容をご確認くださいますようお願い申し上げます。"
    ]
    return _letter("保証申込みの差戻しのお知らせ", facts, opening, request)


def _declined(facts: Facts) -> Letter:
    opening = [GRATITUDE, "お申込みいただきました下記の保証につきまして、慎重に審査いたしました結果、誠に遺憾ながら、次の理由によりお引受けいたしかねることとなりました。"]  # fmt: skip
    request = ["何卒ご了承くださいますようお願い申し上げます。お申込みの内容は、下記のページでご確認いただけます。"]
    return _letter("保証申込みの審査結果のお知らせ", facts, opening, request)


def _fee_requested(facts: Facts) -> Letter:
    opening = [GRATITUDE, "お申込みいただきました下記の保証につきまして、お引受けを承認いたしましたので、お知らせいたします。"]  # fmt: skip
    request = [
        "保証料のご入金を確認いたしましたのち、発行の手続をいたします。お早めにお支払いくださいますようお願い申し上げます。",
        "お支払いの内容は、下記のページにサインインのうえ、ご確認ください。",
    ]
    return _letter("保証料お支払いのお願い", facts, opening, request)


def _message_posted(facts: Facts) -> Letter:
    opening = [GRATITUDE, "下記のお申込みにつきまして、新しいメッセージが届いておりますので、お知らせいたします。"]
    request = ["内容は、下記のページにサインインのうえ、ご確認くださいますようお願い申し上げます。"]
    return _letter("新着メッセージのお知らせ", facts, opening, request)


def _wrong_keys(facts: Facts) -> Letter:
    opening = [
        f"下記の保証契約番号につきまして、誤った認証キーによる照会が、直近の1時間に{facts.failures}回ありました。"
    ]
    request = [
        "発注者の入力誤りのほか、第三者による不正な照会のおそれがあります。監査記録をご確認ください。",
        "必要に応じて、認証キーの再発行をご検討ください。なお、正しい認証キーによる照会は妨げられておりません。",
    ]
    return _letter("【警告】認証キーの誤りが続いています", facts, opening, request)


_WORDINGS: Mapping[MailKind, Callable[[Facts], Letter]] = {
    MailKind.ISSUED: _issued,
    MailKind.RETURNED: _returned,
    MailKind.DECLINED: _declined,
    MailKind.FEE_REQUESTED: _fee_requested,
    MailKind.MESSAGE_POSTED: _message_posted,
    MailKind.WRONG_KEYS: _wrong_keys,
}


def _letter(
    subject: str, facts: Facts, opening: Sequence[str], request: Sequence[str], notes: Sequence[str] = ()
) -> Letter:
    to = [f"{facts.addressee}　{facts.person}　様" if facts.person else f"{facts.addressee}　御中"]
    contact = f"電話 {facts.telephone}" + (f"　ファクシミリ {facts.fax}" if facts.fax else "")
    return Letter(
        subject=subject,
        sender=facts.surety,
        to=to,
        opening=opening,
        items=_items(facts),
        request=request,
        link="/",
        notes=[*notes, "このメールは、システムから自動的にお送りしています。"],
        signature=[f"{facts.surety}　{facts.branch}", contact],
    )


def _items(facts: Facts) -> list[tuple[str, str]]:
    known = {
        "保証契約番号": facts.number,
        "商品": PRODUCTS[GuaranteeKind(facts.product)] if facts.product else None,
        "工事名等": facts.project,
        "請負者": facts.contractor,
        "発注者": facts.obligee,
        "保証金額": f"{facts.amount:,}円" if facts.amount else None,
        "理由": facts.reason,
    }
    return [(label, value) for label, value in known.items() if value]
