"""The content of receipts of claims."""

from dataclasses import replace

import pytest

from pdf.documents import claim_receipt_document
from pdf.documents.claim_receipt_data import ClaimLine, ClaimReceiptData
from pdf.documents.field_boxes import CLAIM_LINES
from pdf.layout.text_problems import TextDoesNotFit
from tests.support.pdf.document_samples import DOCUMENT_DATA, LONG_PROJECT
from tests.support.pdf.readers import by_pdfium, closed_up

RECEIPT, PERFORMANCE, LONG = (DOCUMENT_DATA[name] for name in ("receipt", "receipt-performance", "receipt-long"))


def text_of(data: object) -> str:
    assert isinstance(data, ClaimReceiptData)
    return closed_up(by_pdfium(claim_receipt_document.render(data)))


def test_every_field_is_printed() -> None:
    text = text_of(RECEIPT)
    for words in (
        *("保証金請求受付書", "令和8年11月20日", "栃木県知事　様", "見本建設業保証株式会社", "請求額7,000,000円"),
        *("保証契約番号31073-00001M", "商品前払金保証", "受付日令和8年11月20日", "支払期限令和8年12月20日"),
        *("保証金額20,000,000円", "契約解除日令和8年11月10日", "保証契約者○○建設 株式会社", "工事名●●●●工事"),
        *("○○銀行　××支店", "普通　＊＊＊＊456　トチギケンカイケイカンリシヤ"),
        *("支払済みの前払金額20,000,000円", "支払済みの部分払金額2,000,000円", "出来形相当額（控除）△15,000,000円"),
        *("差引額7,000,000円", "上限とします", "30日後の日です", "受付を証するもの"),
    ):
        assert closed_up(words) in text


def test_of_a_performance_guarantee_the_guaranteed_sum_is_claimed() -> None:
    text = text_of(PERFORMANCE)
    assert "請求額5,000,000円" in text
    assert text.count("保証金額5,000,000円") == 2
    assert "差引額" not in text
    assert "上限とします" not in text


def test_the_longest_texts_fit() -> None:
    text = text_of(LONG)
    for words in (
        "国" * 120 + "様",
        "共" * 120 + "代表者" + "長" * 120,
        LONG_PROJECT,
        "髙" * 30 + "﨑" * 30,
        "ヴ" * 48,
    ):
        assert closed_up(words) in text
    assert "業務名" in text


@pytest.mark.parametrize("count", [0, CLAIM_LINES + 1])
def test_there_is_room_for_so_many_lines(count: int) -> None:
    assert isinstance(RECEIPT, ClaimReceiptData)
    lines = (ClaimLine(description="支払済みの前払金額", amount=20_000_000),) * max(count, 1)
    data = replace(RECEIPT, lines=lines)
    object.__setattr__(data, "lines", lines[:count])
    with pytest.raises(TextDoesNotFit):
        claim_receipt_document.render(data)


@pytest.mark.parametrize("claimed", [0, 7_000_001, 20_000_001])
def test_sums_that_do_not_agree_are_no_receipt(claimed: int) -> None:
    assert isinstance(RECEIPT, ClaimReceiptData)
    with pytest.raises(ValueError, match="More is claimed"):
        replace(RECEIPT, claimed=claimed)
