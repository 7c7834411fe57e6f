"""Terms on papers and pages, in mails and files: they differ between works (工事) and services (業務委託)."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.enums import ContractType, GuaranteeKind


@dataclass(frozen=True)
class Label:
    """The term for works, for services, and in a list of both (domain rule 16)."""

    works: str
    services: str
    both: str

    def of(self, contract_type: ContractType) -> str:
        """The term for a type of contract."""
        return self.works if contract_type is ContractType.WORKS else self.services


def label(works: str, services: str | None = None, *, both: str | None = None) -> Label:
    """A label; without `services` the same for both types, without `both` the two joined in lists."""
    if services is None:
        return Label(works, works, works)
    return Label(works, services, both or f"{works}・{services}")


PROJECT_NAME = label("工事名", "業務名")
PERIOD = label("工期", "履行期間")
PRICE = label("請負金額", "業務委託料")
CONTRACT = label("請負契約", "業務委託契約", both="契約")
CONTRACT_DATE = label("請負契約日", "契約日", both="契約日")


@dataclass(frozen=True)
class Terms:
    """Labels of the fields of a contract."""

    project_name: str
    period: str
    price: str
    contract: str
    contract_date: str


_LABELS = (PROJECT_NAME, PERIOD, PRICE, CONTRACT, CONTRACT_DATE)
_TERMS = {type_: Terms(*(each.of(type_) for each in _LABELS)) for type_ in ContractType}


def terms(contract_type: ContractType) -> Terms:
    """The labels for a type of contract."""
    return _TERMS[contract_type]


BOTH = Terms(*(each.both for each in _LABELS))
"""The labels of a list of both types."""

CONTRACTORS: Mapping[ContractType, str] = {ContractType.WORKS: "請負者", ContractType.SERVICES: "受注者"}
"""The term for a contractor towards third parties."""
CONTRACT_TYPES: Mapping[ContractType, str] = {ContractType.WORKS: "工事", ContractType.SERVICES: "業務委託"}
PRODUCTS: Mapping[GuaranteeKind, str] = {
    GuaranteeKind.ADVANCE_PAYMENT: "前払金保証",
    GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT: "中間前払金保証",
    GuaranteeKind.PERFORMANCE: "契約保証",
}
"""The names of the products (商品)."""


def certificate_title(kind: GuaranteeKind) -> str:
    """The title of a certificate, such as 保証証書（前払金保証）."""
    return f"保証証書（{PRODUCTS[kind]}）"
