"""The content of monthly bills."""

from dataclasses import replace

import pytest

from pdf.documents import monthly_bill_document
from pdf.documents.field_boxes import BILL_LINES
from pdf.layout.text_problems import TextDoesNotFit
from tests.support.pdf.document_samples import BILL
from tests.support.pdf.readers import by_pdfminer, closed_up


def text_of(**changes: object) -> str:
    return closed_up(by_pdfminer(monthly_bill_document.render(replace(BILL, **changes))))  # type: ignore[arg-type]


def test_every_field_is_printed() -> None:
    text = text_of()
    for words in (
        *("保証料請求書", "202511-000001", "令和7年12月5日", "○○商事 株式会社　経理部　様", "令和7年11月分"),
        *("納付期限令和7年12月19日", "保証契約者○○建設 株式会社", "振込先○○銀行", "31073-00001M-1", "前払金保証"),
        *("60,000円", "合計3件180,000円", "ご請求額180,000円", "非課税", "見本料率によるもの", "1／1"),
    ):
        assert closed_up(words) in text


def test_a_refund_and_no_account() -> None:
    lines = (replace(BILL.lines[0], due=-5),)
    text = text_of(lines=lines, total=-5, fee_account=None, is_sample=False, is_tax_exempt=False)
    assert "ご返還する額5円" in text
    assert "合計1件△5円" in text
    assert "取扱箇所へお問い合わせください" in text
    assert "非課税" not in text
    assert "見本料率" not in text


def test_the_department_and_the_address_of_the_bill_to_are_printed() -> None:
    texts = {"department": "経" * 60, "address": "栃" * 120}
    text = text_of(bill_to="請" * 120, **{f"bill_to_{name}": value for name, value in texts.items()})
    assert "栃" * 120 + "請" * 120 + "経" * 60 + "様" in text
    assert "栃" * 120 + "請" * 120 + "様" in text_of(bill_to="請" * 120, bill_to_address="栃" * 120)


def test_many_lines_take_pages_and_the_last_has_the_total() -> None:
    lines = tuple(replace(BILL.lines[0], statement_number=f"31073-{n:05}M-1") for n in range(2 * BILL_LINES + 1))
    text = text_of(lines=lines, total=60_000 * len(lines))
    assert all(line.statement_number in text for line in lines)
    for page in ("1／3", "2／3", "3／3"):
        assert page in text
    assert text.count(f"合計{len(lines)}件{60_000 * len(lines):,}円") == 1


def test_the_longest_texts_fit() -> None:
    line = replace(BILL.lines[0], project_name="長" * 120, product_name="中間前払金保証", due=999_999_999_999)
    account = "口" * 121
    text = text_of(
        lines=(line,) * 3, total=3 * line.due, bill_to="請" * 120, contractor_name="長" * 120, fee_account=account
    )
    assert text.count("長" * 120) == 4


@pytest.mark.parametrize("count", [0, BILL_LINES * monthly_bill_document.MOST_PAGES + 1])
def test_there_is_room_for_so_many_lines(count: int) -> None:
    with pytest.raises(TextDoesNotFit):
        text_of(lines=(replace(BILL.lines[0], due=0),) * count, total=0)


def test_sums_that_do_not_agree_are_no_bill() -> None:
    with pytest.raises(ValueError, match="do not agree"):
        replace(BILL, total=1)
