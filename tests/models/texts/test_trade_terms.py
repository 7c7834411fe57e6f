"""Works and services have their own terms."""

import pytest

from models.enums import ContractType
from models.texts.trade_terms import BOTH, Terms, terms


@pytest.mark.parametrize(
    ("contract_type", "labels"),
    [
        (ContractType.WORKS, Terms("工事名", "工期", "請負金額", "請負契約", "請負契約日")),
        (ContractType.SERVICES, Terms("業務名", "履行期間", "業務委託料", "業務委託契約", "契約日")),
    ],
)
def test_each_type_has_its_labels(contract_type: ContractType, labels: Terms) -> None:
    assert terms(contract_type) == labels


def test_every_type_of_contract_has_labels_that_lists_join() -> None:
    names = [terms(each).project_name for each in ContractType]
    assert BOTH.project_name == "・".join(names)
