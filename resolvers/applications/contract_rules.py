"""Consistency rules for the contract of an application (domain rule 13)."""

import datetime
from collections.abc import Iterator

from models.applying.contract import MOST_MEMBERS, Contract
from models.commands import ContractRequest
from models.errors import Problem
from models.texts import normalization, search_text
from models.texts.trade_terms import BOTH, Terms, terms
from resolvers import text_checks
from resolvers.findings import Rule

FEWEST_MEMBERS = 2


def _price(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    if contract.contract_price <= 0:
        message = f"{_terms(contract).price}は1円以上としてください。"
        yield Problem(("contract", "contractPrice"), "NOT_POSITIVE", message)


def _base(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    base = contract.current_fiscal_year_base
    if base is not None and base > contract.contract_price:
        yield _base_problem(contract)


def _base_is_positive(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    base = contract.current_fiscal_year_base
    if base is not None and base <= 0:
        yield _base_problem(contract)


def _period(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    if contract.period_to < contract.period_from:
        message = f"{_terms(contract).period}の終期は、始期以後の日としてください。"
        yield Problem(("contract", "periodTo"), "END_BEFORE_START", message)


def _made(contract: ContractRequest, today: datetime.date) -> Iterator[Problem]:
    if contract.contract_date > today:
        message = f"{_terms(contract).contract_date}に将来の日付は指定できません。"
        yield Problem(("contract", "contractDate"), "IN_THE_FUTURE", message)


def _made_in_time(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    if contract.contract_date > contract.period_to:
        date, period = _terms(contract).contract_date, _terms(contract).period
        message = f"{date}は、{period}の終期以前の日としてください。"
        yield Problem(("contract", "contractDate"), "AFTER_PERIOD", message)


def _period_not_over(contract: ContractRequest, today: datetime.date) -> Iterator[Problem]:
    if contract.period_to < today:
        yield _over(_terms(contract), ("contract", "periodTo"))


def _bid_before(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    if contract.bid_date is not None and contract.bid_date > contract.contract_date:
        yield Problem(("contract", "bidDate"), "AFTER_CONTRACT", "入札日は、契約日以前の日としてください。")


def _tender_notice_before(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    notice = contract.tender_notice_date
    if notice is not None and notice > (contract.bid_date or contract.contract_date):
        before = "入札日" if contract.bid_date else "契約日"
        message = f"入札公告日は、{before}以前の日としてください。"
        yield Problem(("contract", "tenderNoticeDate"), "AFTER_BID", message)


def _venture(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    if (contract.joint_venture_name is None) != (not contract.joint_venture_members):
        message = "共同企業体の名称と構成員は、両方を入力してください。"
        yield Problem(("contract", "jointVentureMembers"), "REQUIRED_TOGETHER", message)


def _members(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    members = contract.joint_venture_members
    if len(members) > MOST_MEMBERS:
        message = f"共同企業体の構成員は{MOST_MEMBERS}者以内としてください。"
        yield Problem(("contract", "jointVentureMembers"), "TOO_MANY", message)
        return
    if len(members) == 1:
        message = f"共同企業体の構成員は{FEWEST_MEMBERS}者以上としてください。"
        yield Problem(("contract", "jointVentureMembers"), "TOO_FEW", message)
    folded = [fold_name(member) for member in members]
    for index, name in enumerate(folded):
        if name in folded[:index]:
            message = "同じ構成員が重ねて入力されています。"
            yield Problem(("contract", "jointVentureMembers", str(index)), "DUPLICATE", message)


def _texts(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    yield from text_checks.check(contract, ("contract",), text_checks.lengths_of(contract, "contract"))
    if len(contract.joint_venture_members) <= MOST_MEMBERS:
        yield from text_checks.check_members(contract.joint_venture_members, ("contract", "jointVentureMembers"))


def check_lead_member(contract: Contract, name: str) -> Iterator[Problem]:
    """The contractor of that name represents the joint venture, so it must be the lead member."""
    if contract.joint_venture_members and fold_name(contract.joint_venture_members[0]) != fold_name(name):
        message = f"共同企業体の代表者（構成員の1番目）は、申込者（{name}）としてください。"
        yield Problem(("contract", "jointVentureMembers", "0"), "NOT_THE_APPLICANT", message)


def check_registered(contract: Contract, today: datetime.date) -> Iterator[Problem]:
    """Rules that a contract can violate after its registration, because time passes."""
    if contract.period_to < today:
        yield _over(terms(contract.contract_type), ("contractId",))


def fold_name(name: str) -> str:
    """The name of a company without differences of notation and of kanji forms."""
    return search_text.fold(normalization.normalise_name(name))


def _base_problem(contract: ContractRequest) -> Problem:
    message = f"今年度対象額は1円以上、{_terms(contract).price}以下としてください。"
    return Problem(("contract", "currentFiscalYearBase"), "OUT_OF_RANGE", message)


def _terms(contract: ContractRequest) -> Terms:
    """How the contract is spoken of, also while its type is not given."""
    return terms(contract.contract_type) if contract.contract_type else BOTH


def _over(words: Terms, path: tuple[str, ...]) -> Problem:
    message = f"{words.period}が終了した契約については、お申し込みいただけません。"
    return Problem(path, "PERIOD_OVER", message)


RULES = (
    Rule(_price, ("contract.contractPrice",)),
    Rule(_base, ("contract.contractPrice",)),
    Rule(_base_is_positive),
    Rule(_period, ("contract.periodFrom", "contract.periodTo")),
    Rule(_made, ("contract.contractDate",)),
    Rule(_made_in_time, ("contract.contractDate", "contract.periodTo")),
    Rule(_period_not_over, ("contract.periodTo",)),
    Rule(_bid_before, ("contract.contractDate",)),
    Rule(_tender_notice_before, ("contract.contractDate", "contract.bidDate")),
    Rule(_venture),
    Rule(_texts),
    Rule(_members, ("contract.jointVentureMembers",)),
)
"""Rules for a contract to be registered, each with the request and the day as parameters."""
LEAD_MEMBER = Rule(check_lead_member, ("contract.jointVentureMembers",))
