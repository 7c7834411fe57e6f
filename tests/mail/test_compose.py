"""The text of mails."""

import re
from typing import Any

import pytest

from mail.compose import MailText, compose
from mail.definitions import Delivery
from mail.kinds import DEFINITIONS
from mail.wordings import GREETING
from models.outgoing_mail import MailKind
from tests.support.mails import FACTS, ID

IN_HOUSE: dict[str, Any] = {"in_house": True}
DELIVERIES = [
    pytest.param(kind, delivery, id=f"{kind.value} to the {delivery.recipient.name}")
    for kind, definition in DEFINITIONS.items()
    for delivery in definition.deliveries
]


def composed(kind: MailKind, delivery: Delivery) -> MailText:
    """A mail of this kind to this recipient, with a value for each of its facts."""
    own = {fact.name: None for fact in DEFINITIONS[kind].facts}
    return compose(kind, own | FACTS | {"in_house": delivery.recipient.is_in_house})


@pytest.mark.parametrize(("kind", "delivery"), DELIVERIES)
def test_lines_are_whole_sentences_with_everything_filled_in(kind: MailKind, delivery: Delivery) -> None:
    text = composed(kind, delivery)
    lines = [*text.opening, *text.request, *text.notes]
    assert text.opening
    assert text.request
    assert all(line.endswith("。") and "\n" not in line for line in lines)
    assert not re.search(r"[{}]", "".join([text.subject, *lines]))


@pytest.mark.parametrize(("kind", "delivery"), DELIVERIES)
def test_the_suretys_own_branch_is_written_to_in_house_style(kind: MailKind, delivery: Delivery) -> None:
    text = composed(kind, delivery)
    said = "".join([*text.opening, *text.request])
    if delivery.recipient.is_in_house:
        assert (text.to, text.signature) == ("○○建設 株式会社　ご担当者各位", ["見本建設業保証株式会社"])
        assert GREETING not in said
        assert not re.search("いたし|ください[まる]|ご確認|お願い", said), said
    else:
        assert (text.to, text.signature) == (
            "○○建設 株式会社　御中",
            ["見本建設業保証株式会社　栃木支店", "電話 028-000-0000"],
        )
        assert re.search("いたし|お願い", said), said


def test_a_recipient_that_gets_no_such_mail_is_an_error() -> None:
    with pytest.raises(LookupError, match="WITHDRAWN"):
        compose(MailKind.WITHDRAWN, FACTS)


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
    assert dict(compose(MailKind.RETURNED, FACTS | {"reason": reason}).items).get("理由") == kept


def test_a_name_of_several_lines_becomes_one() -> None:
    assert dict(compose(MailKind.RETURNED, FACTS | {"project": "一\r\n二\u2028三"}).items)["工事名"] == "一 二 三"


@pytest.mark.parametrize(
    ("kind", "facts", "link"),
    [
        (MailKind.KEY_NOTICE, {}, "/verify?number=31072-00001I"),
        (MailKind.ISSUED, {}, f"/guarantees/{ID}"),
        (MailKind.RETURNED, {"number": None}, f"/guarantees/{ID}"),
        (MailKind.OBLIGEE_RETURNED, {}, f"/guarantees/{ID}"),
        (MailKind.MESSAGE_POSTED, {"number": None}, f"/guarantees/{ID}"),
        (MailKind.WRONG_KEYS, IN_HOUSE, f"/guarantees/{ID}"),
        (MailKind.WRONG_KEYS, IN_HOUSE | {"guarantee": None}, "/guarantees?number=31072-00001I"),
        (
            MailKind.WRONG_KEYS,
            IN_HOUSE | {"guarantee": None, "number": "x&key=1"},
            "/guarantees?number=x%26key%3D1",
        ),
        (MailKind.RETURNED, {"guarantee": None, "number": None}, "/guarantees"),
    ],
)
def test_a_mail_leads_to_the_page_of_its_reader(kind: MailKind, facts: dict[str, Any], link: str) -> None:
    assert compose(kind, FACTS | facts).link == link


def test_facts_of_a_later_version_are_passed_over() -> None:
    assert compose(MailKind.RETURNED, FACTS | {"unheard_of": 1}) == compose(MailKind.RETURNED, FACTS)
