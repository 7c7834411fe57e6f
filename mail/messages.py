"""What mails say: pure functions from the facts of an event to a letter. No letter has an auth key in it."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.kinds import GuaranteeKind
from models.outgoing_mail import MailKind

PRODUCTS = {
    GuaranteeKind.ADVANCE_PAYMENT: "前払金保証",
    GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT: "中間前払金保証",
    GuaranteeKind.PERFORMANCE: "契約保証",
}
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


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
    fee: int | None = None
    """What is asked for, until `due_on` (ISO), into `fee_account` if the surety has registered one."""
    due_on: str | None = None
    fee_account: str | None = None
    paid_on: str | None = None
    """When the fee came in of what is withdrawn (ISO), and how much is paid back."""
    refund: int | None = None
    subject: str | None = None
    """What the addressee prescribes."""


@dataclass(frozen=True)
class Letter:
    """A letter without its envelope. `sender` is a name, `link` the path of a page of ours."""

    subject: str
    sender: str
    to: str
    opening: Sequence[str]
    items: Sequence[tuple[str, str]]
    request: Sequence[str]
    link: str
    notes: Sequence[str]
    signature: Sequence[str]


@dataclass(frozen=True)
class _Wording:
    """What letters of one kind have in common; `{failures}` stands for a number."""

    subject: str
    opening: Sequence[str]
    request: Sequence[str]
    notes: Sequence[str] = ()


GREETING = "平素は格別のお引き立てを賜り、厚く御礼申し上げます。"
AUTOMATIC = "このメールは、システムから自動的にお送りしています。"

_WORDINGS: Mapping[MailKind, _Wording] = {
    MailKind.ISSUED: _Wording(
        "電子保証（認証キー）発行完了のお知らせ",
        [
            GREETING,
            "お申込みいただいておりました次の保証につきまして、電子証書を発行いたしましたので、お知らせいたします。",
            "証書は、保証確認サービスに登録しております。",
        ],
        [
            "つきましては、次のページにサインインのうえ、証書の内容をご確認ください。",
            "ご確認の後、『「認証キー」のお知らせ』（PDF）をダウンロードし、発注者へご提出くださいますようお願いいたします。",
        ],
        [
            "認証キーは、安全のため、このメールには記載しておりません。",
            "発注者へ保証契約番号と認証キーをお知らせいただくことにより、証書の提出（寄託）が完了いたします。",
        ],
    ),
    MailKind.RETURNED: _Wording(
        "保証申込みの差戻しのお知らせ",
        [
            GREETING,
            "お申込みいただきました次の保証につきまして、内容を確認いたしました結果、差し戻しいたしましたので、",
            "お知らせいたします。",
        ],
        [
            "お手数をおかけいたしますが、次のページにサインインのうえ、お申込みの内容をご確認くださいますようお願いいたします。"
        ],
    ),
    MailKind.DECLINED: _Wording(
        "保証申込みの審査結果のお知らせ",
        [
            GREETING,
            "お申込みいただきました次の保証につきまして、慎重に審査いたしました結果、誠に遺憾ながら、",
            "お引受けいたしかねることとなりましたので、お知らせいたします。",
        ],
        ["何卒ご了承くださいますようお願いいたします。お申込みの内容は、次のページでご確認いただけます。"],
    ),
    MailKind.FEE_REQUESTED: _Wording(
        "保証料お支払いのお願い",
        [GREETING, "お申込みいただきました次の保証につきまして、お引受けを承認いたしましたので、お知らせいたします。"],
        [
            "つきましては、上記の納付期限までに、保証料をお支払いくださいますようお願いいたします。ご入金を確認した後に、発行の手続をいたします。",
            "保証料計算書は、次のページにサインインのうえ、ご確認ください。",
        ],
    ),
    MailKind.WITHDRAWN: _Wording(
        "保証申込みの取下げ",
        ["次の保証につきまして、お申込みが取り下げられました。"],
        ["保証料が入金済みのときは、返戻の手続をしてください。お申込みの内容は、次のページで確認できます。"],
    ),
    MailKind.MESSAGE_POSTED: _Wording(
        "新着メッセージのお知らせ",
        [GREETING, "次のお申込みにつきまして、新しいメッセージが届いておりますので、お知らせいたします。"],
        ["内容は、次のページにサインインのうえ、ご確認くださいますようお願いいたします。"],
    ),
    MailKind.KEY_NOTICE: _Wording(
        "『「認証キー」のお知らせ』の提出について（{工事名}）",
        [
            "平素より大変お世話になっております。",
            "次の保証につきまして、『「認証キー」のお知らせ』（PDF）を、添付のとおり",
            "提出いたします。",
        ],
        [
            "次のページにサインインのうえ、保証契約番号と認証キーにより、電子証書をご確認くださいますようお願いいたします。"
        ],
        [
            "認証キーは、添付のPDFに記載しております。お取扱いにご注意ください。",
            "このメールは、請負者のご依頼により、保証会社からお送りしています。",
        ],
    ),
    MailKind.OBLIGEE_ACCEPTED: _Wording(
        "電子証書の受理のお知らせ",
        [
            GREETING,
            "次の保証につきまして、発注者が電子証書を受理いたしましたので、お知らせいたします。",
            "これにより、証書の提出の手続は完了いたしました。",
        ],
        ["詳細は、次のページにサインインのうえ、ご確認くださいますようお願いいたします。"],
    ),
    MailKind.OBLIGEE_RETURNED: _Wording(
        "電子証書の返却のお知らせ",
        [
            GREETING,
            "次の保証につきまして、発注者が下記の理由により電子証書を返却いたしましたので、お知らせいたします。",
        ],
        [
            "お手数をおかけいたしますが、理由をご確認のうえ、必要なお手続をお取りくださいますようお願いいたします。",
            "詳細は、次のページにサインインのうえ、ご確認いただけます。",
        ],
        ["保証契約は、証書の返却により終了するものではありません。"],
    ),
    MailKind.WRONG_KEYS: _Wording(
        "【警告】認証キーの誤りが続いています",
        ["次の保証契約番号につきまして、誤った認証キーによる照会が、1時間以内に{failures}回ありました。"],
        [
            "発注者の入力誤りのほか、第三者による不正な照会のおそれがあります。監査記録をご確認ください。",
            "必要に応じて、認証キーの再発行をご検討ください。正しい認証キーによる照会は、妨げられておりません。",
        ],
    ),
}


def word(kind: MailKind, given: Mapping[str, object]) -> Letter:
    """The letter that tells of an event, from facts as the outbox has copied them."""
    # Line breaks in a name would break lines of the letter.
    tidy = {name: _BREAKS.sub(" ", fact) if isinstance(fact, str) else fact for name, fact in given.items()}
    facts = Facts(**tidy)  # type: ignore[arg-type] -- the outbox copied them
    wording = _WORDINGS[kind]
    contact = f"電話 {facts.telephone}" + (f"　ファクシミリ {facts.fax}" if facts.fax else "")
    return Letter(
        subject=_filled(facts.subject or wording.subject, facts),
        sender=facts.surety,
        to=f"{facts.addressee}　{facts.person}　様" if facts.person else f"{facts.addressee}　御中",
        opening=[line.format(failures=facts.failures) for line in wording.opening],
        items=_items(facts),
        request=wording.request,
        link="/",
        notes=[*wording.notes, AUTOMATIC],
        signature=[f"{facts.surety}　{facts.branch}", contact],
    )


def _filled(subject: str, facts: Facts) -> str:
    for name, value in _items(facts):
        subject = subject.replace(f"{{{name}}}", value)
    return subject


def _items(facts: Facts) -> list[tuple[str, str]]:
    known = {
        "保証契約番号": facts.number,
        "商品": PRODUCTS[GuaranteeKind(facts.product)] if facts.product else None,
        "工事名": facts.project,
        "請負者": facts.contractor,
        "発注者": facts.obligee,
        "保証金額": f"{facts.amount:,}円" if facts.amount else None,
        "保証料": f"{facts.fee:,}円（非課税）" if facts.fee is not None else None,
        "納付期限": _day(facts.due_on),
        "振込先": _account(facts),
        "保証料の入金日": _day(facts.paid_on),
        "返戻する保証料": f"{facts.refund:,}円" if facts.refund else None,
        "理由": facts.reason,
    }
    return [(label, value) for label, value in known.items() if value]


def _account(facts: Facts) -> str | None:
    if facts.fee_account is None and facts.due_on is not None:
        return f"{facts.branch}（電話 {facts.telephone}）へお問い合わせください。"
    return facts.fee_account


def _day(iso: str | None) -> str | None:
    """2026年12月4日."""
    if iso is None:
        return None
    day = datetime.date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"
