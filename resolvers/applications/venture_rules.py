"""Rules for the members of a joint venture (domain rule 13; docs/decisions/0039-members-read-along.md)."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from models.applying.contract import MOST_MEMBERS, Contract
from models.commands import ContractRequest, MemberRequest, missing
from models.errors import Problem
from models.parties.contractor import Contractor
from models.texts import normalization, search_text
from pdf.documents import printable_texts
from pdf.documents.document_data import Member
from resolvers import text_checks
from resolvers.findings import Findings, Rule

FEWEST_MEMBERS = 2
LONGEST_ADDRESS = 200
"""Characters: that of a contractor's address."""
CORPORATE_NUMBER = re.compile("[0-9]{13}")
_HUNDREDTHS = 100
_TOLERANCE = 1e-6


def fold_name(name: str) -> str:
    """The name of a company without differences of notation and of kanji forms."""
    return search_text.fold(normalization.normalise_name(name))


def corporate_numbers(contract: ContractRequest | None) -> list[str]:
    """The well-formed corporate numbers of a contract's members."""
    given = (member.corporate_number for member in contract.joint_venture_parties) if contract else ()
    return [number for number in given if number and CORPORATE_NUMBER.fullmatch(number)]


def stored(contract: ContractRequest, contractor: Contractor, registered: Iterable[Contractor]) -> list[dict[str, Any]]:
    """The members as a contract stores them; none where only names are given.

    The lead is the contractor. `registered` has the companies with their corporate numbers.
    """
    by_number = {company.corporate_number: company for company in registered}
    parties: list[dict[str, Any]] = []
    for index, member in enumerate(contract.joint_venture_parties):
        company = contractor if index == 0 else by_number.get(member.corporate_number)
        parties.append(
            {
                "name": member.name,
                "address": contractor.address if index == 0 else member.address,
                "share_percent": member.share_percent,
                "is_lead": index == 0,
                "corporate_number": contractor.corporate_number if index == 0 else member.corporate_number,
                "contractor_id": str(company.id) if company else None,
            }
        )
    return parties


def merged(contract: Contract, given: ContractRequest) -> dict[str, Any]:
    """The members of a contract that is changed: those that are given, in one list or the other, or its own.

    Neither list of `given` has to be there. The lead's address and number are those of the register.
    """
    lists = {name: getattr(given, name) for name in ("joint_venture_members", "joint_venture_parties")}
    if all(members is None for members in lists.values()):
        known = tuple(map(_known, contract.joint_venture_parties))
        lists = {
            "joint_venture_members": () if known else contract.joint_venture_members,
            "joint_venture_parties": known,
        }
    return {name: tuple(members or ()) for name, members in lists.items()}


def _known(stored_: Mapping[str, Any]) -> MemberRequest:
    own = ("name", "share_percent") if stored_["is_lead"] else ("name", "address", "share_percent", "corporate_number")
    return MemberRequest(**{name: stored_[name] for name in own})


def ask_register(
    findings: Findings, contract: ContractRequest, contractor: Contractor, registered: Iterable[Contractor]
) -> None:
    """The contractor represents the joint venture, so it is the first member; numbers are those of their companies.

    `registered` has the companies with the members' corporate numbers.
    """
    by_number = {company.corporate_number: company for company in registered}
    for index, member in enumerate(contract.members):
        company = contractor if index == 0 else by_number.get(member.corporate_number)
        if company is not None:
            rule = _LEAD if index == 0 else _COMPANY
            findings.ask([rule], contract, member, contractor, company, item=_path(contract, index))


def _check_lead(
    contract: ContractRequest, lead: MemberRequest, contractor: Contractor, _: Contractor
) -> Iterator[Problem]:
    if fold_name(lead.name) != fold_name(contractor.name):
        message = f"共同企業体の代表者（構成員の1番目）は、申込者（{contractor.name}）としてください。"
        yield Problem(("name",) if contract.joint_venture_parties else (), "NOT_THE_APPLICANT", message)
    if lead.address and search_text.fold(lead.address) != search_text.fold(contractor.address):
        message = (
            f"代表者の住所は、登録されている住所（{contractor.address}）です。空欄とするか、同じ住所としてください。"
        )
        yield Problem(("address",), "NOT_THE_APPLICANT", message)
    if lead.corporate_number and lead.corporate_number != (contractor.corporate_number or lead.corporate_number):
        message = "代表者の法人番号が、申込者の法人番号と異なります。"
        yield Problem(("corporateNumber",), "NOT_THE_APPLICANT", message)


def _check_company(
    _: ContractRequest, member: MemberRequest, contractor: Contractor, company: Contractor
) -> Iterator[Problem]:
    """An error in a number must not let the staff of a stranger read the contract."""
    if company.id == contractor.id:
        yield Problem(("corporateNumber",), "DUPLICATE", "代表者の法人番号が重ねて入力されています。")
    elif fold_name(member.name) != fold_name(company.name):
        message = "この法人番号は、別の名称の会社のものです。構成員の名称と法人番号をご確認ください。"
        yield Problem(("corporateNumber",), "OTHER_COMPANY", message)


def _one_list(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    if contract.joint_venture_parties and contract.joint_venture_members:
        message = "共同企業体の構成員は、名称だけの一覧と詳細の一覧の、どちらか一方で入力してください。"
        yield Problem(("contract", "jointVentureParties"), "NOT_TOGETHER", message)


def _named(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    if (contract.joint_venture_name is None) != (not contract.members):
        message = "共同企業体の名称と構成員は、両方を入力してください。"
        yield Problem(_path(contract), "REQUIRED_TOGETHER", message)


def _texts(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    if len(contract.members) > MOST_MEMBERS:
        return
    problems = [
        problem for index, member in enumerate(contract.members) for problem in _texts_of(contract, index, member)
    ]
    if contract.members and not problems:
        field, text = _as_printed(contract.members)
        problems = list(text_checks.check_printing(text, _path(contract), field))
    yield from problems


def _texts_of(contract: ContractRequest, index: int, member: MemberRequest) -> Iterator[Problem]:
    for name in missing(member):
        yield Problem(_path(contract, index, name), "REQUIRED", "入力してください。")
    for name, length in {"name": text_checks.LONGEST_NAME, "address": LONGEST_ADDRESS}.items():
        if (text := getattr(member, name)) is not None:
            yield from text_checks.check_member(text, _path(contract, index, name), length)
    if member.corporate_number is not None and not CORPORATE_NUMBER.fullmatch(member.corporate_number):
        message = "法人番号は13桁の数字で入力してください。"
        yield Problem(_path(contract, index, "corporateNumber"), "MALFORMED", message)


def _count(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    if len(contract.members) > MOST_MEMBERS:
        message = f"共同企業体の構成員は{MOST_MEMBERS}者以内としてください。"
        yield Problem(_path(contract), "TOO_MANY", message)
        return
    if len(contract.members) == 1:
        message = f"共同企業体の構成員は{FEWEST_MEMBERS}者以上としてください。"
        yield Problem(_path(contract), "TOO_FEW", message)
    names = [member.name and fold_name(member.name) for member in contract.members]
    numbers = [member.corporate_number for member in contract.members]
    for part, values in (("name", names), ("corporateNumber", numbers)):
        for index, value in enumerate(values):
            if value and value in values[:index]:
                message = "同じ構成員が重ねて入力されています。"
                yield Problem(_path(contract, index, part), "DUPLICATE", message)


def _each_share(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    for index, member in enumerate(contract.members):
        share, path = member.share_percent, _path(contract, index, "sharePercent")
        if share is None:
            continue
        if share <= 0:
            yield Problem(path, "NOT_POSITIVE", "出資割合は0％より大きい値としてください。")
        elif share > 100:  # noqa: PLR2004 -- percent
            yield Problem(path, "OUT_OF_RANGE", "出資割合は100％以下としてください。")
        elif abs(share * _HUNDREDTHS - _hundredths(share)) > _TOLERANCE:
            yield Problem(path, "MALFORMED", "出資割合は0.01％単位で入力してください。")


def _shares_together(contract: ContractRequest, _: datetime.date) -> Iterator[Problem]:
    """Of all members or of none, and 100 % in all."""
    shares = [member.share_percent for member in contract.members]
    if not any(shares):
        return
    for index, share in enumerate(shares):
        if share is None:
            message = "出資割合は、すべての構成員について入力するか、すべて空欄としてください。"
            yield Problem(_path(contract, index, "sharePercent"), "REQUIRED", message)
    total = sum(_hundredths(share) for share in shares if share is not None)
    if None not in shares and total != 100 * _HUNDREDTHS:
        message = f"出資割合の合計は100％としてください（現在{total / _HUNDREDTHS:g}％）。"
        yield Problem(_path(contract), "NOT_WHOLE", message)


def _as_printed(members: Sequence[MemberRequest]) -> tuple[str, str]:
    # The address of the lead stands above the members.
    printed = [
        Member(member.name, member.address if index else None, member.share_percent)
        for index, member in enumerate(members)
    ]
    return printable_texts.list_members(printed)


def _hundredths(share: float) -> int:
    return round(share * _HUNDREDTHS)


def _path(contract: ContractRequest, index: int | None = None, part: str | None = None) -> tuple[str, ...]:
    """The list of members that was given, a member in it, or a part of the member."""
    place = () if index is None else (str(index),)
    if contract.joint_venture_parties:
        return ("contract", "jointVentureParties", *place, *(() if part is None else (part,)))
    return ("contract", "jointVentureMembers", *place)


RULES = (
    Rule(_one_list),
    Rule(_named, ("contract.jointVentureParties",)),
    Rule(_texts),
    Rule(_count, ("contract.jointVentureMembers", "contract.jointVentureParties")),
    Rule(_each_share),
    Rule(_shares_together, ("contract.jointVentureParties",)),
)
"""Each with the request and the day as parameters."""
_LEAD = Rule(_check_lead, ("contract.jointVentureMembers", ".name", ".address", ".corporateNumber"))
_COMPANY = Rule(_check_company, (".name", ".corporateNumber"))
