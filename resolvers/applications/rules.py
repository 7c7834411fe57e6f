"""The rules for applications, by their numbers in the domain description: all problems are reported."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.applying.contract import MOST_GUARANTEES, Contract
from models.applying.fiscal_year_base import FiscalYearBase
from models.commands import ApplicationRequest, ContractRequest, GuaranteeRequest, missing
from models.content.certificate_content import texts_from
from models.enums import GuaranteeKind, Medium
from models.errors import Problem
from models.guarantee import Guarantee
from models.parties.bill_to import BillTo
from models.parties.contracting_officer import ContractingOfficer
from models.parties.contractor import Contractor
from models.parties.obligee import DateBasis, ElectronicAcceptance, Obligee
from models.texts import date_wording
from models.texts.mail_addresses import MalformedAddress, as_sent
from models.texts.trade_terms import CONTRACT_TYPES, PRODUCTS, terms
from resolvers import text_checks
from resolvers.applications import contract_rules, contracting_officers, venture_rules
from resolvers.applications.form_rules import base_of_form, billing_rules
from resolvers.findings import Findings, Rule
from resolvers.guarantees import rules_between
from resolvers.guarantees.rules_between import ADVANCE, INTERMEDIATE, Moving, Other, Situation, Stage

NOT_ACCEPTED = "OBLIGEE_DOES_NOT_ACCEPT_ELECTRONIC"


@dataclass(frozen=True)
class RuleContext:
    """What the rules need. While a form is filled in, fields of the contract (registered or new) may be missing."""

    contract: Contract
    contractor: Contractor
    obligee: Obligee | None
    acceptances: Sequence[ElectronicAcceptance]
    earlier: Sequence[Guarantee]
    base: FiscalYearBase
    """What its advance payments are measured against."""
    bases: Mapping[UUID, FiscalYearBase]
    """The same of the contract's applications, by their ids."""
    bill_tos: Mapping[UUID, BillTo]
    """Entries of the register that the form names."""
    officers: Sequence[ContractingOfficer] = ()
    registered: Sequence[Contractor] = ()
    """The companies with the corporate numbers of the joint venture's members."""
    may_pay_monthly: bool | None = None
    """Whether the surety allows 一括納付; None while no surety is chosen. The officers are the obligee's."""

    def acceptance(self, kind: GuaranteeKind) -> ElectronicAcceptance | None:
        """The obligee's acceptance for this kind and the contract's type."""
        fitting = ((a.kind, a.contract_type) == (kind, self.contract.contract_type) for a in self.acceptances)
        return next((a for a, fits in zip(self.acceptances, fitting, strict=True) if fits), None)

    def accepted_from(self, request: GuaranteeRequest) -> datetime.date | None:
        """The day from which this guarantee is accepted electronically; None if it never is."""
        acceptance = self.acceptance(request.kind)
        return acceptance.from_date if acceptance else None

    def situation(self, today: datetime.date) -> Situation:
        """The stage of an application."""
        others = [Other(each.kind, each.status, each.amount, self.bases[each.application_id]) for each in self.earlier]
        # Rules about limits are not asked without an obligee.
        limits = (self.obligee or Obligee()).limits
        return Situation(Stage.APPLICATION, today, self.contract.terms, limits, self.base, others)


def check_form(
    request: ApplicationRequest, today: datetime.date, findings: Findings, *, kept_year: int | None = None
) -> None:
    """Rules that need only the form (rules 1, 4 and 13, and the shape of texts)."""
    if (request.contract_id is None) == (request.contract is None):
        message = "登録済みの契約と新しい契約の、どちらか一方を指定してください。"
        findings.add([Problem(("contract",), "EXACTLY_ONE", message)])
    elif request.contract is not None:
        findings.add(_check_missing(request.contract, ("contract",)))
        findings.ask(contract_rules.RULES, request.contract, today)
    findings.add(_check_kinds([guarantee.kind for guarantee in request.guarantees]))
    for index, guarantee in enumerate(request.guarantees):
        findings.add(_check_missing(guarantee, ("guarantees", str(index))))
        findings.ask(_OF_A_GUARANTEE, guarantee, item=("guarantees", str(index)))
    findings.add(base_of_form.check_form(request, today, kept_year))
    findings.add(_check_missing(request, ()))
    findings.add(billing_rules.check_delivery(request))
    findings.add(_check_notice(request))
    findings.add(text_checks.check(request, (), _CONTACT_TEXTS))


def check_rules(request: ApplicationRequest, context: RuleContext, today: datetime.date, findings: Findings) -> None:
    """Rules that need the contract, the obligee and earlier guarantees (rules 3, 5, 6, 12 and 13)."""
    if request.contract_id is not None or request.contract is None:
        findings.add(contract_rules.check_registered(context.contract, today))
        findings.add(_check_number(request, context))
    else:
        venture_rules.ask_register(findings, request.contract, context.contractor, context.registered)
        findings.ask([contracting_officers.CHOICE], request.contract, context.officers)
    findings.add(_check_dates(request, context))
    findings.ask(base_of_form.WITH_CONTRACT, request, context.contract)
    situation = context.situation(today)
    if any(each.kind and each.kind.is_advance for each in request.guarantees):
        findings.ask([_BASE], situation)
    for index, guarantee in enumerate(request.guarantees):
        item = ("guarantees", str(index))
        findings.ask([_MEDIUM], guarantee, context, item=item)
        findings.ask([billing_rules.REGISTERED], guarantee, context.bill_tos, item=item)
        findings.ask([billing_rules.MONTHLY], guarantee, context.may_pay_monthly, item=item)
        moving = Moving(guarantee.kind, guarantee.amount, guarantee.recognized_on)
        findings.ask(rules_between.RULES, moving, situation, item=item)
    for column, field in texts_from("contractor").items():
        text = getattr(context.contractor, column)
        findings.add(text_checks.check_printing(text, ("contract", "contractorId"), field.name))
    findings.add(contracting_officers.check_title(context.contract, context.obligee, context.officers))


def _check_missing(
    data: ApplicationRequest | ContractRequest | GuaranteeRequest, path: tuple[str, ...]
) -> Iterator[Problem]:
    for name in missing(data):
        yield Problem((*path, text_checks.name_in_api(name)), "REQUIRED", "入力してください。")


def _check_kinds(kinds: Sequence[GuaranteeKind]) -> Iterator[Problem]:
    """Rule 1: an advance payment, a performance guarantee, or both; an intermediate one follows an advance."""
    if not kinds:
        yield Problem(("guarantees",), "REQUIRED", "申し込む保証を1件以上指定してください。")
    for index, kind in enumerate(kinds):
        path = ("guarantees", str(index), "kind")
        if kind and kind in kinds[:index]:
            yield Problem(path, "DUPLICATE", "同じ種類の保証を1件の申込に重ねて指定することはできません。")
        elif kind is INTERMEDIATE and ADVANCE in kinds:
            message = "中間前払金保証は、前払金保証と同じ申込に指定することはできません。"
            yield Problem(path, "NOT_TOGETHER", message)


def _check_number(request: ApplicationRequest, context: RuleContext) -> Iterator[Problem]:
    """The maximum of a contract, including guarantees that were withdrawn, returned or declined (our decision)."""
    if len(context.earlier) + len(request.guarantees) > MOST_GUARANTEES:
        message = f"1件の契約についてお申し込みいただける保証は、取下げ等を含めて{MOST_GUARANTEES}件までです。"
        yield Problem(("contractId",), "TOO_MANY", message)


def _check_amount(guarantee: GuaranteeRequest) -> Iterator[Problem]:
    if guarantee.amount <= 0:
        yield Problem(("amount",), "NOT_POSITIVE", "保証金額は1円以上としてください。")


def _check_needed(guarantee: GuaranteeRequest) -> Iterator[Problem]:
    needed = {
        "depositBank": (guarantee.deposit_bank, guarantee.kind.is_advance, "預託金融機関"),
        "redeposit": (guarantee.redeposit, guarantee.kind.is_advance, "再預託利用区分"),
        "recognizedOn": (guarantee.recognized_on, guarantee.kind is INTERMEDIATE, "発注者の認定日"),
    }
    for name, (value, is_needed, label) in needed.items():
        if is_needed and value is None:
            yield Problem((name,), "REQUIRED", f"{label}を入力してください。")
        elif not is_needed and value is not None:
            yield Problem((name,), "NOT_APPLICABLE", f"この保証では、{label}は指定できません。")


def _check_bank(guarantee: GuaranteeRequest) -> Iterator[Problem]:
    yield from text_checks.check(guarantee, (), text_checks.lengths_of(guarantee, "guarantee"))


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


def _check_dates(request: ApplicationRequest, context: RuleContext) -> Iterator[Problem]:
    """Rule 3: the date by which the obligee decides must be known; each date is checked once."""
    electronic = [each for each in request.guarantees if each.medium is Medium.ELECTRONIC]
    acceptances = [acceptance for each in electronic if (acceptance := context.acceptance(each.kind))]
    for basis in dict.fromkeys(acceptance.basis for acceptance in acceptances):
        column, label = _basis(basis, context)
        # Every contract has the date of the contract, or it is missing already.
        if getattr(context.contract, column) is not None or basis is DateBasis.CONTRACT_DATE:
            continue
        decides = f"この発注者は{label}により電子保証の可否を定めています。"
        if request.contract_id is None:
            path = ("contract", text_checks.name_in_api(column))
            yield Problem(path, "REQUIRED", f"{decides}{label}を入力してください。")
        else:
            message = f"{decides}登録済みの契約に{label}がないため、証書（紙）を選択してください。"
            yield Problem(("contractId",), "DATE_MISSING", message)


def _check_medium(guarantee: GuaranteeRequest, context: RuleContext) -> Iterator[Problem]:
    """Rule 3: electronic only from the obligee's acceptance day, compared with the date that it uses."""
    if guarantee.medium is not Medium.ELECTRONIC:
        return
    acceptance = context.acceptance(guarantee.kind)
    if acceptance is None:
        what = f"{CONTRACT_TYPES[context.contract.contract_type]}の{PRODUCTS[guarantee.kind]}については、"
        scope = what if context.acceptances else ""
        message = f"この発注者は、{scope}電子保証に対応していません。証書（紙）を選択してください。"
        yield Problem(("medium",), NOT_ACCEPTED, message)
        return
    if accepts_electronic(guarantee.kind, context) is False:
        since = f"（{date_wording.in_japanese(acceptance.from_date)}以後の案件から利用できます）"
        yield Problem(("medium",), NOT_ACCEPTED, f"この発注者は、この契約では電子保証を受け付けていません{since}。")


def accepts_electronic(kind: GuaranteeKind, context: RuleContext) -> bool | None:
    """Whether the obligee accepts an electronic guarantee for the contract; None if the deciding date is missing."""
    acceptance = context.acceptance(kind)
    if acceptance is None:
        return False
    column, _ = _basis(acceptance.basis, context)
    date = getattr(context.contract, column)
    return None if date is None else date >= acceptance.from_date


def _basis(basis: DateBasis, context: RuleContext) -> tuple[str, str]:
    """The column and the label of the date by which an obligee decides."""
    if basis is DateBasis.CONTRACT_DATE:
        return "contract_date", terms(context.contract.contract_type).contract_date
    return ("bid_date", "入札日") if basis is DateBasis.BID_DATE else ("tender_notice_date", "入札公告日")


_BASE = Rule(rules_between.check_base, rules_between.BASE)
_OF_A_GUARANTEE = (
    Rule(_check_amount, (".amount",)),
    Rule(_check_needed, (".kind",)),
    Rule(_check_bank, (".depositBank",)),
    billing_rules.BILL_TO,
)
_MEDIUM = Rule(
    _check_medium,
    (
        *(".kind", ".medium", "contract.contractType", "contract.obligeeId"),
        *("contract.contractDate", "contract.tenderNoticeDate", "contract.bidDate"),
    ),
)
_CONTACT_TEXTS = {
    **dict.fromkeys(("contact_department", "contact_title", "contact_name"), 60),
    "contact_telephone": 20,
    "message": 2_000,
}
