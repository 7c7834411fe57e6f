"""Consistency rules for the contract of an application (domain rule 13)."""

import datetime
from collections.abc import Iterator

from models.applying.contract import Contract
from models.commands import ContractRequest
from models.errors import Problem
from models.texts.trade_terms import BOTH, Terms, terms
from resolvers import text_checks
from resolvers.applications import venture_rules
from resolvers.findings import Rule


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


def _texts(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    yield from text_checks.check(contract, ("contract",), text_checks.lengths_of(contract, "contract"))


def check_registered(contract: Contract, today: datetime.date) -> Iterator[Problem]:
    """Rules that a contract can violate after its registration, because time passes."""
    if contract.period_to < today:
        yield _over(terms(contract.contract_type), ("contractId",))


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
    Rule(_texts),
    *venture_rules.RULES,
)
"""Rules for a contract to be registered, each with the request and the day as parameters."""
