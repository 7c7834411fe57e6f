"""What mails say."""

from typing import Any

import pytest

from mail.messages import word
from models.outgoing_mail import MailKind

FACTS: dict[str, Any] = {
    "surety": "見本建設業保証株式会社", "branch": "栃木支店", "telephone": "028-000-0000", "fax": None,
    "addressee": "○○建設 株式会社", "person": None, "product": "PERFORMANCE", "number": "31072-00001I",
    "project": "●●●●工事", "obligee": "栃木県知事", "amount": 5_000_000, "reason": "写しが\r\n不足", "failures": 21,
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (MailKind.ISSUED, "電子保証（認証キー）発行完了のお知らせ"),
        (MailKind.RETURNED, "保証申込みの差戻しのお知らせ"),
        (MailKind.DECLINED, "保証申込みの審査結果のお知らせ"),
        (MailKind.FEE_REQUESTED, "保証料お支払いのお願い"),
        (MailKind.WITHDRAWN, "保証申込みの取下げ"),
        (MailKind.MESSAGE_POSTED, "新着メッセージのお知らせ"),
        (MailKind.KEY_NOTICE, "『「認証キー」のお知らせ』の提出について（●●●●工事）"),
        (MailKind.OBLIGEE_ACCEPTED, "電子証書の受理のお知らせ"),
        (MailKind.OBLIGEE_RETURNED, "電子証書の返却のお知らせ"),
        (MailKind.WRONG_KEYS, "【警告】認証キーの誤りが続いています"),
    ],
)
def test_every_kind_has_its_subject_and_the_facts(kind: MailKind, subject: str) -> None:
    letter = word(kind, FACTS)
    assert letter.subject == subject
    assert letter.to == "○○建設 株式会社　御中"
    assert dict(letter.items) == {
        "保証契約番号": "31072-00001I",
        "商品": "契約保証",
        "工事名": "●●●●工事",
        "発注者": "栃木県知事",
        "保証金額": "5,000,000円",
        "理由": "写しが 不足",
    }
    assert letter.signature == ["見本建設業保証株式会社　栃木支店", "電話 028-000-0000"]
    assert "{" not in "".join([*letter.opening, *letter.request, *letter.notes])


def test_every_kind_is_worded() -> None:
    assert all(word(kind, FACTS).subject for kind in MailKind)


def test_a_warning_says_how_often() -> None:
    assert "21回" in word(MailKind.WRONG_KEYS, FACTS).opening[0]


def test_names_with_braces_are_left_as_they_are() -> None:
    assert dict(word(MailKind.WRONG_KEYS, FACTS | {"project": "{failures}{0.__class__}"}).items)["工事名"] == (
        "{failures}{0.__class__}"
    )


def items(kind: MailKind, **facts: Any) -> dict[str, str]:
    return dict(word(kind, FACTS | facts).items)


def test_a_fee_request_says_how_much_until_when_and_where_to() -> None:
    said = items(MailKind.FEE_REQUESTED, fee=20_200, due_on="2026-12-04", fee_account="○○銀行　本店　普通　1234567")
    assert (said["保証料"], said["納付期限"]) == ("20,200円（非課税）", "2026年12月4日")
    assert said["振込先"] == "○○銀行　本店　普通　1234567"


def test_where_no_account_is_registered_the_branch_is_asked() -> None:
    said = items(MailKind.FEE_REQUESTED, fee=0, due_on="2026-12-04", fee_account=None)
    assert (said["保証料"], said["振込先"]) == (
        "0円（非課税）",
        "栃木支店（電話 028-000-0000）へお問い合わせください。",
    )


def test_a_withdrawal_says_what_is_paid_back() -> None:
    said = items(MailKind.WITHDRAWN, paid_on="2026-11-05", refund=20_200)
    assert (said["保証料の入金日"], said["返戻する保証料"]) == ("2026年11月5日", "20,200円")
    assert {"保証料の入金日", "返戻する保証料"}.isdisjoint(items(MailKind.WITHDRAWN, paid_on=None, refund=None))
