"""Values derived from the content of a certificate: the ratio and the table of paper and page."""

import datetime
from typing import Any

import pytest

from models import Certificate
from models.certificate import TableRow
from models.content.content_field import Place
from models.enums import ContractType, GuaranteeKind

DAY = datetime.date(2026, 11, 1)
SAID: dict[str, Any] = {
    "kind": GuaranteeKind.PERFORMANCE,
    "contract_type": ContractType.WORKS,
    "obligee_title": "栃木県知事",
    "amount": 5_000_000,
    "expiry_date": datetime.date(2027, 8, 31),
    "project_name": "●●●●工事",
    "contract_price": 50_000_000,
    "period_from": datetime.date(2026, 11, 10),
    "period_to": datetime.date(2027, 8, 30),
    "contract_date": DAY,
}


@pytest.mark.parametrize("place", [Place.PAPER, Place.PAGE])
def test_paper_and_page_have_the_same_table(place: Place) -> None:
    assert Certificate(**SAID).table(place)[:8] == [
        TableRow("obligee_title", "被保証者", "", "栃木県知事"),
        TableRow("amount", "保証金額", "（総額）", 5_000_000),
        TableRow("ratio", "保証割合", "", "請負金額の10.0％"),
        TableRow("expiry_date", "保証期限", "", datetime.date(2027, 8, 31)),
        TableRow("project_name", "工事名", "", "●●●●工事"),
        TableRow("contract_price", "請負金額", "（総額）", 50_000_000),
        TableRow("period_from", "工期", "", (datetime.date(2026, 11, 10), datetime.date(2027, 8, 30))),
        TableRow("contract_date", "請負契約日", "", DAY),
    ]


def test_services_have_words_of_their_own() -> None:
    services = Certificate(**SAID | {"contract_type": ContractType.SERVICES})
    labels = {row.name: row.label for row in services.table(Place.PAPER)}
    names = ("project_name", "contract_price", "period_from", "contract_date")
    assert [labels[name] for name in names] == ["業務名", "業務委託料", "履行期間", "契約日"]


def test_an_advance_payment_has_a_bank_and_no_ratio() -> None:
    advance = {"kind": GuaranteeKind.ADVANCE_PAYMENT, "deposit_bank": "○○銀行　××支店"}
    rows = {row.name: row for row in Certificate(**SAID | advance).table(Place.PAPER)}
    assert rows["deposit_bank"] == TableRow("deposit_bank", "預託金融機関", "", "○○銀行　××支店")
    assert "ratio" not in rows


@pytest.mark.parametrize(
    ("amount", "price", "ratio"), [(1, 3, "33.3"), (1, 8, "12.5"), (1, 2000, "0.1"), (5, 5, "100.0")]
)
def test_the_ratio_is_to_a_tenth(amount: int, price: int, ratio: str) -> None:
    assert Certificate(**SAID | {"amount": amount, "contract_price": price}).ratio == ratio
