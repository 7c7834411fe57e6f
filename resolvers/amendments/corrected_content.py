"""The content of a certificate after its correction, the rules that it must meet, and the rows that it came from."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from models import expiry
from models.certificate import Certificate
from models.content.certificate_content import BY_NAME
from models.content.corrections import CertificateCorrections
from models.enums import Medium
from models.errors import InvalidInput, Problem
from models.parties.obligee import DateBasis
from models.texts import date_wording
from models.texts.trade_terms import terms as terms_of
from resolvers import text_checks
from resolvers.amendments import amended_terms
from resolvers.amendments.store_terms import Locked
from resolvers.applications.rules import NOT_ACCEPTED
from resolvers.guarantees import contract_state
from resolvers.parties import dated_rules

OF_CONTRACT = ("joint_venture_name", "project_name", "contract_price", "period_from", "period_to", "contract_date")
"""What is copied from the contract. Names of parties are changed in their registers."""
OPTIONAL = ("joint_venture_name", "deposit_bank")


def replaced(corrections: CertificateCorrections, current: Certificate, today: datetime.date) -> Mapping[str, Any]:
    """What differs from the version. Raises InvalidInput if nothing does, or if it is not sound."""
    given = {name: value for name, value in vars(corrections).items() if value is not None}
    different = {name: value for name, value in given.items() if value != getattr(current, name)}
    if not different:
        raise InvalidInput([Problem((), "NOTHING_DIFFERS", "現在の証書から訂正する項目がありません。")])
    problems = [*_of_texts(corrections, different, current), *_of_sums_and_days(different, current, today)]
    if problems:
        raise InvalidInput(problems)
    return different


async def mend_sources(rows: Locked, replaced: Mapping[str, Any], current: Certificate, today: datetime.date) -> None:
    """Replace the same in guarantee and contract where they have the same error: the next amendment copies them.

    They are not stored. Raises InvalidInput.
    """
    contract, guarantee = rows.contract, rows.guarantee
    await _require_accepted(rows, replaced.get("contract_date"), today)
    if "deposit_bank" in replaced:
        guarantee.deposit_bank = replaced["deposit_bank"]
    changed = {
        name: replaced[name]
        for name in OF_CONTRACT
        if name in replaced and getattr(contract, name) == getattr(current, name)
    }
    await amended_terms.change_contract(contract, changed)
    if "contract_price" in changed:
        await _require_price(rows, today)


async def _require_accepted(rows: Locked, contract_date: datetime.date | None, today: datetime.date) -> None:
    """The obligee accepts electronic guarantees for contracts of the corrected date (rule 3). Raises InvalidInput.

    By its rules of the day of the application, as at the issue.
    """
    contract, guarantee, application = rows.contract, rows.guarantee, rows.application
    if contract_date is None or guarantee.medium is not Medium.ELECTRONIC:
        return
    rules = await dated_rules.of(contract.obligee_id)
    for each in rules.accepted(application.submitted_on or today):
        is_asked = (each.kind, each.contract_type) == (guarantee.kind, contract.contract_type)
        if is_asked and each.basis is DateBasis.CONTRACT_DATE and contract_date < each.from_date:
            since = date_wording.in_japanese(each.from_date)
            message = f"この発注者は、{since}より前に締結された契約では電子保証を受け付けていません。"
            raise InvalidInput([Problem(("contractDate",), NOT_ACCEPTED, message)])


async def _require_price(rows: Locked, today: datetime.date) -> None:
    """The price of the mended contract carries the amount, which is not corrected. Raises InvalidInput."""
    contract, guarantee, application = rows.contract, rows.guarantee, rows.application
    base = contract.current_fiscal_year_base
    if base is not None and contract.contract_price < base:
        message = f"{terms_of(contract.contract_type).price}は、今年度対象額（{base:,}円）以上としてください。"
        raise InvalidInput([Problem(("contractPrice",), "BELOW_BASE", message, base)])
    guarantee.base_amount = application.base.of(guarantee.kind, contract.contract_price)
    problems = await contract_state.amendment_problems(
        guarantee, contract, is_raised=False, submitted_on=application.submitted_on or today, today=today
    )
    if problems:
        raise InvalidInput([problem._replace(path=("contractPrice",)) for problem in problems])


def _of_texts(
    corrections: CertificateCorrections, replaced: Mapping[str, Any], current: Certificate
) -> Iterator[Problem]:
    lengths = {name: length for name in replaced if (length := BY_NAME[name].length)}
    if problems := list(text_checks.check(corrections, (), lengths)):
        yield from problems
        return
    for name in OPTIONAL:
        if name in replaced and getattr(current, name) is None:
            yield Problem((text_checks.name_in_api(name),), "NOT_APPLICABLE", "この証書にはない項目です。")


def _of_sums_and_days(replaced: Mapping[str, Any], current: Certificate, today: datetime.date) -> Iterator[Problem]:
    words = terms_of(current.contract_type)
    if replaced.get("contract_price", 1) <= 0:
        yield Problem(("contractPrice",), "NOT_POSITIVE", f"{words.price}は1円以上としてください。")
    days: list[datetime.date] = [
        replaced.get(name, getattr(current, name)) for name in ("period_from", "period_to", "contract_date")
    ]
    first, last, made = days
    if last < first:
        yield Problem(("periodTo",), "END_BEFORE_START", f"{words.period}の終期は、始期以後の日としてください。")
    if made > today:
        yield Problem(("contractDate",), "IN_THE_FUTURE", f"{words.contract_date}に将来の日付は指定できません。")
    elif made > last:
        message = f"{words.contract_date}は、{words.period}の終期以前の日としてください。"
        yield Problem(("contractDate",), "AFTER_PERIOD", message)
    if not last <= current.expiry_date <= expiry.years_after(last, expiry.MOST_YEARS):
        message = f"{words.period}の終期に対して、保証期限が正しくありません。変更の手続をお取りください。"
        yield Problem(("periodTo",), "EXPIRY_OUT_OF_BOUNDS", message)
