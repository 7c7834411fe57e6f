"""Rules 3, 5 and 6, which depend on the contract, the obligee and earlier guarantees."""

import datetime
from typing import Any

import pytest

from models.enums import ContractType, GuaranteeKind, Medium
from models.guarantee import GuaranteeStatus
from models.parties.obligee import DateBasis
from resolvers.applications.rules import NOT_ACCEPTED
from sample.sample_register import SampleRegister
from tests.support.application_rules import START, Found, acceptance, context, found_in, problems
from tests.support.use_cases import advance, intermediate, performance

EVE = START - datetime.timedelta(days=1)
ADVANCE = GuaranteeKind.ADVANCE_PAYMENT
INTERMEDIATE = GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT
PERFORMANCE = GuaranteeKind.PERFORMANCE

AMOUNT = "guarantees.0.amount"


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({}, 20_000_000),
        ({"advance_payment_ratio_bp": 4500}, 22_500_000),
        ({"current_fiscal_year_base": 30_000_000}, 12_000_000),
        ({"advance_payment_cap": 15_000_000}, 15_000_000),
        ({"advance_payment_cap": 100_000_000}, 20_000_000),
        ({"advance_payment_cap": 100_000_000, "contract_price": 3_000_000_000}, 100_000_000),
        ({"contract_price": 12_345_678}, 4_938_271),  # 40 % is 4,938,271.2
        ({"contract_price": 12_345_678, "rounding_unit": 100_000}, 4_900_000),
        ({"contract_price": 240_000, "rounding_unit": 100_000}, 0),
        ({"contract_type": ContractType.SERVICES, "services_advance_payment_ratio_bp": 3000}, 15_000_000),
        ({"contract_type": ContractType.SERVICES}, 20_000_000),
        ({"services_advance_payment_ratio_bp": 3000}, 20_000_000),
        ({"contract_price": 2**53 - 1}, 3_602_879_701_896_396),
        ({"advance_payment_ratio_bp": 0}, 0),
    ],
)
def test_limits_advance_payments(register: SampleRegister, changes: dict[str, Any], limit: int) -> None:
    known = context(register, **changes)
    assert problems(register, known, advance(limit + 1)) == [(AMOUNT, "ABOVE_LIMIT")]
    assert limit == 0 or problems(register, known, advance(limit)) == []


def test_names_the_limit_and_what_is_taken_of_it(register: SampleRegister) -> None:
    known = context(register, earlier=[(ADVANCE, 8_000_000)])
    (problem,) = found_in(register, known, advance(12_000_001))
    expected = "保証金額は、この契約での上限20,000,000円（うち申込済み・保証済み8,000,000円）を超えることができません。"
    assert problem.message == expected
    assert problems(register, known, advance(12_000_000)) == []


@pytest.mark.parametrize(("price", "expected"), [(1_299_999, [(AMOUNT, "BELOW_MINIMUM_PRICE")]), (1_300_000, [])])
def test_refuses_advance_payments_below_the_minimum_price(
    register: SampleRegister, price: int, expected: Found
) -> None:
    known = context(register, contract_price=price, minimum_price=1_300_000)
    assert problems(register, known, advance(100_000)) == expected


@pytest.mark.parametrize(
    ("changes", "advances", "limit"),
    [
        ({}, 20_000_000, 10_000_000),
        ({}, 1, 10_000_000),
        ({"advance_payment_ratio_bp": 4500}, 22_500_000, 7_500_000),
        ({"combined_ratio_bp": 5000}, 20_000_000, 5_000_000),
        ({"intermediate_ratio_bp": 1000}, 20_000_000, 5_000_000),
        ({"current_fiscal_year_base": 30_000_000}, 12_000_000, 6_000_000),
        ({"contract_price": 12_345_678, "rounding_unit": 100_000}, 4_900_000, 2_400_000),
    ],
)
def test_limits_intermediate_payments(
    register: SampleRegister, changes: dict[str, Any], advances: int, limit: int
) -> None:
    known = context(register, earlier=[(ADVANCE, advances)], **changes)
    assert problems(register, known, intermediate(limit)) == []
    assert problems(register, known, intermediate(limit + 1)) == [(AMOUNT, "ABOVE_LIMIT")]


def test_earlier_intermediate_payments_count(register: SampleRegister) -> None:
    known = context(register, earlier=[(ADVANCE, 20_000_000), (INTERMEDIATE, 4_000_000)])
    assert problems(register, known, intermediate(6_000_000)) == []
    assert problems(register, known, intermediate(6_000_001)) == [(AMOUNT, "ABOVE_LIMIT")]


def test_refuses_an_intermediate_payment_without_an_advance_payment(register: SampleRegister) -> None:
    known = context(register, earlier=[(PERFORMANCE, 5_000_000)])
    assert problems(register, known, intermediate(1)) == [("guarantees.0.kind", "ADVANCE_PAYMENT_MISSING")]


def test_another_advance_payment_stays_within_both_together(register: SampleRegister) -> None:
    known = context(register, earlier=[(ADVANCE, 15_000_000), (INTERMEDIATE, 10_000_000)], combined_ratio_bp=5500)
    assert problems(register, known, advance(2_500_000)) == []
    assert problems(register, known, advance(2_500_001)) == [(AMOUNT, "ABOVE_LIMIT")]


@pytest.mark.parametrize(
    ("changes", "minimum"),
    [
        ({}, 5_000_000),
        ({"low_price_or_labour_only": True}, 15_000_000),
        ({"low_price_or_labour_only": True, "raised_performance_minimum_ratio_bp": 2500}, 12_500_000),
        ({"performance_minimum_ratio_bp": 500}, 2_500_000),
        ({"contract_price": 12_345_678}, 1_234_568),  # 10 % is 1,234,567.8
        ({"current_fiscal_year_base": 10_000_000}, 5_000_000),
    ],
)
def test_asks_for_the_minimum_of_a_performance_guarantee(
    register: SampleRegister, changes: dict[str, Any], minimum: int
) -> None:
    known = context(register, **changes)
    assert problems(register, known, performance(minimum)) == []
    assert problems(register, known, performance(minimum - 1)) == [(AMOUNT, "BELOW_MINIMUM")]


def test_a_performance_guarantee_is_at_most_the_contract_price(register: SampleRegister) -> None:
    assert problems(register, context(register), performance(50_000_000)) == []
    assert problems(register, context(register), performance(50_000_001)) == [(AMOUNT, "ABOVE_LIMIT")]


def test_refuses_a_performance_guarantee_where_no_advance_payment_is_planned(register: SampleRegister) -> None:
    known = context(register, advance_payment_planned=False)
    assert problems(register, known, performance()) == [("guarantees.0.kind", "ADVANCE_PAYMENT_NOT_PLANNED")]
    assert problems(register, known, performance(1)) == [("guarantees.0.kind", "ADVANCE_PAYMENT_NOT_PLANNED")]


def test_nor_any_other_guarantee(register: SampleRegister) -> None:
    known = context(register, advance_payment_planned=False)
    for asked in (advance(), advance(20_000_001), intermediate()):
        assert problems(register, known, asked) == [("guarantees.0.kind", "ADVANCE_PAYMENT_NOT_PLANNED")]


@pytest.mark.parametrize("status", GuaranteeStatus)
def test_guarantees_that_are_gone_take_nothing_of_the_limit(register: SampleRegister, status: GuaranteeStatus) -> None:
    known = context(register, earlier=[(ADVANCE, 20_000_000)])
    known.earlier[0].status = status
    gone = status in {"DRAFT", "RETURNED", "DECLINED", "WITHDRAWN", "CANCELLED", "RELEASED", "EXPIRED"}
    assert problems(register, known, advance(1)) == ([] if gone else [(AMOUNT, "ABOVE_LIMIT")])


BASES = {
    DateBasis.CONTRACT_DATE: ("contract_date", "contractDate"),
    DateBasis.TENDER_NOTICE_DATE: ("tender_notice_date", "tenderNoticeDate"),
    DateBasis.BID_DATE: ("bid_date", "bidDate"),
}


@pytest.mark.parametrize("basis", DateBasis)
def test_accepts_electronic_guarantees_by_the_obligees_own_date(register: SampleRegister, basis: DateBasis) -> None:
    dates: dict[str, Any] = dict.fromkeys(("contract_date", "tender_notice_date", "bid_date"), EVE)
    early = context(register, **dates)
    dates[BASES[basis][0]] = START
    due = context(register, **dates)
    for known in (early, due):
        object.__setattr__(known, "acceptances", [acceptance(ADVANCE, basis=basis)])
    assert problems(register, early, advance()) == [("guarantees.0.medium", NOT_ACCEPTED)]
    assert problems(register, due, advance()) == []


@pytest.mark.parametrize("basis", [DateBasis.TENDER_NOTICE_DATE, DateBasis.BID_DATE])
def test_asks_for_the_date_that_decides(register: SampleRegister, basis: DateBasis) -> None:
    known = context(register)
    object.__setattr__(known, "acceptances", [acceptance(ADVANCE, basis=basis)])
    assert problems(register, known, advance()) == [(f"contract.{BASES[basis][1]}", "REQUIRED")]
    assert problems(register, known, advance(medium=Medium.PAPER)) == []


def test_acceptance_is_by_kind_and_by_type_of_contract(register: SampleRegister) -> None:
    known = context(register)
    object.__setattr__(known, "acceptances", [acceptance(ADVANCE), acceptance(PERFORMANCE, ContractType.SERVICES)])
    assert problems(register, known, advance(), performance()) == [("guarantees.1.medium", NOT_ACCEPTED)]
    assert problems(register, known, advance(), performance(medium=Medium.PAPER)) == []
    assert known.accepted_from(advance()) == START
    assert known.accepted_from(performance()) is None


def test_says_from_when_electronic_guarantees_are_accepted(register: SampleRegister) -> None:
    (problem,) = found_in(register, context(register, contract_date=EVE), advance())
    expected = "この発注者は、この契約では電子保証を受け付けていません（2026年10月1日以後の案件から利用できます）。"
    assert problem.message == expected


def test_tells_everything_at_once(register: SampleRegister) -> None:
    known = context(register, minimum_price=60_000_000, contract_date=EVE)
    assert problems(register, known, advance(20_000_001), performance(1, medium=Medium.PAPER)) == [
        ("guarantees.0.medium", NOT_ACCEPTED),
        (AMOUNT, "BELOW_MINIMUM_PRICE"),
        (AMOUNT, "ABOVE_LIMIT"),
        ("guarantees.1.amount", "BELOW_MINIMUM"),
    ]
