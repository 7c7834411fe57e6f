"""What a change of a contract alters, field by field, as people read it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from models.applying.contract import Contract
from models.enums import ContractType
from models.parties.contracting_officer import ContractingOfficer
from models.parties.obligee import Obligee
from models.texts.trade_terms import CONTRACT_TYPES, terms
from resolvers.applications.changes import shown
from resolvers.text_checks import name_in_api


def labels(contract_type: ContractType) -> Mapping[str, str]:
    """The columns that a change may alter, and their labels for a type of contract."""
    words = terms(contract_type)
    return {
        "obligee_id": "発注者",
        "contracting_officer_id": "被保証者",
        "project_name": words.project_name,
        "contract_type": "契約の種類",
        "contract_price": words.price,
        "current_fiscal_year_base": "今年度対象額",
        "contract_date": words.contract_date,
        "tender_notice_date": "入札公告日",
        "bid_date": "入札日",
        "period_from": f"{words.period}の始期",
        "period_to": f"{words.period}の終期",
        "advance_payment_planned": "前払金の支払予定",
        "low_price_or_labour_only": "低入札・役務的保証の別",
        "joint_venture_name": "共同企業体の名称",
        "joint_venture_members": "共同企業体の構成員",
        "joint_venture_parties": "共同企業体の構成員の詳細",
    }


CHANGEABLE = tuple(labels(ContractType.WORKS))


def values_of(contract: Contract) -> dict[str, Any]:
    """The columns that a change may alter."""
    return {name: getattr(contract, name) for name in CHANGEABLE}


async def between(before: Mapping[str, Any], after: Mapping[str, Any], type_: ContractType) -> list[dict[str, Any]]:
    """What differs in words, in the order of the form; an empty `after` removes everything."""
    ids = {value for values in (before, after) for value in values.values() if isinstance(value, UUID)}
    names = {row.id: row.name for row in await Obligee.filter(id__in=list(ids))}
    names |= {row.id: row.title for row in await ContractingOfficer.filter(id__in=list(ids))}
    words = {name: (_shown(before.get(name), names), _shown(after.get(name), names)) for name in CHANGEABLE}
    return [
        {"path": [name_in_api(name)], "label": label, "before": words[name][0], "after": words[name][1]}
        for name, label in labels(type_).items()
        if words[name][0] != words[name][1]
    ]


def _shown(value: Any, names: Mapping[UUID, str]) -> str | None:
    if isinstance(value, ContractType):
        return CONTRACT_TYPES[value]
    if isinstance(value, list):
        members: list[Any] = value
        return "、".join(each if isinstance(each, str) else _member(each) for each in members) or None
    return shown(value, names)


def _member(known: Mapping[str, Any]) -> str:
    share, number = known["share_percent"], known["corporate_number"]
    told = (
        known["address"],
        None if share is None else f"出資割合{share:g}％",
        None if number is None else f"法人番号{number}",
    )
    details = "、".join(filter(None, told))
    return f"{known['name']}（{details}）" if details else known["name"]
