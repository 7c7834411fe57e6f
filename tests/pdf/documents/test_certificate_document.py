"""The content of certificates."""

import datetime
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from pdf.documents import certificate_document
from pdf.documents.document_data import Member, Product
from pdf.layout.text_problems import NoGlyph, NoText, TextDoesNotFit
from tests.pdf.certificate_rows import SERVICES, replace
from tests.support.pdf.document_samples import CERTIFICATE, DOCUMENT_DATA, rendered
from tests.support.pdf.readers import by_mupdf, by_pdfium, closed_up


def test_every_field_is_printed(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["certificate"]))
    for words in (
        *("保証証書（前払金保証）", "令和7年11月20日", "31073-00001M", "栃木県宇都宮市○○町１丁目２番３号"),
        *("○○建設 株式会社", "栃木県知事", "20,000,000円", "令和8年3月31日", "50,000,000円"),
        *("市道第１２３号線道路改良工事（第２工区）", "令和7年11月21日から令和8年3月31日まで", "令和7年11月18日"),
        *("○○銀行　××支店", "前払金保証約款", "東京都中央区見本一丁目２番３号", "見本建設業保証株式会社"),
        *("取締役社長　見本　太郎", "栃木支店", "028-000-0000", "028-000-0001"),
    ):
        assert closed_up(words) in text


def test_an_electronic_certificate_is_not_on_paper_and_amendments_are_counted(documents: Mapping[str, bytes]) -> None:
    statement = "書面による保証証書は発行しません。"
    assert statement in by_pdfium(documents["certificate"])
    assert "変更－1" not in by_pdfium(documents["certificate"])
    amended = by_pdfium(documents["certificate-amended"])
    assert amended.index(statement) < amended.index("保証証書（前払金保証）") < amended.index("変更－1")
    assert "変更－12" in by_pdfium(certificate_document.render(replace(CERTIFICATE, amendment_number=12)))


def test_it_promises_under_the_terms_of_its_surety(documents: Mapping[str, bytes]) -> None:
    assert "前払金保証約款の定めるところにより" in closed_up(by_pdfium(documents["certificate"]))
    named = replace(CERTIFICATE, general_terms="別の保証約款（第２版）")
    text = closed_up(by_pdfium(certificate_document.render(named))).replace("\r\n", "")
    assert "当会社は、別の保証約款（第２版）の定めるところにより" in text
    assert "被保証者に対しその責に任じます。" in text
    assert "証します" not in text
    assert "前払金保証約款" not in text


def test_the_longest_names_of_terms_are_printed() -> None:
    assert "款" * 60 in closed_up(
        by_pdfium(certificate_document.render(replace(CERTIFICATE, general_terms="款" * 100)))
    )
    with pytest.raises(TextDoesNotFit) as found:
        certificate_document.render(replace(CERTIFICATE, general_terms="款" * 300))
    assert found.value.field == "general_terms"


def test_a_certificate_on_paper_does_not_call_itself_electronic() -> None:
    text = by_pdfium(certificate_document.render(replace(CERTIFICATE, is_on_paper=True)))
    assert "保証証書（前払金保証）" in text
    assert "電子" not in text
    assert "発行しません" not in text


def test_a_copy_says_so_in_words_and_in_its_title(documents: Mapping[str, bytes]) -> None:
    text = by_pdfium(documents["certificate-copy"])
    assert text.count("写し") == 3
    assert "これは紙の保証証書の写しです。" in text
    assert "電子証書" not in text
    with pikepdf.open(BytesIO(documents["certificate-copy"])) as opened:
        assert str(opened.docinfo["/Title"]) == "保証証書（前払金保証）（写し）"
    assert "写し" not in by_pdfium(certificate_document.render(replace(CERTIFICATE, is_on_paper=True)))


def test_services_have_words_of_their_own(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["certificate-services"]))
    for words in ("業務名", "履行期間", "業務委託料", "契約日", "変更が業務委託料のみにとどまる場合"):
        assert words in text
    for words in ("工事名", "工期", "請負"):
        assert words not in text
    changes: Any = {"labels": SERVICES, "product": Product.PERFORMANCE, "amount": 5_000_000, "deposit_bank": None}
    performance = replace(CERTIFICATE, **changes)
    assert "業務委託料の10.0％" in closed_up(by_pdfium(certificate_document.render(performance)))


def test_ten_members_stand_in_full(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["certificate-ten-members"]))
    for count in range(1, 11):
        assert closed_up(f"第{count}髙﨑総合建設工業 株式会社") in text


def test_a_performance_guarantee_has_its_ratio_and_no_bank(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["certificate-performance"]))
    assert "保証証書（契約保証）" in text
    assert "請負金額の10.0％" in text
    assert "契約保証特約" in text
    assert "銀行" not in text


def test_an_intermediate_guarantee_names_its_terms(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["certificate-intermediate"]))
    assert "保証証書（中間前払金保証）" in text
    assert "中間前払金保証特約" in text
    assert "○○銀行" in text
    without = replace(CERTIFICATE, product=Product.INTERMEDIATE_ADVANCE_PAYMENT, deposit_bank=None)
    assert "預託金融機関" not in by_pdfium(certificate_document.render(without))


def test_a_joint_venture_stands_with_its_members_and_its_lead(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["certificate-joint-venture"]))
    assert "髙﨑・𠮷田・濵﨑特定建設工事共同企業体" in text
    assert "代表者株式会社髙﨑組" in text
    assert "構成員株式会社髙﨑組、𠮷田土木株式会社、濵﨑建設株式会社" in text


def test_members_stand_with_address_and_share(documents: Mapping[str, bytes]) -> None:
    text = by_pdfium(documents["certificate-known-members"])
    begins = [closed_up(line)[:8] for line in text.splitlines()]
    for line in (
        "構成員株式会社髙﨑組出資割合50％",
        "𠮷田土木株式会社栃木県栃木市○○町３丁目２番１号𠮷田第二ビル出資割合33.33％",
        "濵﨑建設株式会社群馬県前橋市大字濵﨑１２３番地４出資割合16.67％",
    ):
        assert line in closed_up(text)
        assert line[:8] in begins


def test_twenty_members_stand_with_address_and_share(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["certificate-twenty-known-members"]))
    assert text.count("髙﨑建設（栃木市○○町1-2-3、出資割合5％）") == 19


def test_a_period_over_the_change_of_an_era(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["certificate-eras"]))
    assert "平成31年4月30日から令和元年5月1日まで" in text
    assert "令和元年12月31日" in text


@pytest.mark.parametrize(("amount", "words"), [(1, "1円"), (999_999_999_999, "999,999,999,999円")])
def test_sums_from_one_yen_to_a_trillion(amount: int, words: str) -> None:
    document = certificate_document.render(replace(CERTIFICATE, amount=amount, contract_price=amount))
    assert closed_up(by_pdfium(document)).count(f"（総額）{words}") == 2


def test_deposit_banks_belong_to_advance_payments() -> None:
    with pytest.raises(ValueError, match="needs its deposit bank"):
        replace(CERTIFICATE, deposit_bank=None)
    with pytest.raises(ValueError, match="has no deposit bank"):
        replace(CERTIFICATE, product=Product.PERFORMANCE)


def test_what_cannot_be_is_no_sheet() -> None:
    with pytest.raises(ValueError, match="joint venture that has a name"):
        replace(CERTIFICATE, joint_venture_members=(Member("髙﨑組"),))
    with pytest.raises(ValueError, match="on paper only"):
        replace(CERTIFICATE, is_copy=True)
    for change in ({"amount": 0}, {"contract_price": 0}, {"amount": -1}, {"amendment_number": -1}):
        with pytest.raises(ValueError, match="from one yen"):
            replace(CERTIFICATE, **change)


@pytest.mark.parametrize(
    "field", ["project_name", "principal_name", "principal_address", "obligee_title", "deposit_bank"]
)
def test_a_text_that_cannot_be_printed_is_named(field: str) -> None:
    for text, refusal in (("", NoText), ("工事👷", NoGlyph), ("長" * 500, TextDoesNotFit)):
        with pytest.raises(refusal) as found:
            certificate_document.render(replace(CERTIFICATE, **{field: text}))
        assert found.value.field == field
    with pytest.raises(NoGlyph) as glyph:
        certificate_document.render(replace(CERTIFICATE, **{field: "工\u202e事"}))
    assert glyph.value.character == "\u202e"


def test_the_seal_is_no_text(documents: Mapping[str, bytes]) -> None:
    assert by_mupdf(documents["certificate"]).count("見本建設業保証株式会社") == 1


def test_the_same_sheet_gives_the_same_bytes() -> None:
    for name in ("certificate", "notice", "statement"):
        assert rendered(DOCUMENT_DATA[name]) == rendered(DOCUMENT_DATA[name])
    assert certificate_document.render(CERTIFICATE) != certificate_document.render(
        replace(CERTIFICATE, issued_on=datetime.date(2025, 11, 21))
    )
