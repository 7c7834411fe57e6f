"""The rules that applications are held to, by their numbers in the domain description: every problem at once."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.contract import Contract
from models.contractor import Contractor
from models.errors import Problem
from models.guarantee import ENDED_UNISSUED, Guarantee, GuaranteeStatus
from models.kinds import GuaranteeKind, Medium
from models.mail_addresses import MalformedAddress, as_sent
from models.obligee import DateBasis, ElectronicAcceptance, Obligee
from models.requests import ApplicationRequest, ContractRequest, GuaranteeRequest
from resolvers import texts

NOT_ACCEPTED = "OBLIGEE_DOES_NOT_ACCEPT_ELECTRONIC"

GONE = ENDED_UNISSUED | {GuaranteeStatus.CANCELLED, GuaranteeStatus.RELEASED, GuaranteeStatus.EXPIRED}

ADVANCE = GuaranteeKind.ADVANCE_PAYMENT
INTERMEDIATE = GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT
PERFORMANCE = GuaranteeKind.PERFORMANCE


@dataclass(frozen=True)
class Facts:
    """What the rules need to know: the contract (registered or to be), its obligee, and earlier guarantees."""

    contract: Contract
    contractor: Contractor
    obligee: Obligee
    acceptances: Sequence[ElectronicAcceptance]
    earlier: Sequence[Guarantee]

    def sum_of(self, kind: GuaranteeKind) -> int:
        """Yen guaranteed already, or applied for, on this contract."""
        return sum(
            guarantee.amount for guarantee in self.earlier if guarantee.kind is kind and guarantee.status not in GONE
        )

    def acceptance(self, kind: GuaranteeKind) -> ElectronicAcceptance | None:
        """The obligee's acceptance for this kind and the contract's type."""
        fitting = ((a.kind, a.contract_type) == (kind, self.contract.contract_type) for a in self.acceptances)
        return next((a for a, fits in zip(self.acceptances, fitting, strict=True) if fits), None)

    def accepted_from(self, request: GuaranteeRequest) -> datetime.date | None:
        """From which day this guarantee is accepted electronically; None when it never is."""
        acceptance = self.acceptance(request.kind)
        return acceptance.from_date if acceptance else None


def check_form(request: ApplicationRequest) -> Iterator[Problem]:
    """What can be said of the form by itself (rules 1, 4 and the shape of texts)."""
    if (request.contract_id is None) == (request.contract is None):
        message = "登録済みの契約（contractId）と新しい契約（contract）の、どちらか一方を指定してください。"
        yield Problem(("contract",), "EXACTLY_ONE", message)
    if request.contract is not None:
        yield from _check_contract(request.contract)
    yield from _check_kinds([guarantee.kind for guarantee in request.guarantees])
    for index, guarantee in enumerate(request.guarantees):
        yield from _check_guarantee(guarantee, ("guarantees", str(index)))
    yield from _check_notice(request)
    yield from texts.check(request, (), _CONTACT_TEXTS)


def check_rules(request: ApplicationRequest, facts: Facts) -> Iterator[Problem]:
    """What the contract, the obligee and earlier guarantees say (rules 3, 5 and 6)."""
    for index, guarantee in enumerate(request.guarantees):
        path = ("guarantees", str(index))
        yield from _check_medium(guarantee, path, facts)
        if guarantee.amount > 0:
            yield from _LIMITS[guarantee.kind](guarantee, (*path, "amount"), facts)
        if guarantee.kind is PERFORMANCE and not facts.contract.advance_payment_planned:
            message = "契約保証は、前払金の支払いが予定されている契約に限りお申し込みいただけます。"
            yield Problem((*path, "kind"), "ADVANCE_PAYMENT_NOT_PLANNED", message)
    registered = {
        "contractor": (("principal_name", facts.contractor.name), ("principal_address", facts.contractor.address)),
        "obligee": (("obligee_title", facts.obligee.title),),
    }
    for party, printed in registered.items():
        for field, text in printed:
            yield from texts.check_printing(text, ("contract", f"{party}Id"), field)


def _check_contract(contract: ContractRequest) -> Iterator[Problem]:
    if contract.contract_price <= 0:
        yield Problem(("contract", "contractPrice"), "NOT_POSITIVE", "請負金額は1円以上としてください。")
    base = contract.current_fiscal_year_base
    if base is not None and not 0 < base <= max(contract.contract_price, 0):
        message = "今年度対象額は1円以上、請負金額以下としてください。"
        yield Problem(("contract", "currentFiscalYearBase"), "OUT_OF_RANGE", message)
    if contract.period_to < contract.period_from:
        yield Problem(("contract", "periodTo"), "END_BEFORE_START", "工期の終期は、始期以後の日としてください。")
    if (contract.joint_venture_name is None) != (not contract.joint_venture_members):
        message = "共同企業体の名称と構成員は、両方を入力してください。"
        yield Problem(("contract", "jointVentureMembers"), "REQUIRED_TOGETHER", message)
    yield from texts.check(contract, ("contract",), {"project_name": 120, "joint_venture_name": 120})
    yield from texts.check_members(contract.joint_venture_members, ("contract", "jointVentureMembers"))


def _check_kinds(kinds: Sequence[GuaranteeKind]) -> Iterator[Problem]:
    """Rule 1: an advance payment, a performance guarantee, or both; an intermediate one comes after an advance."""
    if not kinds:
        yield Problem(("guarantees",), "REQUIRED", "申し込む保証を1件以上指定してください。")
    for index, kind in enumerate(kinds):
        path = ("guarantees", str(index), "kind")
        if kind in kinds[:index]:
            yield Problem(path, "DUPLICATE", "同じ種類の保証を1件の申込に重ねて指定することはできません。")
        elif kind is INTERMEDIATE and ADVANCE in kinds:
            message = "中間前払金保証は、前払金保証と同じ申込に指定することはできません。"
            yield Problem(path, "NOT_TOGETHER", message)


def _check_guarantee(guarantee: GuaranteeRequest, path: tuple[str, ...]) -> Iterator[Problem]:
    if guarantee.amount <= 0:
        yield Problem((*path, "amount"), "NOT_POSITIVE", "保証金額は1円以上としてください。")
    needed = {
        "depositBank": (guarantee.deposit_bank, guarantee.kind.is_advance, "預託金融機関"),
        "redeposit": (guarantee.redeposit, guarantee.kind.is_advance, "再預託利用区分"),
        "recognizedOn": (guarantee.recognized_on, guarantee.kind is INTERMEDIATE, "発注者の認定日"),
    }
    for name, (value, is_needed, label) in needed.items():
        if is_needed and value is None:
            yield Problem((*path, name), "REQUIRED", f"{label}を入力してください。")
        elif not is_needed and value is not None:
            yield Problem((*path, name), "NOT_APPLICABLE", f"この保証では、{label}は指定できません。")
    yield from texts.check(guarantee, path, {"deposit_bank": 60, "bill_to": 120})


def _check_notice(request: ApplicationRequest) -> Iterator[Problem]:
    """Rule 4."""
    if request.email is None:
        if request.notify_on_completion:
            message = "発行完了のお知らせを希望する場合は、メールアドレスを入力してください。"
            yield Problem(("email",), "REQUIRED", message)
        return
    try:
        as_sent(request.email)
    except MalformedAddress:
        yield Problem(("email",), "MALFORMED", "メールアドレスの形式が正しくありません。")


def _check_medium(guarantee: GuaranteeRequest, path: tuple[str, ...], facts: Facts) -> Iterator[Problem]:
    """Rule 3: electronic only from the day that the obligee accepts it, by the date that it goes by."""
    if guarantee.medium is not Medium.ELECTRONIC:
        return
    acceptance = facts.acceptance(guarantee.kind)
    if acceptance is not None:
        column, label = _BASES[acceptance.basis]
        date = getattr(facts.contract, column)
        if date is None:
            name = texts.name_in_api(column)
            message = f"この発注者は{label}により電子保証の可否を定めています。{label}を入力してください。"
            yield Problem(("contract", name), "REQUIRED", message)
            return
        if date >= acceptance.from_date:
            return
    since = f"（{acceptance.from_date:%Y年%m月%d日}以後の案件から利用できます）" if acceptance else ""
    yield Problem((*path, "medium"), NOT_ACCEPTED, f"この発注者は、この契約では電子保証を受け付けていません{since}。")


def _check_advance(guarantee: GuaranteeRequest, path: tuple[str, ...], facts: Facts) -> Iterator[Problem]:
    """Rule 5: ratio, cap, rounding and minimum price of the obligee; earlier ones on the same contract count."""
    obligee, contract = facts.obligee, facts.contract
    if obligee.minimum_price is not None and contract.contract_price < obligee.minimum_price:
        message = f"この発注者では、請負金額{obligee.minimum_price:,}円以上の契約が前払金の対象です。"
        yield Problem(path, "BELOW_MINIMUM_PRICE", message)
    base, later = contract.base(ADVANCE), facts.sum_of(INTERMEDIATE)
    limit = obligee.advance_payment_limit(base, contract.contract_type)
    if later:
        limit = max(0, min(limit, obligee.combined_limit(base) - later))
    yield from _at_most(guarantee.amount, limit, facts.sum_of(ADVANCE), path)


def _check_intermediate(guarantee: GuaranteeRequest, path: tuple[str, ...], facts: Facts) -> Iterator[Problem]:
    """Rule 5: after an advance payment, up to its own limit and up to that of both together."""
    advances = facts.sum_of(ADVANCE)
    if not advances:
        message = "中間前払金保証は、前払金保証のある契約に限りお申し込みいただけます。"
        yield Problem((*path[:-1], "kind"), "ADVANCE_PAYMENT_MISSING", message)
        return
    earlier, base = facts.sum_of(INTERMEDIATE), facts.contract.base(INTERMEDIATE)
    limit = max(0, min(facts.obligee.intermediate_limit(base), facts.obligee.combined_limit(base) - advances))
    yield from _at_most(guarantee.amount, limit, earlier, path)


def _check_performance(guarantee: GuaranteeRequest, path: tuple[str, ...], facts: Facts) -> Iterator[Problem]:
    """Rule 5: at least the obligee's minimum, raised for low-price bids and labour-only guarantees."""
    contract = facts.contract
    minimum = facts.obligee.performance_minimum(contract.contract_price, raised=contract.low_price_or_labour_only)
    if guarantee.amount < minimum:
        yield Problem(path, "BELOW_MINIMUM", f"契約保証金額は{minimum:,}円以上としてください（請負金額に対する下限）。")
    yield from _at_most(guarantee.amount, contract.contract_price, facts.sum_of(PERFORMANCE), path)


def _at_most(amount: int, limit: int, earlier: int, path: tuple[str, ...]) -> Iterator[Problem]:
    if amount + earlier > limit:
        taken = f"（うち申込済み・保証済み{earlier:,}円）" if earlier else ""
        yield Problem(path, "ABOVE_LIMIT", f"保証金額は、この契約での上限{limit:,}円{taken}を超えることができません。")


_CONTACT_TEXTS = {
    "contact_department": 60,
    "contact_title": 60,
    "contact_name": 60,
    "contact_telephone": 20,
    "message": 2_000,
}
_LIMITS = {ADVANCE: _check_advance, INTERMEDIATE: _check_intermediate, PERFORMANCE: _check_performance}
_BASES = {
    DateBasis.CONTRACT_DATE: ("contract_date", "請負契約日"),
    DateBasis.TENDER_NOTICE_DATE: ("tender_notice_date", "入札公告日"),
    DateBasis.BID_DATE: ("bid_date", "入札日"),
}
