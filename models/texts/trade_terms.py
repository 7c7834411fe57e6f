"""What papers, pages and mails call the parts of a contract: works (工事) and services (業務委託) have other words."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.enums import ContractType


@dataclass(frozen=True)
class Terms:
    """Labels for one type of contract (domain rule 16)."""

    project_name: str
    period: str
    price: str
    contract: str
    contract_date: str


_TERMS: Mapping[ContractType, Terms] = {
    ContractType.WORKS: Terms("工事名", "工期", "請負金額", "請負契約", "請負契約日"),
    ContractType.SERVICES: Terms("業務名", "履行期間", "業務委託料", "業務委託契約", "契約日"),
}


def terms(contract_type: ContractType) -> Terms:
    """The labels for a type of contract."""
    return _TERMS[contract_type]


BOTH = Terms("工事名・業務名", "工期・履行期間", "請負金額・業務委託料", "契約", "契約日")
"""The labels of a list in which both types stand."""

CONTRACTORS: Mapping[ContractType, str] = {ContractType.WORKS: "請負者", ContractType.SERVICES: "受注者"}
"""What a contractor is called towards others."""
