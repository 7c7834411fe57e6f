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
from pdf.documents.document_data import CertificateData, DocumentRow, FeeStatementData, Issuer
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
        for data in (CertificateData, FeeStatementData, Issuer)
        for field in fields(data)
        if field.type in {"str", "str | None", str, str | None}
    }
    names = {"number", "statement_number", "title", "product_name"}
    rows = {row.name for row in CERTIFICATE.rows if isinstance(row.value, str)}
    assert texts - names | rows | {"joint_venture_members", "bill_to_name"} == set(printable_texts.FIELD_BOXES)


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


@pytest.mark.parametrize("table", ["contractor", "obligee", "contract", "guarantee"])
def test_lengths_that_the_content_allows_fit(table: str) -> None:
    fields = [field for field in texts_from(table).values() if field.is_shown(Place.PAPER)]
    assert fields
    for field in fields:
        assert field.length
        assert printable_texts.find_problems(field.name, "字" * field.length) == ()


def test_lengths_that_the_application_allows_fit() -> None:
    for field, length in (("bill_to", 120), *bill_to_register.TEXTS.values()):
        assert printable_texts.find_problems(field, "字" * length) == ()
    assert (
        printable_texts.find_problems(
            "joint_venture_members", printable_texts.join_members(["株式会社構成員建設"] * 20)
        )
        == ()
    )


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
    venture = replace(CERTIFICATE, joint_venture_name=name, joint_venture_members=(name,))
    if not printable_texts.find_problems("joint_venture_name", name) and not printable_texts.find_problems(
        "joint_venture_members", name
    ):
        certificate_document.render(replace(venture, principal_name=name, principal_address=address))
