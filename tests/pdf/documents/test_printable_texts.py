"""Checks before issue: texts that pass are printable, and the others are named."""

from dataclasses import fields
from dataclasses import replace as replace_fields

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.content.certificate_content import texts_from
from models.content.content_field import Place
from pdf.documents import certificate_document, printable_texts
from pdf.documents.claim_receipt_data import ClaimReceiptData
from pdf.documents.document_data import CertificateData, DocumentRow, FeeStatementData, Issuer, Member
from pdf.writer.typefaces import SERIF, characters
from resolvers.parties import bill_to_register
from tests.pdf.certificate_rows import replace
from tests.support.pdf.document_samples import CERTIFICATE, NOTICE, STATEMENT, rendered

CHARACTERS = st.one_of(
    st.sampled_from("髙﨑𠮷葛城建設株式会社（）「」、。ー・　 ABC123ｱｶﾞ①㈱～〜－−"),
    st.characters(min_codepoint=0x20, max_codepoint=0x30FF),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.sampled_from(["葛\U000e0100", "👷", "\u202e", "\u3099", "\n", "\ue000"]),
)


def codes(field: str, text: str) -> list[str]:
    return [problem.code for problem in printable_texts.find_problems(field, text)]


def test_every_field_that_people_fill_in_can_be_checked() -> None:
    texts = {
        field.name
        for data in (CertificateData, FeeStatementData, ClaimReceiptData, Issuer)
        for field in fields(data)
        if field.type in {"str", "str | None", str, str | None}
    }
    names = {"number", "statement_number", "title", "product_name"}
    rows = {row.name for row in CERTIFICATE.rows if isinstance(row.value, str)}
    members = {"joint_venture_members", printable_texts.LISTED}
    assert texts - names | rows | members | {"bill_to_name"} == set(printable_texts.FIELD_BOXES)


def test_a_row_without_a_box_of_its_own_has_that_of_the_table() -> None:
    assert printable_texts.find_problems("another", "髙﨑" * 45) == ()
    assert codes("another", "字" * 100) == ["TEXT_DOES_NOT_FIT"]
    rows = (*CERTIFICATE.rows, DocumentRow("another", "別の項目", "", "髙﨑" * 45))
    with pymupdf.open(stream=rendered(replace_fields(CERTIFICATE, rows=rows))) as opened:
        assert glyphs("別の項目") in glyphs(str(opened[0].get_text()))
        assert glyphs("髙﨑" * 20) in glyphs(str(opened[0].get_text()))


@pytest.mark.parametrize("field", printable_texts.FIELD_BOXES)
def test_ordinary_texts_pass_and_others_are_named(field: str) -> None:
    assert printable_texts.find_problems(field, "髙﨑建設") == ()
    assert codes(field, "") == codes(field, " 　") == ["NO_TEXT"]
    assert codes(field, "字" * 1000) == ["TEXT_DOES_NOT_FIT"]
    found = printable_texts.find_problems(field, "👷髙\u202e﨑👷")
    assert [(problem.code, problem.field, str(problem)) for problem in found] == [
        ("NO_GLYPH", field, "証書に印字できない文字「👷」（U+1F477）が含まれています。"),
        ("NO_GLYPH", field, "証書に印字できない文字 U+202E が含まれています。"),
    ]


@pytest.mark.parametrize("table", ["contractor", "contract", "guarantee"])
def test_lengths_that_the_content_allows_fit(table: str) -> None:
    fields = [field for field in texts_from(table).values() if field.is_shown(Place.PAPER)]
    assert fields
    for field in fields:
        assert field.length
        assert printable_texts.find_problems(field.name, "字" * field.length) == ()


def test_lengths_that_the_application_allows_fit() -> None:
    for field, length in (("bill_to", 120), ("obligee_title", 120), *bill_to_register.TEXTS.values()):
        assert printable_texts.find_problems(field, "字" * length) == ()
    assert printable_texts.find_problems(*printable_texts.list_members([Member("株式会社構成員建設")] * 20)) == ()


def test_members_of_whom_more_is_known_stand_on_lines_of_their_own_while_there_is_space() -> None:
    known = Member("△△建設", "栃木県栃木市○○町1-2-3", 33.5)
    for count, is_in_lines in ((2, True), (11, True), (12, False), (16, False)):
        field, text = printable_texts.list_members([known] * count)
        assert field == printable_texts.LISTED
        assert printable_texts.find_problems(field, text) == ()
        assert ("\n" in text) == is_in_lines, count
        assert text.count("出資割合33.5％") == count
    line = "△△建設　栃木県栃木市○○町1-2-3　出資割合33.5％"
    assert printable_texts.list_members([known] * 2)[1] == f"{line}\n{line}"
    flowing = "△△建設（栃木県栃木市○○町1-2-3、出資割合33.5％）"
    assert printable_texts.list_members([*[known] * 12, Member("乙")])[1] == "、".join([flowing] * 12 + ["乙"])
    field, text = printable_texts.list_members([Member("長" * 120, "長" * 200)] * 3)
    assert codes(field, text) == ["TEXT_DOES_NOT_FIT"]


@settings(max_examples=60, deadline=None)
@given(st.lists(CHARACTERS, max_size=130).map("".join))
def test_what_passes_prints_and_is_read_back(text: str) -> None:
    if printable_texts.find_problems("project_name", text):
        return
    for data in (CERTIFICATE, NOTICE, STATEMENT):
        with pymupdf.open(stream=rendered(replace(data, project_name=text))) as opened:
            read = str(opened[0].get_text())
        assert glyphs(text) in glyphs(read)


def glyphs(text: str) -> str:
    """A text as glyphs, because some characters share one (〜 and ～), without spaces."""
    shown = [SERIF[character] for character in characters(text) if not character.isspace()]
    return " ".join(str(glyph.cid) for glyph in shown if glyph)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(CHARACTERS, min_size=1, max_size=40).map("".join),
    st.lists(CHARACTERS, min_size=1, max_size=90).map("".join),
)
def test_fields_that_pass_alone_fit_together(name: str, address: str) -> None:
    if printable_texts.find_problems("principal_name", name) or printable_texts.find_problems(
        "principal_address", address
    ):
        return
    certificate_document.render(replace(CERTIFICATE, principal_name=name, principal_address=address))
    venture = replace(CERTIFICATE, joint_venture_name=name, joint_venture_members=(Member(name),))
    if not printable_texts.find_problems("joint_venture_name", name) and not printable_texts.find_problems(
        "joint_venture_members", name
    ):
        certificate_document.render(replace(venture, principal_name=name, principal_address=address))
