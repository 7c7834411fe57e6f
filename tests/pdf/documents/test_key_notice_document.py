"""The content of key notices, and their machine-readable attachment."""

import datetime
import io
import json
from collections.abc import Mapping

import pikepdf
import pymupdf
import pytest

from pdf.documents import key_notice_document
from pdf.documents.document_data import Product
from pdf.documents.notice_attachment import ATTACHMENT_NAME
from pdf.layout.text_problems import NoGlyph, TextDoesNotFit
from pdf.reading import notice_file
from tests.pdf.certificate_rows import NAMES, replace
from tests.support.pdf.document_samples import KEY, NOTICE, NUMBER
from tests.support.pdf.readers import by_pdfium, closed_up


def test_every_field_is_printed(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["notice"]))
    for words in (
        *("○○建設 株式会社　様", "令和7年11月20日", "電子保証にかかる「認証キー」のお知らせ", "栃木県知事"),
        *("市道第１２３号線道路改良工事（第２工区）", "前払金保証", NUMBER, KEY, "前払金のご請求"),
        *("電子契約システム", "電子メール", "見本建設業保証株式会社", "栃木支店", "028-000-0000"),
    ):
        assert closed_up(words) in text


def test_the_letter_speaks_of_the_product() -> None:
    purposes = {
        Product.ADVANCE_PAYMENT: "前払金のご請求",
        Product.INTERMEDIATE_ADVANCE_PAYMENT: "中間前払金のご請求",
        Product.PERFORMANCE: "請負契約のご締結",
    }
    for product, purpose in purposes.items():
        text = closed_up(by_pdfium(key_notice_document.render(replace(NOTICE, product=product))))
        assert purpose in text.replace("\r\n", "")
        assert NAMES[product] in text


def test_the_joint_venture_stands_over_its_lead_member(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["notice-joint-venture"]))
    assert text.index("髙﨑・𠮷田・濵﨑特定建設工事共同企業体") < text.rindex("株式会社髙﨑組")


def test_a_joint_venture_is_addressed_by_its_name_and_its_representative(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["notice-joint-venture"]))
    venture, lead = "髙﨑・𠮷田・濵﨑特定建設工事共同企業体", closed_up("代表者　株式会社髙﨑組")
    assert text.index(venture) < text.index(f"{lead}様") < text.index("見本建設業保証株式会社")
    assert text.count(venture) == 2
    assert text.count(lead) == 2
    assert "代表者株式会社" not in closed_up(by_pdfium(documents["notice"]))


def test_a_key_that_was_replaced_says_since_when() -> None:
    document = key_notice_document.render(replace(NOTICE, replaced_on=datetime.date(2026, 11, 29)))
    text = closed_up(by_pdfium(document))
    assert text.index("令和7年11月20日") < text.index("認証キー更新令和8年11月29日") < text.index("のお知らせ")
    assert "認証キー更新" not in closed_up(by_pdfium(key_notice_document.render(NOTICE)))
    assert notice_file.read(document).key == KEY


def test_labels_and_ways_are_those_that_people_know(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["notice"]))
    for words in ("商品（保証区分）", "受注者名（ＪＶの場合は代表者）", "①電子契約システムにアップロードする。"):
        assert words in text
    assert "②電子メールに添付して送信する。" in text
    assert "請負者" not in text


@pytest.mark.parametrize("name", ["notice", "notice-joint-venture", "notice-long"])
def test_the_address_of_the_page_stands_beside_the_code_and_is_a_link(
    documents: Mapping[str, bytes], name: str
) -> None:
    with pymupdf.open(stream=documents[name]) as opened:
        page = opened[0]
        (link,) = page.get_links()
        assert link["kind"] == pymupdf.LINK_URI
        assert link["uri"] == f"{NOTICE.verification_page}?number={NUMBER}"
        (printed,) = page.search_for(NOTICE.verification_page)
        assert printed in link["from"]
        assert KEY not in link["uri"]
    assert notice_file.read(documents[name]).key == KEY


def test_a_long_address_is_printed_whole() -> None:
    address = f"https://{'long-name.' * 24}example.jp/verify"
    document = key_notice_document.render(replace(NOTICE, verification_page=address))
    assert address in closed_up(by_pdfium(document)).replace("\r\n", "")
    assert notice_file.read(document).number == NUMBER


def test_the_attachment_says_the_same_to_machines(documents: Mapping[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(documents["notice"])) as opened:
        assert list(opened.attachments) == [ATTACHMENT_NAME]
        file = opened.attachments[ATTACHMENT_NAME].get_file()
        assert file.mime_type == "application/json"
        content = json.loads(file.read_bytes())
        assert len(opened.Root.AF) == 1
    assert content == {
        "version": 1,
        "number": NUMBER,
        "key": KEY,
        "product": "ADVANCE_PAYMENT",
        "project": NOTICE.project_name,
        "contractor": NOTICE.contractor_name,
        "jointVenture": None,
        "obligee": NOTICE.obligee_title,
        "surety": "見本建設業保証株式会社",
        "issuedOn": "2025-11-20",
    }


def test_a_number_is_quoted_in_the_address() -> None:
    strange = replace(NOTICE, number="3107 3&key=x")
    assert key_notice_document.verification_address(strange).endswith("?number=3107%203%26key%3Dx")


def test_a_text_that_cannot_be_printed_is_named() -> None:
    with pytest.raises(NoGlyph, match=r"「🚧」（U\+1F6A7）"):
        key_notice_document.render(replace(NOTICE, contractor_name="○○建設🚧"))
    with pytest.raises(TextDoesNotFit) as found:
        key_notice_document.render(replace(NOTICE, obligee_title="市" * 200))
    assert found.value.field == "obligee_title"
    with pytest.raises(TextDoesNotFit) as found:
        key_notice_document.render(replace(NOTICE, key="Z" * 1000))
    assert found.value.field == "key"


def test_services_have_words_of_their_own(documents: Mapping[str, bytes]) -> None:
    text = closed_up(by_pdfium(documents["notice-services"]))
    assert "業務名" in text
    assert "業務委託契約のご締結に必要な保証証書" in text
    assert "工事" not in text
    assert "請負" not in text
