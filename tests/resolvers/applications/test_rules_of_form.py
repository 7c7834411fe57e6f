"""Rules that need only the form: rules 1 and 4, and the shape of texts."""

import dataclasses
import datetime
from typing import Any

import pytest

from models.commands import ApplicationRequest
from models.enums import ContractType
from models.errors import Problem
from resolvers.applications.rules import check_form
from resolvers.findings import Findings
from sample.sample_register import SampleRegister
from tests.support.use_cases import advance, contract_request, form, intermediate, performance

Found = list[tuple[str, str]]
TODAY = datetime.date(2026, 11, 20)


def problems(request: ApplicationRequest) -> Found:
    """Path and code of each problem."""
    return [(".".join(problem.path), problem.code) for problem in found_in(request)]


def found_in(request: ApplicationRequest) -> list[Problem]:
    """Every problem."""
    findings = Findings()
    check_form(request, TODAY, findings)
    return findings.problems


@pytest.mark.parametrize(
    "asked", [(advance(),), (performance(),), (advance(), performance()), (performance(), advance()), (intermediate(),)]
)
def test_takes_an_advance_payment_a_performance_guarantee_or_both(
    register: SampleRegister, asked: tuple[Any, ...]
) -> None:
    assert problems(form(register, *asked)) == []


def test_refuses_an_application_for_nothing(register: SampleRegister) -> None:
    assert problems(form(register, guarantees=())) == [("guarantees", "REQUIRED")]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((advance(), advance(1)), [("guarantees.1.kind", "DUPLICATE")]),
        ((performance(), advance(), performance()), [("guarantees.2.kind", "DUPLICATE")]),
        ((advance(), intermediate()), [("guarantees.1.kind", "NOT_TOGETHER")]),
        ((intermediate(), advance()), [("guarantees.0.kind", "NOT_TOGETHER")]),
    ],
)
def test_refuses_kinds_that_do_not_go_together(
    register: SampleRegister, asked: tuple[Any, ...], expected: Found
) -> None:
    assert problems(form(register, *asked)) == expected


def test_refuses_two_contracts_and_none(register: SampleRegister) -> None:
    contract_id = register.branch.id
    assert problems(form(register, contract_id=contract_id)) == [("contract", "EXACTLY_ONE")]
    assert problems(form(register, contract=None)) == [("contract", "EXACTLY_ONE")]
    assert problems(form(register, contract=None, contract_id=contract_id)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"contract_price": 0}, [("contract.contractPrice", "NOT_POSITIVE")]),
        ({"contract_price": -1}, [("contract.contractPrice", "NOT_POSITIVE")]),
        ({"current_fiscal_year_base": 0}, [("contract.currentFiscalYearBase", "OUT_OF_RANGE")]),
        ({"current_fiscal_year_base": 50_000_001}, [("contract.currentFiscalYearBase", "OUT_OF_RANGE")]),
        ({"current_fiscal_year_base": 50_000_000}, []),
        ({"current_fiscal_year_base": 1}, []),
        ({"period_to": datetime.date(2026, 11, 9)}, [("contract.periodTo", "END_BEFORE_START")]),
        ({"period_to": datetime.date(2026, 11, 19)}, [("contract.periodTo", "PERIOD_OVER")]),
        ({"period_to": datetime.date(2026, 11, 20)}, []),
        (
            {"period_from": datetime.date(2025, 4, 1), "period_to": datetime.date(2026, 10, 31)},
            [("contract.contractDate", "AFTER_PERIOD"), ("contract.periodTo", "PERIOD_OVER")],
        ),
        (
            {"period_from": datetime.date(2026, 11, 1), "period_to": datetime.date(2026, 11, 1)},
            [("contract.periodTo", "PERIOD_OVER")],
        ),
        ({"period_from": datetime.date(2027, 8, 31)}, []),
        ({"contract_date": datetime.date(2026, 11, 20)}, []),
        ({"contract_date": datetime.date(2026, 11, 21)}, [("contract.contractDate", "IN_THE_FUTURE")]),
        ({"contract_date": datetime.date(2027, 9, 1)}, [("contract.contractDate", "IN_THE_FUTURE")]),
        ({"bid_date": datetime.date(2026, 11, 1), "tender_notice_date": datetime.date(2026, 11, 1)}, []),
        ({"bid_date": datetime.date(2026, 11, 2)}, [("contract.bidDate", "AFTER_CONTRACT")]),
        ({"tender_notice_date": datetime.date(2026, 11, 2)}, [("contract.tenderNoticeDate", "AFTER_BID")]),
        (
            {"bid_date": datetime.date(2026, 10, 1), "tender_notice_date": datetime.date(2026, 10, 2)},
            [("contract.tenderNoticeDate", "AFTER_BID")],
        ),
        ({"joint_venture_name": "甲・乙"}, [("contract.jointVentureMembers", "REQUIRED_TOGETHER")]),
        ({"joint_venture_members": ("甲",)}, [("contract.jointVentureMembers", "REQUIRED_TOGETHER")]),
        ({"joint_venture_name": "甲・乙", "joint_venture_members": ("甲", "乙")}, []),
        ({"joint_venture_name": "甲", "joint_venture_members": ("甲",)}, [("contract.jointVentureMembers", "TOO_FEW")]),
        (
            {
                "joint_venture_name": "甲",
                "joint_venture_members": ("㈱高橋 組", "乙", "株式会社髙橋組", "（株）高橋組"),
            },
            [("contract.jointVentureMembers.2", "DUPLICATE"), ("contract.jointVentureMembers.3", "DUPLICATE")],
        ),
        ({"joint_venture_name": "甲", "joint_venture_members": ("株式会社甲", "甲株式会社")}, []),
        (
            {"joint_venture_name": "甲・乙", "joint_venture_members": ("甲", "")},
            [("contract.jointVentureMembers.1", "REQUIRED")],
        ),
        ({"project_name": ""}, [("contract.projectName", "REQUIRED")]),
        ({"project_name": "工" * 120}, []),
        ({"project_name": "工" * 121}, [("contract.projectName", "TOO_LONG")]),
        ({"project_name": "工\n事"}, [("contract.projectName", "FORBIDDEN_CHARACTER")]),
        ({"contract_price": 2**53 - 1, "contract_type": ContractType.SERVICES}, []),
    ],
)
def test_checks_a_new_contract(register: SampleRegister, changes: dict[str, Any], expected: Found) -> None:
    assert problems(form(register, contract=contract_request(register, **changes))) == expected


@pytest.mark.parametrize(
    ("guarantee", "expected"),
    [
        (advance(0), [("guarantees.0.amount", "NOT_POSITIVE")]),
        (performance(-1), [("guarantees.0.amount", "NOT_POSITIVE")]),
        (advance(deposit_bank=None), [("guarantees.0.depositBank", "REQUIRED")]),
        (advance(redeposit=None), [("guarantees.0.redeposit", "REQUIRED")]),
        (intermediate(recognized_on=None), [("guarantees.0.recognizedOn", "REQUIRED")]),
        (intermediate(deposit_bank=None), [("guarantees.0.depositBank", "REQUIRED")]),
        (performance(deposit_bank="銀行"), [("guarantees.0.depositBank", "NOT_APPLICABLE")]),
        (performance(redeposit=False), [("guarantees.0.redeposit", "NOT_APPLICABLE")]),
        (advance(recognized_on=datetime.date(2026, 1, 1)), [("guarantees.0.recognizedOn", "NOT_APPLICABLE")]),
        (advance(deposit_bank="銀" * 61), [("guarantees.0.depositBank", "TOO_LONG")]),
        (performance(bill_to=""), [("guarantees.0.billTo", "REQUIRED")]),
        (performance(bill_to="請" * 121), [("guarantees.0.billTo", "TOO_LONG")]),
    ],
)
def test_asks_of_each_guarantee_what_its_kind_needs(register: SampleRegister, guarantee: Any, expected: Found) -> None:
    assert problems(form(register, guarantee)) == expected


@pytest.mark.parametrize(
    ("notify", "email", "expected"),
    [
        (True, None, [("email", "REQUIRED")]),
        (False, None, []),
        (True, "soumu@example.jp", []),
        (True, "abc..def@docomo.ne.jp", []),
        (True, "abc.@ezweb.ne.jp", []),
        (True, "soumu", [("email", "MALFORMED")]),
        (False, "soumu@", [("email", "MALFORMED")]),
        (False, "総務@example.jp", [("email", "MALFORMED")]),
        (False, "a@b.example.jp, c@d.example.jp", [("email", "MALFORMED")]),
        (False, "a\r\nBcc: c@example.jp", [("email", "MALFORMED")]),
        (False, f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 63}.jp", [("email", "MALFORMED")]),
    ],
)
def test_asks_for_an_address_if_a_notice_is_wanted(
    register: SampleRegister, *, notify: bool, email: str | None, expected: Found
) -> None:
    assert problems(form(register, notify_on_completion=notify, email=email)) == expected


@pytest.mark.parametrize("text", ["\0", "a\x1b[2J", "a\u202eb", "a\u2028b", "a\u2029b", "a\ud800", "a\u200bb"])
def test_refuses_characters_that_cannot_be_seen(register: SampleRegister, text: str) -> None:
    assert problems(form(register, contact_name=text)) == [("contactName", "FORBIDDEN_CHARACTER")]
    assert problems(form(register, message=text)) == [("message", "FORBIDDEN_CHARACTER")]


def test_a_message_may_have_lines(register: SampleRegister) -> None:
    assert problems(form(register, message="一行目\r\n二行目\t三")) == []
    assert problems(form(register, contact_title="一行目\n二行目")) == [("contactTitle", "FORBIDDEN_CHARACTER")]


def test_limits_the_lengths_of_contact_and_message(register: SampleRegister) -> None:
    lengths = {"contact_department": 60, "contact_title": 60, "contact_name": 60, "contact_telephone": 20}
    lengths["message"] = 2_000
    sound = form(register, **{name: "あ" * length for name, length in lengths.items()})
    long = form(register, **{name: "あ" * (length + 1) for name, length in lengths.items()})
    assert problems(sound) == []
    assert [code for _, code in problems(long)] == ["TOO_LONG"] * 5


def test_tells_everything_at_once(register: SampleRegister) -> None:
    contract = contract_request(register, contract_price=0, period_to=datetime.date(2000, 1, 1), project_name="")
    request = form(register, advance(0, deposit_bank=None), performance(bill_to=""), contract=contract, email="x")
    assert problems(request) == [
        ("contract.contractPrice", "NOT_POSITIVE"),
        ("contract.periodTo", "END_BEFORE_START"),
        ("contract.projectName", "REQUIRED"),
        ("guarantees.0.amount", "NOT_POSITIVE"),
        ("guarantees.0.depositBank", "REQUIRED"),
        ("guarantees.1.billTo", "REQUIRED"),
        ("email", "MALFORMED"),
    ]


def test_every_problem_has_a_japanese_message(register: SampleRegister) -> None:
    request = dataclasses.replace(form(register, advance(0, deposit_bank=None)), contract=None, email="x")
    messages = [problem.message for problem in found_in(request)]
    assert len(messages) == 4
    assert all(message.endswith("。") for message in messages)
