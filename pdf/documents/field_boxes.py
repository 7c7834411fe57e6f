"""How much room each field has on each document, in points: known without borb, for cheap checks."""

from collections.abc import Mapping
from dataclasses import replace

from pdf.documents.document_data import UNDERTAKING
from pdf.layout.line_breaking import Room, Style
from pdf.writer.typefaces import MONO, SANS, SERIF

SOFT = "0.36 0.38 0.42"
BLUE = "0.07 0.23 0.4"
RED = "0.72 0.13 0.11"
BOLD = 0.02
"""The stroke that makes a heavier weight of the regular one, in sizes: for large type, because screens blot small."""

VALUE = Style(SERIF, 11, 7)
DATE = Style(SERIF, 10.5, align="right")
SUM = Style(SERIF, 10.5, 7, align="right")
CONTACT = Style(SANS, 8, 6, color=SOFT)

_TWO, _THREE = 2 * 7 * 1.35, 3 * 7 * 1.35
"""Heights of so many lines at the floor of VALUE."""
_ADDRESS = Style(SERIF, 10, 6.5)
_FOUR = 4 * 6.5 * 1.35
_LINE = 15.0


def _issuer(width: float) -> dict[str, Room]:
    return {
        "surety_address": Room(width, 36, Style(SERIF, 9, 6.5)),
        "surety_name": Room(width, 30, Style(SERIF, 14, 7)),
        "surety_representative": Room(width, 30, Style(SERIF, 11, 7)),
        "branch_name": Room(185, 22, CONTACT, "取扱箇所　{}"),
        "branch_telephone": Room(185, 11, CONTACT, "電　　話　{}"),
        "branch_fax": Room(185, 11, CONTACT, "ＦＡＸ　　{}"),
    }


def _names(width: float, *, project: float) -> dict[str, Room]:
    return {
        "project_name": Room(width, project, VALUE),
        "joint_venture_name": Room(width, _THREE, VALUE),
        "obligee_title": Room(width, _THREE, VALUE),
    }


CERTIFICATE: Mapping[str, Room] = {
    **_names(341, project=36),
    **_issuer(205),
    "issued_on": Room(200, 16, DATE),
    "amendment": Room(120, 17, Style(SERIF, 12, color=RED, align="center", weight=BOLD), "変更－{}"),
    "number_at_the_top": Room(120, 14, Style(MONO, 10, leading=1.3), attribute="number"),
    "number": Room(341, 17, Style(MONO, 13, leading=1.3)),
    "joint_venture_members": Room(341, _FOUR, Style(SERIF, 9.5, 6.5), "構成員　{}"),
    "principal_address": Room(341, _FOUR, _ADDRESS),
    "principal_name": Room(341, _THREE, VALUE),
    "lead_member": Room(341, _THREE, VALUE, "代表者　{}", "principal_name"),
    "amount": Room(341, 21, Style(SERIF, 15, 10, weight=BOLD)),
    "ratio": Room(341, _LINE, VALUE),
    "expiry_date": Room(341, _LINE, VALUE),
    "contract_price": Room(341, _LINE, VALUE),
    "period_from": Room(341, _LINE, VALUE),
    "contract_date": Room(341, _LINE, VALUE),
    "deposit_bank": Room(341, _TWO, VALUE),
    "general_terms": Room(483, 38, Style(SERIF, 10.5, 7, leading=1.75, align="justify"), f"　{UNDERTAKING}"),
}
TABLE_VALUE = Room(341, _TWO, VALUE)
"""For rows of the certificate's table that need no other: some ninety characters."""


def table_box(name: str) -> Room:
    """The box of a row of the certificate's table."""
    return CERTIFICATE.get(name, TABLE_VALUE)


_ADDRESSEE = Style(SERIF, 13, 7)
KEY_NOTICE: Mapping[str, Room] = {
    **_names(319, project=38),
    **_issuer(210),
    "issued_on": Room(200, 16, DATE),
    "addressee": Room(300, 36, _ADDRESSEE, "{}　様", "contractor_name"),
    "venture_addressee": Room(243, 38, replace(_ADDRESSEE, size=12), attribute="joint_venture_name"),
    "lead_addressee": Room(243, 38, replace(_ADDRESSEE, size=12), "代表者　{}　様", "contractor_name"),
    "contractor_name": Room(319, _THREE, VALUE),
    "lead_contractor": Room(319, _THREE, VALUE, "代表者　{}", "contractor_name"),
    "verification_page": Room(337, 25, Style(MONO, 9, 6, color=BLUE)),
    "product": Room(319, _LINE, VALUE),
    "number": Room(319, 23, Style(MONO, 17, leading=1.3, weight=BOLD)),
    "key": Room(319, 28, Style(MONO, 21, leading=1.3, weight=BOLD)),
}

FEE_LINES = 8
"""As many lines of a calculation as a statement has room for."""
_NAME = Style(SERIF, 11, 6)
_NAMES = Room(381, 2 * 6 * 1.35, _NAME)
"""For 120 characters in two lines; ordinary names in one at their full size."""
FEE_STATEMENT: Mapping[str, Room] = {
    "project_name": Room(381, 28, _NAME),
    "joint_venture_name": _NAMES,
    "principal_name": _NAMES,
    "lead_member": replace(_NAMES, words="代表者　{}", attribute="principal_name"),
    "obligee_title": _NAMES,
    **_issuer(210),
    "issued_on": Room(200, 16, DATE),
    "statement_number": Room(240, 14, Style(MONO, 10, 6, align="right"), "計算書番号　{}"),
    "bill_to": Room(255, 46, Style(SERIF, 13, 7), "{}　様"),
    "due": Room(250, 26, Style(SERIF, 18, 10, align="right", weight=BOLD)),
    "number": Room(139, _LINE, Style(MONO, 11, leading=1.3)),
    "unnumbered": Room(139, _LINE, VALUE),
    "product": Room(139, _LINE, VALUE),
    "amount": Room(139, _LINE, VALUE),
    "method": Room(139, _LINE, VALUE),
    "due_on": Room(139, _LINE, VALUE),
    "delivery": Room(139, _LINE, VALUE),
    "period": Room(381, _LINE, VALUE),
    "fee_account": _NAMES,
    **{f"line_{count}": Room(333, _TWO, Style(SERIF, 8.5, 7), attribute="lines") for count in range(FEE_LINES)},
    **{f"sum_{count}": Room(106, _LINE, SUM) for count in range(FEE_LINES)},
    "fee": Room(106, _LINE, SUM),
    "earlier_charges": Room(106, _LINE, SUM),
    "balance": Room(106, _LINE, SUM),
}
