"""What mails say."""

import re
from typing import Any

import pytest

from mail.compose import word
from mail.templates import GREETING, IN_HOUSE, WORDINGS
from models.outgoing_mail import MailKind

ID = "0199a5a5-0000-7000-8000-000000000001"
FACTS: dict[str, Any] = {
    "surety": "見本建設業保証株式会社", "branch": "栃木支店", "telephone": "028-000-0000", "fax": None,
    "addressee": "○○建設 株式会社", "person": None, "product": "PERFORMANCE", "number": "31072-00001I",
    "project": "●●●●工事", "obligee": "栃木県知事", "amount": 5_000_000, "reason": "写しが不足", "failures": 21,
    "guarantee": ID, "contract_type": "WORKS",
}  # fmt: skip
TO_OBLIGEE = FACTS | {"addressee": "杉並区", "person": "ご担当者", "contractor": "○○建設 株式会社", "reason": None}


def every_line(kind: MailKind, facts: dict[str, Any]) -> list[str]:
    letter = word(kind, facts)
    return [letter.subject, *letter.opening, *letter.request, *letter.notes]


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (MailKind.ISSUED, "電子保証（認証キー）発行完了のお知らせ"),
        (MailKind.RETURNED, "保証申込みの差戻しのお知らせ"),
        (MailKind.DECLINED, "保証申込みの審査結果のお知らせ"),
        (MailKind.FEE_REQUESTED, "保証料お支払いのお願い"),
        (MailKind.WITHDRAWN, "保証申込みの取下げ：●●●●工事"),
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
        "理由": "写しが不足",
    }
    assert letter.signature == ["見本建設業保証株式会社　栃木支店", "電話 028-000-0000"]


@pytest.mark.parametrize("reader", [{}, {"in_house": True}], ids=["others", "in house"])
@pytest.mark.parametrize("kind", MailKind)
def test_lines_are_whole_sentences_with_everything_filled_in(kind: MailKind, reader: dict[str, Any]) -> None:
    subject, *lines = every_line(kind, FACTS | reader)
    assert all(line.endswith("。") and "\n" not in line for line in lines)
    assert not re.search(r"[{}]", "".join([subject, *lines]))


def test_every_kind_is_worded() -> None:
    assert set(WORDINGS) == set(MailKind)


def test_the_surety_itself_is_written_to_in_house_style() -> None:
    facts = FACTS | {"addressee": "栃木支店", "contractor": "○○建設 株式会社", "in_house": True}
    for kind in (*IN_HOUSE, MailKind.WRONG_KEYS):
        letter = word(kind, facts)
        assert letter.to == "栃木支店　ご担当者各位"
        assert letter.signature == ["見本建設業保証株式会社"]
        text = "".join([*letter.opening, *letter.request])
        assert GREETING not in text
        assert not re.search("いたし|ください[まる]|ご確認|お願い", text), text
    assert word(MailKind.OBLIGEE_RETURNED, facts).subject == "電子証書の返却：31072-00001I"
    assert word(MailKind.MESSAGE_POSTED, facts).subject == "新着メッセージ：●●●●工事"


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


def test_a_warning_says_how_often_and_advises_only_what_can_be_done() -> None:
    letter = word(MailKind.WRONG_KEYS, FACTS)
    assert "21回" in letter.opening[0]
    assert "再発行" not in "".join([*letter.request, *letter.notes])


def test_an_obligee_is_addressed_by_its_name() -> None:
    assert word(MailKind.KEY_NOTICE, TO_OBLIGEE).to == "杉並区　ご担当者　様"


@pytest.mark.parametrize(
    ("contract_type", "project", "contractor"), [("WORKS", "工事名", "請負者"), ("SERVICES", "業務名", "受注者")]
)
def test_a_mail_calls_contract_and_contractor_by_one_name(contract_type: str, project: str, contractor: str) -> None:
    letter = word(MailKind.KEY_NOTICE, TO_OBLIGEE | {"contract_type": contract_type})
    items = dict(letter.items)
    assert (items[project], items[contractor]) == ("●●●●工事", "○○建設 株式会社")
    names = {"工事名", "業務名", "請負者", "受注者", "保証契約者"}
    text = "".join([*items, *letter.opening, *letter.request, *letter.notes])
    assert {name for name in names if name in text} == {project, contractor}


@pytest.mark.parametrize(
    ("subject", "filled"),
    [
        ("{発注者}／{工事名}／{請負者}", "栃木県知事／●●●●工事／○○建設 株式会社"),
        ("{商品}／{保証契約番号}", "契約保証／31072-00001I"),
        ("{業務名}・{受注者}・{保証契約者}・{保証金額}", "●●●●工事・○○建設 株式会社・○○建設 株式会社・5,000,000円"),
        ("{工事名}{工事名}", "●●●●工事●●●●工事"),
        ("{工期} {認証キー} {} {{工事名}} {工事名 }", "{工期} {認証キー} {} {●●●●工事} {工事名 }"),
        ("{0.__class__} {failures!r} 100%s \\1", "{0.__class__} {failures!r} 100%s \\1"),
    ],
)  # fmt: skip
def test_a_prescribed_subject_is_filled_in(subject: str, filled: str) -> None:
    assert word(MailKind.KEY_NOTICE, TO_OBLIGEE | {"subject": subject}).subject == filled


NAMES = ["{請負者}工事", "{工事名}", "{failures}", "{0.__class__}", "\\1 \\g<0>", "{{請負者}}", "%s"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("field", ["project", "contractor", "obligee", "number"])
def test_what_is_filled_in_is_never_filled_in_itself(field: str, name: str) -> None:
    labels = {"project": "工事名", "contractor": "請負者", "obligee": "発注者", "number": "保証契約番号"}
    facts = TO_OBLIGEE | {field: name}
    letter = word(MailKind.KEY_NOTICE, facts | {"subject": f"（{{{labels[field]}}}）"})
    assert letter.subject == f"（{name}）"
    assert dict(letter.items)[labels[field]] == name
    default = word(MailKind.KEY_NOTICE, facts)
    assert default.subject == f"『「認証キー」のお知らせ』の提出について（{facts['project']}）"


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("一行", "一行"),
        ("一、写しが不足\r\n二、押印がない\r三、日付\n", "一、写しが不足\n二、押印がない\n三、日付"),
        ("一\n\n\n\n　二", "一\n\n　二"),
        ("\n \n一\x00\x1b二\u2028三\x85四\n ", "一 二\n三\n四"),
        (None, None),
    ],
)
def test_a_reason_keeps_its_lines(reason: str | None, kept: str | None) -> None:
    assert dict(word(MailKind.RETURNED, FACTS | {"reason": reason}).items).get("理由") == kept


def test_a_name_of_several_lines_becomes_one() -> None:
    assert dict(word(MailKind.RETURNED, FACTS | {"project": "一\r\n二\u2028三"}).items)["工事名"] == "一 二 三"


@pytest.mark.parametrize(
    ("kind", "facts", "link"),
    [
        (MailKind.KEY_NOTICE, {}, "/verify?number=31072-00001I"),
        (MailKind.ISSUED, {}, f"/guarantees/{ID}"),
        (MailKind.RETURNED, {"number": None}, f"/guarantees/{ID}"),
        (MailKind.OBLIGEE_RETURNED, {}, f"/guarantees/{ID}"),
        (MailKind.MESSAGE_POSTED, {"number": None}, f"/guarantees/{ID}"),
        (MailKind.WRONG_KEYS, {}, f"/guarantees/{ID}"),
        (MailKind.WRONG_KEYS, {"guarantee": None}, "/guarantees?number=31072-00001I"),
        (MailKind.WRONG_KEYS, {"guarantee": None, "number": "x&key=1"}, "/guarantees?number=x%26key%3D1"),
        (MailKind.RETURNED, {"guarantee": None, "number": None}, "/guarantees"),
    ],
)
def test_a_mail_leads_to_the_page_of_its_reader(kind: MailKind, facts: dict[str, Any], link: str) -> None:
    assert word(kind, FACTS | facts).link == link


def test_facts_of_a_later_version_are_passed_over() -> None:
    assert word(MailKind.RETURNED, FACTS | {"unheard_of": 1}) == word(MailKind.RETURNED, FACTS)
