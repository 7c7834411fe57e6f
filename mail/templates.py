"""The wording of each kind of mail: whole sentences in each line, and names in braces for what messages.py fills in.

`{failures}` is a number, `{contractor_term}` is what a contractor is called in this type of contract; names that may
stand in an obligee's prescribed subject may stand here too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.outgoing_mail import MailKind


@dataclass(frozen=True)
class Wording:
    """What letters of one kind have in common."""

    subject: str
    opening: Sequence[str]
    request: Sequence[str]
    notes: Sequence[str] = ()


GREETING = "平素は格別のお引き立てを賜り、厚く御礼申し上げます。"
AUTOMATIC = "このメールは、システムから自動的にお送りしています。"
NO_END = "保証契約は、証書の返却により終了するものではありません。"

WORDINGS: Mapping[MailKind, Wording] = {
    MailKind.ISSUED: Wording(
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
    MailKind.RETURNED: Wording(
        "保証申込みの差戻しのお知らせ",
        [
            GREETING,
            "お申込みいただきました次の保証につきまして、内容を確認いたしました結果、差し戻しいたしましたので、お知らせいたします。",
        ],
        [
            "お手数をおかけいたしますが、次のページにサインインのうえ、お申込みの内容をご確認くださいますようお願いいたします。"
        ],
    ),
    MailKind.DECLINED: Wording(
        "保証申込みの審査結果のお知らせ",
        [
            GREETING,
            "お申込みいただきました次の保証につきまして、慎重に審査いたしました結果、誠に遺憾ながら、お引受けいたしかねることとなりましたので、お知らせいたします。",
        ],
        ["何卒ご了承くださいますようお願いいたします。", "お申込みの内容は、次のページでご確認いただけます。"],
    ),
    MailKind.FEE_REQUESTED: Wording(
        "保証料お支払いのお願い",
        [GREETING, "お申込みいただきました次の保証につきまして、お引受けを承認いたしましたので、お知らせいたします。"],
        [
            "つきましては、上記の納付期限までに、保証料をお支払いくださいますようお願いいたします。",
            "ご入金を確認した後に、発行の手続をいたします。",
            "保証料計算書は、次のページにサインインのうえ、ご確認ください。",
        ],
    ),
    MailKind.WITHDRAWN: Wording(
        "保証申込みの取下げ：{工事名}",
        ["次の保証について、申込みが取り下げられました。"],
        ["保証料が入金済みのときは、返戻の手続をしてください。", "申込みの内容は、次のページで確認できます。"],
    ),
    MailKind.MESSAGE_POSTED: Wording(
        "新着メッセージのお知らせ",
        [GREETING, "次のお申込みにつきまして、新しいメッセージが届いておりますので、お知らせいたします。"],
        ["内容は、次のページにサインインのうえ、ご確認くださいますようお願いいたします。"],
    ),
    MailKind.KEY_NOTICE: Wording(
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
    MailKind.OBLIGEE_ACCEPTED: Wording(
        "電子証書の受理のお知らせ",
        [
            GREETING,
            "次の保証につきまして、発注者が電子証書を受理いたしましたので、お知らせいたします。",
            "これにより、証書の提出の手続は完了いたしました。",
        ],
        ["詳細は、次のページにサインインのうえ、ご確認くださいますようお願いいたします。"],
    ),
    MailKind.OBLIGEE_RETURNED: Wording(
        "電子証書の返却のお知らせ",
        [
            GREETING,
            "次の保証につきまして、発注者が下記の理由により電子証書を返却いたしましたので、お知らせいたします。",
        ],
        [
            "お手数をおかけいたしますが、理由をご確認のうえ、必要なお手続をお取りくださいますようお願いいたします。",
            "詳細は、次のページにサインインのうえ、ご確認いただけます。",
        ],
        [NO_END],
    ),
    MailKind.WRONG_KEYS: Wording(
        "【警告】認証キーの誤りが続いています",
        ["次の保証契約番号について、誤った認証キーによる照会が、1時間以内に{failures}回ありました。"],
        [
            "発注者の入力誤りのほか、第三者による不正な照会のおそれがあります。",
            "発注者に、照会の心当たりと、入力している保証契約番号・認証キーを確認してください。",
            "保証の内容と提出の状況は、次のページで確認できます。",
        ],
        ["正しい認証キーによる照会は、引き続きできます。"],
    ),
}
"""As they are sent; what goes to the surety's own branch alone is in plain in-house style."""
IN_HOUSE: Mapping[MailKind, Wording] = {
    MailKind.MESSAGE_POSTED: Wording(
        "新着メッセージ：{工事名}",
        ["次の申込みについて、{contractor_term}からメッセージが届きました。"],
        ["内容は、次のページで確認してください。"],
    ),
    MailKind.OBLIGEE_ACCEPTED: Wording(
        "電子証書の受理：{保証契約番号}",
        ["次の保証について、発注者が電子証書を受理しました。", "これにより、証書の提出の手続は完了しました。"],
        ["詳細は、次のページで確認できます。"],
    ),
    MailKind.OBLIGEE_RETURNED: Wording(
        "電子証書の返却：{保証契約番号}",
        ["次の保証について、発注者が下記の理由により電子証書を返却しました。"],
        ["理由を確認し、{contractor_term}と対応を調整してください。", "詳細は、次のページで確認できます。"],
        [NO_END],
    ),
}
"""To the surety's own branch, of what others are told too."""
