"""Positions: nothing overlaps, and nothing leaves the page, with any content."""

import itertools
from typing import Any, NamedTuple, cast

import pymupdf
import pytest

from pdf.documents.document_data import CertificateData, KeyNoticeData, Member, Product
from pdf.layout.text_problems import TextProblem
from tests.pdf.certificate_rows import replace
from tests.support.pdf.document_samples import (
    CERTIFICATE,
    DOCUMENT_DATA,
    ISSUER,
    NOTICE,
    STATEMENT,
    DocumentData,
    rendered,
)

WATERMARK = 100
"""Points: a word of this height is a deliberate background."""
ONE, LONG, LATIN = "一", "長" * 120, "WWWWWWWWWW" * 10
NASTY = (
    ONE,
    LONG,
    LATIN,
    "ｱｶﾞﾊﾟ（株）" * 8,
    "ーーーー" * 30,
    "「（『" * 40,
    "１２３，４５６円" * 15,
    "鬱" * 46 + "。",
    "a" * 60,
)
KNOWN = (
    (Member("代表", None, 60), Member("構成員" * 40, "東京都千代田区" * 28, 40)),
    (Member("代表", None, 10), *(Member("株式会社構成員建設", "栃木県宇都宮市構成町１２３番地４", 10),) * 9),
    (Member("代表", None, 5), *(Member("構成員建設", "栃木市構成町1-2-3", 5),) * 19),
)
"""Members of joint ventures, as many and as long as fit."""
ISSUERS = (
    replace(ISSUER, branch_fax=None),
    replace(
        ISSUER, surety_name="保証" * 20, surety_address="東京都" * 20, surety_representative="取締役社長　" + "長" * 40
    ),
    replace(ISSUER, surety_name="保", branch_name="支" * 30, branch_telephone="0" * 20, branch_fax="9" * 20),
)


class Word(NamedTuple):
    """A word and the rectangle of its ink."""

    x: float
    y: float
    right: float
    bottom: float
    text: str


def words_of(document: bytes) -> list[Word]:
    with pymupdf.open(stream=document) as opened:
        found = cast("list[Any]", opened[0].get_text("words", flags=pymupdf.TEXT_ACCURATE_BBOXES))
        return [Word(*word[:5]) for word in found]


def overlapping(words: list[Word]) -> list[tuple[str, str]]:
    return [
        (one.text, other.text)
        for one, other in itertools.combinations(words, 2)
        if min(one.right, other.right) - max(one.x, other.x) > 0.01
        and min(one.bottom, other.bottom) - max(one.y, other.y) > 0.01
    ]


def outside(words: list[Word], margin: float) -> list[str]:
    return [
        word.text
        for word in words
        if word.x < margin or word.y < margin or word.right > 595 - margin or word.bottom > 842 - margin
    ]


def certificates() -> list[CertificateData]:
    named = [
        replace(CERTIFICATE, project_name=text, principal_name=text, obligee_title=text, principal_address=text)
        for text in NASTY
    ]
    ventures = [
        replace(data, joint_venture_name=data.principal_name, joint_venture_members=members)
        for data in named
        for members in ((Member("株式会社構成員"),) * 20, *KNOWN)
    ]
    performance = [replace(data, product=Product.PERFORMANCE, deposit_bank=None) for data in named + ventures]
    banks = [replace(data, deposit_bank="銀" * 60, amendment_number=99) for data in ventures]
    sums = [replace(CERTIFICATE, amount=amount, contract_price=999_999_999_999) for amount in (1, 999_999_999_999)]
    issuers = [replace(data, issuer=issuer) for data in (CERTIFICATE, ventures[1]) for issuer in ISSUERS]
    return [*named, *ventures, *performance, *banks, *sums, *issuers]


def notices() -> list[KeyNoticeData]:
    named = [replace(NOTICE, project_name=text, contractor_name=text, obligee_title=text) for text in NASTY]
    ventures = [replace(data, joint_venture_name=data.project_name) for data in named]
    wide = replace(ventures[1], key="W" * 12, number="99999-99999W", product=Product.INTERMEDIATE_ADVANCE_PAYMENT)
    return [*named, *ventures, wide, *(replace(ventures[1], issuer=issuer) for issuer in ISSUERS)]


STATEMENTS = [
    *(replace(STATEMENT, project_name=text, bill_to=text) for text in NASTY),
    *(replace(DOCUMENT_DATA["statement-long"], issuer=issuer) for issuer in ISSUERS),
]
ALL: list[DocumentData] = [*DOCUMENT_DATA.values(), *certificates(), *notices(), *STATEMENTS]


@pytest.mark.parametrize("data", ALL, ids=[f"{type(data).__name__}-{count}" for count, data in enumerate(ALL)])
def test_nothing_stands_over_anything_else_or_outside(data: DocumentData) -> None:
    words = [word for word in words_of(rendered(data)) if word.text != "写し"]  # which is a deliberate overlay
    assert len(words) > 30
    assert overlapping([word for word in words if word.bottom - word.y < WATERMARK]) == []
    assert outside(words, 38 if isinstance(data, CertificateData) else 30) == []


def test_an_overlap_would_be_seen() -> None:
    words = words_of(rendered(NOTICE))
    moved = words[0]._replace(x=words[1].x, y=words[1].y, right=words[1].right, bottom=words[1].bottom)
    assert overlapping([*words, moved]) != []
    assert outside([moved._replace(right=600)], 30) != []


@pytest.mark.parametrize("count", [1, 2, 121, 200, 1000])
def test_names_of_any_length_print_or_are_refused(count: int) -> None:
    for data in (CERTIFICATE, NOTICE, STATEMENT):
        try:
            document = rendered(replace(data, project_name="工" * count))
        except TextProblem as problem:
            assert problem.field == "project_name"  # noqa: PT017 -- either is right
            assert count > 120
        else:
            assert "".join(word.text for word in words_of(document)).count("工") >= count


def test_words_keep_clear_of_seal_and_code() -> None:
    for data, drawing in ((certificates()[-1], (472, 250, 535, 640)), (notices()[-1], (440, 600, 520, 720))):
        with pymupdf.open(stream=rendered(data)) as opened:
            page = opened[0]
            area = pymupdf.Rect()
            for path in page.get_drawings():
                rect = path["rect"]
                if path["type"] == "f" and drawing[0] < rect.x0 and rect.x1 < drawing[2] and drawing[1] < rect.y0:
                    area |= rect
        assert not area.is_empty
        assert [word.text for word in words_of(rendered(data)) if pymupdf.Rect(word[:4]).intersects(area)] == []
