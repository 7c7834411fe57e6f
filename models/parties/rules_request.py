"""Rules of an obligee as they are given, checked as a whole: by themselves, and against each other."""

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.enums import ContractType, GuaranteeKind
from models.errors import Problem
from models.outgoing_mail import LONGEST_ADDRESS
from models.parties.obligee import DateBasis, HandoverChannel
from models.texts import mail_addresses
from models.texts.trade_terms import CONTRACT_TYPES, PRODUCTS

MOST_YEN = 1_000_000_000_000
LONGEST_NOTE = 200
MOST_DAYS_AHEAD = 36_525
WHOLE = 10_000
"""Basis points."""
RATIOS = {
    "advance_payment_ratio": "advancePaymentRatio",
    "services_advance_payment_ratio": "servicesAdvancePaymentRatio",
    "intermediate_ratio": "intermediateRatio",
    "combined_ratio": "combinedRatio",
    "performance_minimum_ratio": "performanceMinimumRatio",
    "raised_performance_minimum_ratio": "raisedPerformanceMinimumRatio",
}
SUMS = {"advance_payment_cap": "advancePaymentCap", "rounding_unit": "roundingUnit", "minimum_price": "minimumPrice"}
BASES = {
    DateBasis.CONTRACT_DATE: "契約日",
    DateBasis.TENDER_NOTICE_DATE: "入札公告日",
    DateBasis.BID_DATE: "入札日",
}


def basis_points(ratio: float) -> int | None:
    """A fraction as basis points; None unless it is from 0 to 1, in steps of 0.0001."""
    if not 0 <= ratio <= 1:
        return None
    nearest = round(ratio * WHOLE)
    return nearest if math.isclose(ratio * WHOLE, nearest, abs_tol=1e-6) else None


@dataclass(frozen=True)
class LimitsRequest:
    """Limits; ratios are fractions (0.4 is 40 %), sums are in yen."""

    advance_payment_ratio: float
    services_advance_payment_ratio: float | None
    intermediate_ratio: float
    combined_ratio: float
    performance_minimum_ratio: float
    raised_performance_minimum_ratio: float
    advance_payment_cap: int | None
    rounding_unit: int | None
    minimum_price: int | None

    def problems(self) -> Iterator[Problem]:
        """Every problem; those between limits only of limits that are sound."""
        columns = self.columns()
        unsound: set[str] = set()
        for name, path in RATIOS.items():
            if getattr(self, name) is not None and columns[f"{name}_bp"] is None:
                unsound.add(name)
                yield Problem((path,), "OUT_OF_RANGE", "割合は、0以上1以下の小数（0.0001単位）で指定してください。")
        for name, path in SUMS.items():
            if columns[name] is not None and not 0 < columns[name] <= MOST_YEN:
                unsound.add(name)
                yield Problem((path,), "OUT_OF_RANGE", f"金額は、1円以上{MOST_YEN:,}円以下で指定してください。")
        for lower, upper, code, message in _ORDERED:
            low, high = getattr(self, lower), getattr(self, upper)
            if None not in {low, high} and unsound.isdisjoint({lower, upper}) and low > high:
                yield Problem(((RATIOS | SUMS)[lower],), code, message)

    def columns(self) -> Mapping[str, Any]:
        """As rows have them; None also for what is unsound."""
        ratios = {name: getattr(self, name) for name in RATIOS}
        in_points = {f"{name}_bp": None if ratio is None else basis_points(ratio) for name, ratio in ratios.items()}
        return in_points | {name: getattr(self, name) for name in SUMS}


_ABOVE_COMBINED = "前払金と中間前払金の合計の割合を超えています。"
_ORDERED = (
    *(
        (name, "combined_ratio", "ABOVE_COMBINED", _ABOVE_COMBINED)
        for name in ("advance_payment_ratio", "services_advance_payment_ratio", "intermediate_ratio")
    ),
    (
        *("performance_minimum_ratio", "raised_performance_minimum_ratio", "ABOVE_RAISED"),
        "低入札・役務的保証の場合の割合を超えています。",
    ),
    ("rounding_unit", "advance_payment_cap", "ABOVE_CAP", "前払金の上限額を超えています。"),
)
"""Limits of which the first must not exceed the second."""


@dataclass(frozen=True)
class AcceptanceRequest:
    """From when electronic guarantees of a kind are accepted for a type of contract."""

    kind: GuaranteeKind
    contract_type: ContractType
    from_date: datetime.date | None
    basis: DateBasis
    channels: tuple[HandoverChannel, ...]
    note: str | None
    notice_addresses: tuple[str, ...]
    approved_contracts_only: bool

    def problems(self) -> Iterator[Problem]:
        """Every problem of the acceptance by itself, except for its note."""
        if self.from_date is None:
            message = f"{BASES[self.basis]}がいつ以後の契約について受け付けるかを指定してください。"
            yield Problem(("from",), "REQUIRED", message)
        if not self.channels:
            yield Problem(("channels",), "REQUIRED", "提出方法を1つ以上指定してください。")
        elif len(set(self.channels)) < len(self.channels):
            yield Problem(("channels",), "DUPLICATE", "同じ提出方法が重ねて指定されています。")
        if self.notice_addresses and not self.takes_mail:
            message = "メールによる提出を受け付けない場合は、メールアドレスを指定できません。"
            yield Problem(("noticeAddresses",), "NOT_APPLICABLE", message)
        yield from problems_of_addresses(self.notice_addresses)

    @property
    def takes_mail(self) -> bool:
        """Whether key notices may be sent by mail."""
        return HandoverChannel.EMAIL in self.channels

    @property
    def what(self) -> tuple[GuaranteeKind, ContractType]:
        """What it is about."""
        return self.kind, self.contract_type


@dataclass(frozen=True)
class OfficeRequest:
    """An office with its addresses for the key notices of a kind."""

    name: str
    kind: GuaranteeKind
    notice_addresses: tuple[str, ...]


@dataclass(frozen=True)
class RulesRequest:
    """All rules of an obligee, from a day on."""

    valid_from: datetime.date
    limits: LimitsRequest
    acceptances: tuple[AcceptanceRequest, ...]
    offices: tuple[OfficeRequest, ...] = ()

    def problems(self, today: datetime.date) -> Iterator[Problem]:
        """Every problem, except for texts."""
        if self.valid_from < today:
            yield Problem(("validFrom",), "IN_THE_PAST", "適用開始日は、本日以後の日としてください。")
        elif (self.valid_from - today).days > MOST_DAYS_AHEAD:
            yield Problem(("validFrom",), "OUT_OF_RANGE", "適用開始日は100年以内の日としてください。")
        for problem in self.limits.problems():
            yield problem._replace(path=("limits", *problem.path))
        for index, each in enumerate(self.acceptances):
            for problem in (*self._beside(each, self.acceptances[:index]), *each.problems()):
                yield problem._replace(path=("acceptances", str(index), *problem.path))
        for index, office in enumerate(self.offices):
            for problem in self._of_office(office, self.offices[:index]):
                yield problem._replace(path=("offices", str(index), *problem.path))

    def _beside(self, each: AcceptanceRequest, others: Sequence[AcceptanceRequest]) -> Iterator[Problem]:
        """Problems of an acceptance with those before it, and with the offices."""
        if each.what in {other.what for other in others}:
            what = f"{CONTRACT_TYPES[each.contract_type]}の{PRODUCTS[each.kind]}"
            yield Problem(("kind",), "OVERLAP", f"{what}の受付が重ねて指定されています。")
        if each.takes_mail and not each.notice_addresses and each.kind not in {office.kind for office in self.offices}:
            message = "メールによる提出を受け付ける場合は、メールアドレスを1つ以上指定してください。"
            yield Problem(("noticeAddresses",), "REQUIRED", message)

    def _of_office(self, office: OfficeRequest, others: Sequence[OfficeRequest]) -> Iterator[Problem]:
        if (office.kind, office.name) in {(other.kind, other.name) for other in others}:
            yield Problem(("name",), "DUPLICATE", "同じ部署が重ねて指定されています。")
        if office.kind not in {each.kind for each in self.acceptances if each.takes_mail}:
            message = "この種類の保証については、メールによる提出を受け付けていません。"
            yield Problem(("kind",), "NOT_APPLICABLE", message)
        if not office.notice_addresses:
            yield Problem(("noticeAddresses",), "REQUIRED", "メールアドレスを1つ以上指定してください。")
        yield from problems_of_addresses(office.notice_addresses)


@dataclass(frozen=True)
class ApprovalRequest:
    """A contract to be approved: a registered one, or one that is named before its registration."""

    contract_id: UUID | None
    project_name: str | None
    corporate_number: str | None


def problems_of_addresses(addresses: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with each address."""
    for index, address in enumerate(addresses):
        path = ("noticeAddresses", str(index))
        if len(address) > LONGEST_ADDRESS or not _can_be_sent_to(address):
            yield Problem(path, "MALFORMED", "メールアドレスの形式が正しくありません。")
        elif address in addresses[:index]:
            yield Problem(path, "DUPLICATE", "同じメールアドレスが重ねて指定されています。")


def _can_be_sent_to(address: str) -> bool:
    try:
        mail_addresses.as_sent(address)
    except mail_addresses.MalformedAddress:
        return False
    return True
