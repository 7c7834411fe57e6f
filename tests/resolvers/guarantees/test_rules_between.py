"""The rules between guarantees of one contract, as functions of facts: which others count at which stage."""

import datetime
from typing import Any
from uuid import uuid4

import pytest

from models.applying.contract import Terms
from models.applying.fiscal_year_base import FiscalYearBase
from models.enums import ContractType, GuaranteeKind
from models.guarantee import Guarantee, GuaranteeStatus
from models.parties.obligee import Limits
from resolvers.guarantees import rules_between
from resolvers.guarantees.rules_between import ADVANCE, INTERMEDIATE, PERFORMANCE, Other, Situation, Stage

TODAY = datetime.date(2026, 11, 20)
SIGNED = datetime.date(2026, 11, 1)
TERMS = Terms(ContractType.WORKS, 50_000_000, SIGNED, advance_payment_planned=True, low_price_or_labour_only=False)
WHOLE = FiscalYearBase(2026)
LIMITS = Limits(4000, None, 2000, 6000, 1000, 3000, None, None, None)
AMOUNTS = {ADVANCE: 20_000_000, INTERMEDIATE: 10_000_000, PERFORMANCE: 50_000_000}
"""The maximum of each kind."""
OVER = {"DRAFT", "RETURNED", "DECLINED", "WITHDRAWN", "EXPIRED", "RELEASED", "CANCELLED"}
COUNTED = {
    Stage.APPLICATION: set(GuaranteeStatus) - OVER,
    Stage.APPROVAL: {"APPROVED", "AWAITING_FEE", "IN_FORCE", "CLAIMED", "PAID"},
    Stage.ISSUE: {"IN_FORCE", "CLAIMED", "PAID"},
}
BACKING = {
    Stage.APPLICATION: {"SUBMITTED", "UNDER_REVIEW", "APPROVED", "AWAITING_FEE", "IN_FORCE"},
    Stage.APPROVAL: {"SUBMITTED", "UNDER_REVIEW", "APPROVED", "AWAITING_FEE", "IN_FORCE"},
    Stage.ISSUE: {"IN_FORCE"},
}


def other(
    kind: GuaranteeKind, status: GuaranteeStatus, amount: int, *, base: FiscalYearBase = WHOLE, **changes: Any
) -> Other:
    return Other(kind, status, amount, base, **changes)


def codes(stage: Stage, kind: GuaranteeKind, *others: Other, amount: int | None = None, **changes: Any) -> list[str]:
    recognized_on = changes.pop("recognized_on", SIGNED if kind is INTERMEDIATE else None)
    moving = Guarantee(kind=kind, amount=amount or AMOUNTS[kind], recognized_on=recognized_on)
    facts: dict[str, Any] = {"day": TODAY, "terms": TERMS, "limits": LIMITS, "base": WHOLE, "others": others} | changes
    return [problem.code for problem in rules_between.check(moving, Situation(stage, **facts))]


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("status", GuaranteeStatus)
def test_those_count_that_have_come_as_far(stage: Stage, status: GuaranteeStatus) -> None:
    for kind in (ADVANCE, PERFORMANCE):
        expected = ["ABOVE_LIMIT"] if status in COUNTED[stage] else []
        assert codes(stage, kind, other(kind, status, 1)) == expected
    backing = other(ADVANCE, GuaranteeStatus.IN_FORCE, 1)
    assert codes(stage, INTERMEDIATE, backing, other(INTERMEDIATE, status, 1)) == (
        ["ABOVE_LIMIT"] if status in COUNTED[stage] else []
    )


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("status", GuaranteeStatus)
def test_an_intermediate_payment_needs_its_advance_payment(stage: Stage, status: GuaranteeStatus) -> None:
    expected = [] if status in BACKING[stage] else ["ADVANCE_PAYMENT_MISSING"]
    if stage is Stage.ISSUE and status in BACKING[Stage.APPROVAL] - BACKING[Stage.ISSUE]:
        expected = ["ADVANCE_PAYMENT_NOT_IN_FORCE"]
    assert codes(stage, INTERMEDIATE, other(ADVANCE, status, 20_000_000)) == expected


@pytest.mark.parametrize("stage", Stage)
def test_both_together_have_a_limit_too(stage: Stage) -> None:
    limits = LIMITS._replace(combined_ratio_bp=5500, intermediate_ratio_bp=1600)
    advance = other(ADVANCE, GuaranteeStatus.IN_FORCE, 20_000_000)
    assert codes(stage, INTERMEDIATE, advance, amount=7_500_000, limits=limits) == []
    assert codes(stage, INTERMEDIATE, advance, amount=7_500_001, limits=limits) == ["ABOVE_LIMIT"]
    later = other(INTERMEDIATE, GuaranteeStatus.IN_FORCE, 8_000_000)
    assert codes(stage, ADVANCE, later, amount=19_500_000, limits=limits) == []
    assert codes(stage, ADVANCE, later, amount=19_500_001, limits=limits) == ["ABOVE_LIMIT"]


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize(("of_one", "of_both", "most"), [(1655, 6000, 8_200_000), (2000, 5555, 7_700_000)])
def test_each_limit_is_rounded_where_it_alone_decides(stage: Stage, of_one: int, of_both: int, most: int) -> None:
    limits = LIMITS._replace(intermediate_ratio_bp=of_one, combined_ratio_bp=of_both, rounding_unit=100_000)
    advance = other(ADVANCE, GuaranteeStatus.IN_FORCE, 20_000_000)
    assert codes(stage, INTERMEDIATE, advance, amount=most, limits=limits) == []
    assert codes(stage, INTERMEDIATE, advance, amount=most + 1, limits=limits) == ["ABOVE_LIMIT"]


@pytest.mark.parametrize("stage", Stage)
def test_recognition_is_between_the_contract_and_today(stage: Stage) -> None:
    advance, day = other(ADVANCE, GuaranteeStatus.IN_FORCE, 1), datetime.timedelta(days=1)
    for sound in (SIGNED, TODAY):
        assert codes(stage, INTERMEDIATE, advance, recognized_on=sound) == []
    assert codes(stage, INTERMEDIATE, advance, recognized_on=TODAY + day) == ["IN_THE_FUTURE"]
    assert codes(stage, INTERMEDIATE, advance, recognized_on=SIGNED - day) == ["BEFORE_CONTRACT"]


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("kind", GuaranteeKind)
def test_every_guarantee_needs_a_planned_advance_payment(stage: Stage, kind: GuaranteeKind) -> None:
    terms = TERMS._replace(advance_payment_planned=False)
    assert codes(stage, kind, terms=terms, amount=1) == ["ADVANCE_PAYMENT_NOT_PLANNED"]


@pytest.mark.parametrize("status", GuaranteeStatus)
def test_a_rider_goes_on_while_an_advance_payment_of_its_contract_stands(status: GuaranteeStatus) -> None:
    application_id = uuid4()
    own = other(ADVANCE, status, 1, application_id=application_id)
    expected = ["ADVANCE_PAYMENT_MISSING"] if status in OVER else []
    for stage in (Stage.APPROVAL, Stage.ISSUE):
        assert codes(stage, PERFORMANCE, own, application_id=application_id) == expected
        another = other(ADVANCE, GuaranteeStatus.SUBMITTED, 1, application_id=uuid4())
        assert codes(stage, PERFORMANCE, own, another, application_id=application_id) == []
        # A separate application is held to the contract's plan alone.
        assert codes(stage, PERFORMANCE, own, application_id=uuid4()) == []
    assert codes(Stage.APPLICATION, PERFORMANCE, own) == []


@pytest.mark.parametrize(("stage", "taken"), [(Stage.APPROVAL, "承認済み・保証済み"), (Stage.ISSUE, "保証済み")])
def test_what_is_taken_of_a_limit_is_called_by_how_far_it_has_come(stage: Stage, taken: str) -> None:
    moving = Guarantee(kind=ADVANCE, amount=20_000_000)
    others = [other(ADVANCE, GuaranteeStatus.IN_FORCE, 1)]
    (problem,) = rules_between.check(moving, Situation(stage, TODAY, TERMS, LIMITS, WHOLE, others))
    assert f"上限20,000,000円（うち{taken}1円）" in problem.message


THIS, NEXT = FiscalYearBase(2026, 30_000_000), FiscalYearBase(2027, 20_000_000)


@pytest.mark.parametrize("stage", Stage)
def test_advance_payments_count_in_their_fiscal_year(stage: Stage) -> None:
    first = other(ADVANCE, GuaranteeStatus.IN_FORCE, 12_000_000, base=THIS)
    assert codes(stage, ADVANCE, first, amount=1, base=THIS) == ["ABOVE_LIMIT"]
    assert codes(stage, ADVANCE, first, amount=8_000_000, base=NEXT) == []
    assert codes(stage, ADVANCE, first, amount=8_000_001, base=NEXT) == ["ABOVE_LIMIT"]
    # Without a base, both are measured against the whole price.
    for base in (FiscalYearBase(2026), FiscalYearBase(2027)):
        expected = ["OTHER_BASE"] if base.year == THIS.year else []
        assert codes(stage, ADVANCE, first, amount=8_000_000, base=base) == expected
        assert codes(stage, ADVANCE, first, amount=8_000_001, base=base) == (expected or ["ABOVE_LIMIT"])
    whole = other(ADVANCE, GuaranteeStatus.IN_FORCE, 8_000_000, base=WHOLE)
    assert codes(stage, ADVANCE, whole, amount=1, base=NEXT) == ["ABOVE_LIMIT"]


@pytest.mark.parametrize("stage", Stage)
def test_intermediate_payments_are_of_the_year_of_their_advance_payment(stage: Stage) -> None:
    first = other(ADVANCE, GuaranteeStatus.IN_FORCE, 12_000_000, base=THIS)
    assert codes(stage, INTERMEDIATE, first, amount=6_000_000, base=THIS) == []
    assert codes(stage, INTERMEDIATE, first, amount=6_000_001, base=THIS) == ["ABOVE_LIMIT"]
    assert codes(stage, INTERMEDIATE, first, amount=1, base=NEXT) == ["ADVANCE_PAYMENT_MISSING"]
    second = other(ADVANCE, GuaranteeStatus.IN_FORCE, 8_000_000, base=NEXT)
    assert codes(stage, INTERMEDIATE, first, second, amount=4_000_000, base=NEXT) == []


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("kind", [ADVANCE, INTERMEDIATE])
def test_all_years_together_have_the_price_as_limit(stage: Stage, kind: GuaranteeKind) -> None:
    earlier = other(ADVANCE, GuaranteeStatus.PAID, 40_000_000, base=FiscalYearBase(2024, 50_000_000))
    also = other(INTERMEDIATE, GuaranteeStatus.PAID, 8_000_000, base=FiscalYearBase(2025, 50_000_000))
    backing = other(ADVANCE, GuaranteeStatus.IN_FORCE, 1_000_000, base=NEXT)
    assert codes(stage, kind, earlier, also, backing, amount=1_000_000, base=NEXT) == []
    assert codes(stage, kind, earlier, also, backing, amount=1_000_001, base=NEXT) == ["ABOVE_PRICE"]
    assert codes(stage, PERFORMANCE, earlier, also, amount=50_000_000, base=NEXT) == []


@pytest.mark.parametrize("status", GuaranteeStatus)
def test_applications_of_one_year_have_one_base(status: GuaranteeStatus) -> None:
    for stage in Stage:
        expected = ["OTHER_BASE"] if status in COUNTED[stage] else []
        for base in (THIS, FiscalYearBase(2026)):
            first = other(ADVANCE, status, 1, base=base)
            assert codes(stage, ADVANCE, first, amount=1, base=FiscalYearBase(2026, 29_999_999)) == expected
        another = FiscalYearBase(2026, 29_999_999)
        assert codes(stage, PERFORMANCE, first, base=another, application_id=uuid4()) == []
        assert codes(stage, ADVANCE, other(PERFORMANCE, status, 1, base=THIS), base=WHOLE) == []
