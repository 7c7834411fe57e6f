"""The rules between the guarantees of one contract (domain rules 5, 6 and 12).

They apply to each transition of a guarantee: application, approval and issue. At each stage only others that have
reached at least that stage count: of two that exceed a limit together, the first may proceed. Advance payments have
limits of each fiscal year, by the base of their application (今年度対象額), and together the contract's price.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple
from uuid import UUID

from models.applying.contract import Terms
from models.applying.fiscal_year_base import FiscalYearBase
from models.enums import GuaranteeKind
from models.errors import Problem
from models.guarantee import Guarantee
from models.guarantee import GuaranteeStatus as Status
from models.parties.obligee import Limits
from models.texts.trade_terms import PRODUCTS
from resolvers.findings import Findings, Rule

ADVANCE = GuaranteeKind.ADVANCE_PAYMENT
INTERMEDIATE = GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT
PERFORMANCE = GuaranteeKind.PERFORMANCE

_ISSUED = frozenset({Status.IN_FORCE, Status.CLAIMED, Status.PAID})
_APPROVED = _ISSUED | {Status.APPROVED, Status.AWAITING_FEE}
STANDING = _APPROVED | {Status.SUBMITTED, Status.UNDER_REVIEW}
"""States in which a guarantee counts; returned, declined, withdrawn and ended ones do not count."""


class Stage(Enum):
    """The stage to reach: the states of others that have reached it, and the term for these."""

    APPLICATION = (STANDING, "申込済み・保証済み")
    APPROVAL = (_APPROVED, "承認済み・保証済み")
    ISSUE = (_ISSUED, "保証済み")


class Other(NamedTuple):
    """Another guarantee of the contract; its amount is in yen."""

    kind: GuaranteeKind
    status: Status
    amount: int
    base: FiscalYearBase
    """Of its application."""
    application_id: UUID | None = None


class Moving(NamedTuple):
    """The guarantee in transition, requested or stored; its amount is in yen."""

    kind: GuaranteeKind
    amount: int
    recognized_on: datetime.date | None


@dataclass(frozen=True)
class Situation:
    """The facts that the rules need: stage and day, the contract, its obligee's limits, and its other guarantees."""

    stage: Stage
    day: datetime.date
    terms: Terms
    limits: Limits
    base: FiscalYearBase
    """Of the application of the guarantee in transition."""
    others: Sequence[Other]
    application_id: UUID | None = None
    """Of the guarantee in transition; None while it is only requested."""

    @property
    def counted(self) -> Sequence[Other]:
        """The others that have reached the stage."""
        return [other for other in self.others if other.status in self.stage.value[0]]

    def sum_of(self, kind: GuaranteeKind) -> int:
        """Yen of the others of a kind that count towards its limit."""
        return sum(other.amount for other in self.counted if other.kind is kind and self._shares_limit_with(other))

    def sum_of_advances(self) -> int:
        """Yen of the other advance payments of all fiscal years."""
        return sum(other.amount for other in self.counted if other.kind.is_advance)

    def has_advance_in(self, states: frozenset[Status], *, of_any_year: bool = False) -> bool:
        """Whether there is an advance payment guarantee in one of these states that shares the limit."""
        advances = [other for other in self.others if other.kind is ADVANCE and other.status in states]
        return any(of_any_year or self._shares_limit_with(other) for other in advances)

    def _shares_limit_with(self, other: Other) -> bool:
        return not other.kind.is_advance or self.base.shares_limit_with(other.base)


def check(guarantee: Guarantee, situation: Situation) -> Sequence[Problem]:
    """The problems of a stored guarantee's transition; the paths begin below it."""
    findings = Findings()
    if guarantee.kind.is_advance:
        findings.add(check_base(situation))
    findings.ask(RULES, Moving(guarantee.kind, guarantee.amount, guarantee.recognized_on), situation)
    return findings.problems


def check_base(situation: Situation) -> Iterator[Problem]:
    """Applications for advance payments of one fiscal year have one base (we decide)."""
    base = situation.base
    others = [other.base for other in situation.counted if other.kind.is_advance and other.base.year == base.year]
    different = next((other for other in others if other != base), None)
    if different is not None:
        what = "契約金額" if different.amount is None else f"{different.amount:,}円"
        message = f"{base.year}年度の今年度対象額は、{what}として{situation.stage.value[1]}です。同額としてください。"
        yield Problem(("currentFiscalYearBase",), "OTHER_BASE", message, different.amount)


def _planned(moving: Moving, situation: Situation) -> Iterator[Problem]:
    """Rule 6, and its premise: without an advance payment there is none to guarantee."""
    if not situation.terms.advance_payment_planned:
        message = f"{PRODUCTS[moving.kind]}は、前払金の支払いが予定されている契約に限りお申し込みいただけます。"
        yield Problem(("kind",), "ADVANCE_PAYMENT_NOT_PLANNED", message)


def _rider(moving: Moving, situation: Situation) -> Iterator[Problem]:
    """A rider (rule 6) that was applied for with an advance payment proceeds only while such a guarantee exists."""
    if moving.kind is not PERFORMANCE or situation.stage is Stage.APPLICATION:
        return
    own = [other.kind for other in situation.others if other.application_id == situation.application_id]
    if ADVANCE in own and not situation.has_advance_in(STANDING, of_any_year=True):
        message = (
            "この契約保証（特約）と同時に申し込まれた前払金保証が、取下げ、謝絶または差戻しとなっているため、"
            "手続を進めることができません。契約保証のみを希望する場合は、取下げのうえ、改めてお申し込みください。"
        )
        yield Problem(("kind",), "ADVANCE_PAYMENT_MISSING", message)


def _backed(moving: Moving, situation: Situation) -> Iterator[Problem]:
    """Rule 12: an intermediate advance payment needs an advance payment, and is issued after it."""
    if moving.kind is not INTERMEDIATE:
        return
    if not situation.has_advance_in(STANDING - {Status.CLAIMED, Status.PAID}):
        message = "中間前払金保証は、前払金保証のある契約に限りお申し込みいただけます。"
        yield Problem(("kind",), "ADVANCE_PAYMENT_MISSING", message)
    elif situation.stage is Stage.ISSUE and not situation.has_advance_in(frozenset({Status.IN_FORCE})):
        message = "中間前払金保証は、前払金保証の発行後に、または同時に発行してください。"
        yield Problem(("kind",), "ADVANCE_PAYMENT_NOT_IN_FORCE", message)


def _recognized(moving: Moving, situation: Situation) -> Iterator[Problem]:
    """Rule 12: the recognition has happened, and since the contract was made."""
    day = moving.recognized_on
    if day is not None and day > situation.day:
        yield Problem(("recognizedOn",), "IN_THE_FUTURE", "発注者の認定日に将来の日付は指定できません。")
    elif day is not None and day < situation.terms.contract_date:
        yield Problem(("recognizedOn",), "BEFORE_CONTRACT", "発注者の認定日は、契約日以後の日としてください。")


def _limit(moving: Moving, situation: Situation) -> Iterator[Problem]:
    """Rule 5."""
    if check := _LIMITS.get(moving.kind):
        yield from check(moving.amount, situation)
    yield from _at_most(moving.amount, moving.kind, situation)


def most(kind: GuaranteeKind, situation: Situation) -> int:
    """Yen that guarantees of a kind may have together, advance payments in one fiscal year."""
    return _MOST[kind](situation)


def room(kind: GuaranteeKind, situation: Situation) -> int:
    """Yen that a guarantee of a kind may have beside the others."""
    left = most(kind, situation) - situation.sum_of(kind)
    if kind.is_advance:
        left = min(left, situation.terms.contract_price - situation.sum_of_advances())
    return max(0, left)


def least(kind: GuaranteeKind, situation: Situation) -> int | None:
    """Yen that a guarantee of a kind must have; None for advance payments."""
    if kind is not PERFORMANCE:
        return None
    terms = situation.terms
    return situation.limits.performance_minimum(terms.contract_price, raised=terms.low_price_or_labour_only)


def _most_advance(situation: Situation) -> int:
    """Ratio, cap and rounding of the obligee, and the limit of both advance payments together."""
    limits, terms = situation.limits, situation.terms
    base, later = situation.base.of(ADVANCE, terms.contract_price), situation.sum_of(INTERMEDIATE)
    limit = limits.advance_payment(base, terms.contract_type)
    return max(0, min(limit, limits.combined(base) - later)) if later else limit


def _most_intermediate(situation: Situation) -> int:
    """Its own limit, and the limit of both together."""
    limits, base = situation.limits, situation.base.of(INTERMEDIATE, situation.terms.contract_price)
    return max(0, min(limits.intermediate(base), limits.combined(base) - situation.sum_of(ADVANCE)))


def _most_performance(situation: Situation) -> int:
    """The contract price."""
    return situation.terms.contract_price


def _check_advance(_: int, situation: Situation) -> Iterator[Problem]:
    """The minimum price of the obligee."""
    limits, terms = situation.limits, situation.terms
    if limits.minimum_price is not None and terms.contract_price < limits.minimum_price:
        message = f"この発注者では、契約金額{limits.minimum_price:,}円以上の契約が前払金の対象です。"
        yield Problem(("amount",), "BELOW_MINIMUM_PRICE", message)


def _check_performance(amount: int, situation: Situation) -> Iterator[Problem]:
    """At least the obligee's minimum, raised for low-price bids and labour-only guarantees."""
    minimum = least(PERFORMANCE, situation)
    if minimum is not None and amount < minimum:
        message = f"契約保証金額は{minimum:,}円以上としてください（契約金額に対する下限）。"
        yield Problem(("amount",), "BELOW_MINIMUM", message, minimum)


def _at_most(amount: int, kind: GuaranteeKind, situation: Situation) -> Iterator[Problem]:
    limit, earlier = most(kind, situation), situation.sum_of(kind)
    if amount + earlier > limit:
        taken = f"（うち{situation.stage.value[1]}{earlier:,}円）" if earlier else ""
        message = f"保証金額は、この契約での上限{limit:,}円{taken}を超えることができません。"
        yield Problem(("amount",), "ABOVE_LIMIT", message, room(kind, situation))
    elif amount > room(kind, situation):
        taken = f"（うち{situation.stage.value[1]}{situation.sum_of_advances():,}円）"
        message = f"前払金の保証金額は、全年度を通じて契約金額{taken}を超えることができません。"
        yield Problem(("amount",), "ABOVE_PRICE", message, room(kind, situation))


_MOST = {ADVANCE: _most_advance, INTERMEDIATE: _most_intermediate, PERFORMANCE: _most_performance}
_LIMITS = {ADVANCE: _check_advance, PERFORMANCE: _check_performance}
BASE = ("contract.currentFiscalYearBase", "currentFiscalYearBase", "fiscalYear")
"""The inputs that an application's base comes from."""
LIMIT_RULE = Rule(
    _limit, (".kind", ".amount", "contract.obligeeId", "contract.contractType", "contract.contractPrice", *BASE)
)
RULES = (
    Rule(_planned, (".kind", "contract.advancePaymentPlanned")),
    Rule(_rider, (".kind",)),
    Rule(_backed, (".kind", "contract.advancePaymentPlanned", *BASE)),
    Rule(_recognized, (".kind", ".recognizedOn", "contract.contractDate")),
    LIMIT_RULE,
)
