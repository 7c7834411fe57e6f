"""Checks before issue: what passes prints, and what does not is named."""

from dataclasses import fields, replace

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdf.documents import certificate_document, printable_texts
from pdf.documents.document_data import CertificateData, FeeStatementData, Issuer
from pdf.writer.typefaces import SERIF, characters
from tests.pdf.samples import CERTIFICATE, NOTICE, STATEMENT, rendered

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
    assert texts - {"number", "statement_number"} | {"joint_venture_members"} == set(printable_texts.FIELD_BOXES)


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


def test_lengths_that_the_application_allows_fit() -> None:
    for field, count in (("project_name", 120), ("principal_name", 120), ("principal_address", 200), ("bill_to", 120)):
        assert printable_texts.find_problems(field, "字" * count) == ()
    for field, count in (("obligee_title", 120), ("joint_venture_name", 120), ("deposit_bank", 60)):
        assert printable_texts.find_problems(field, "字" * count) == ()
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
    """A text by its glyphs, because some characters share one (〜 and ～), without spaces."""
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
