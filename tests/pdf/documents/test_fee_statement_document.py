"""The content of fee statements."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from pdf.documents import fee_statement_document
from pdf.documents.document_data import FeeLine, PaymentMethod
from pdf.documents.field_boxes import FEE_LINES
from pdf.layout.text_problems import NoGlyph, TextDoesNotFit
from tests.support.pdf.document_samples import STATEMENT
from tests.support.pdf.readers import by_pdfium, closed_up


def test_every_field_is_printed(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["statement"]))
    for words in (
        *("保証料計算書", "31073-00001M-1", "令和7年11月20日", "○○商事 株式会社　経理部　様", "前払金保証"),
        *("20,000,000円", "保証契約番号31073-00001M", "保証契約者○○建設 株式会社", "発注者栃木県知事", "工事名市道第"),
        *("令和7年11月21日から令和8年3月31日まで", "一括納付（令和7年11月分）", "お支払いいただく額", "非課税"),
        *("10,000,000円×0.35％", "35,000円", "25,000円", "60,000円", "既にご請求した額", "見本料率によるもの"),
    ):
        assert closed_up(words) in text


def test_a_request_says_until_when_and_into_which_account(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["statement-request"]))
    for words in (
        *(
            "310-2025-000001",
            "納付期限までにお支払いください",
            "納付期限令和7年12月4日",
            "保証契約番号発行の際に定まります",
        ),
        *("振込先○○銀行　本店　普通　1234567　ミホンケンセツギヨウホシヨウ（カ", "計算書の交付書面（郵送）をご希望"),
    ):
        assert closed_up(words) in text
    unregistered = closed_up(by_pdfium(documents["statement-request-services"]))
    assert "振込先取扱箇所へお問い合わせください" in unregistered
    assert "業務名市道第" in unregistered


def test_nothing_is_asked_for_where_no_day_is_set(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["statement"]))
    assert "納付期限" not in text
    assert "振込先" not in text
    assert "計算書の交付電子交付" in text


def test_of_a_joint_venture_it_names_the_lead_member(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["statement-joint-venture"]))
    assert closed_up("保証契約者髙﨑・𠮷田・濵﨑特定建設工事共同企業体　代表者　株式会社髙﨑組") in text


def test_an_entry_of_the_register_is_addressed_by_address_name_and_department(documents: Mapping[str, bytes]) -> None:
    for name, expected in {
        "statement-registered": "東京都千代田区○○１丁目２番３号○○商事 株式会社　経理部経理部　様",
        "statement-address": "東京都千代田区○○１丁目２番３号○○商事 株式会社　経理部　様",
        "statement-department": "○○商事 株式会社　経理部経理部　様",
    }.items():
        assert closed_up(expected) in closed_up(by_pdfium(documents[name]))


def test_it_says_where_a_certificate_on_paper_goes(documents: Mapping[str, bytes]) -> None:
    for name, expected in {
        "statement-registered": "保証証書受取契約者事務所へ送付",
        "statement-department": "保証証書受取支店窓口",
        "statement-long": "保証証書受取発注者へ送付",
    }.items():
        text = closed_up(by_pdfium(documents[name]))
        assert expected in text
        assert "計算書の交付" in text
    assert "証書受取" not in closed_up(by_pdfium(documents["statement-request"]))


def test_a_refund_is_called_so(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["statement-refund"]))
    assert "ご返還する額" in text
    assert "お支払いいただく額" not in text
    assert "ご返還する額12,000円" in text
    assert "差引額△12,000円" in text


def test_notes_stand_only_where_they_hold() -> None:
    plain = replace(STATEMENT, is_tax_exempt=False, is_sample=False, method=PaymentMethod.SINGLE, billing_month=None)
    text = closed_up(by_pdfium(fee_statement_document.render(plain)))
    assert "非課税" not in text
    assert "見本料率によるもの" not in text
    assert "都度納付" in text
    assert "月分）" not in text


def test_sums_that_do_not_agree_are_no_statement() -> None:
    with pytest.raises(ValueError, match="do not agree"):
        replace(STATEMENT, fee=60_001)
    with pytest.raises(ValueError, match="do not agree"):
        replace(STATEMENT, earlier_charges=1)


@pytest.mark.parametrize("count", [0, FEE_LINES + 1])
def test_there_is_room_for_so_many_lines(count: int) -> None:
    lines = tuple(FeeLine(description="定額", amount=1) for _ in range(count))
    with pytest.raises(TextDoesNotFit) as found:
        fee_statement_document.render(replace(STATEMENT, lines=lines, fee=count, due=count))
    assert found.value.field == "lines"


def test_a_text_that_cannot_be_printed_is_named() -> None:
    with pytest.raises(NoGlyph) as found:
        fee_statement_document.render(replace(STATEMENT, bill_to="○○建設\x07"))
    assert (found.value.field, found.value.character) == ("bill_to", "\x07")


def test_services_have_words_of_their_own(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["statement-services"]))
    assert "業務名" in text
    assert "工事名" not in text
