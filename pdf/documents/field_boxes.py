"""The boxes of each field on each document, in points; without borb, for cheap checks."""

from collections.abc import Mapping
from dataclasses import replace

from pdf.documents.document_data import UNDERTAKING
from pdf.layout.line_breaking import FieldBox, Style
from pdf.writer.typefaces import MONO, SANS, SERIF

SOFT = "0.36 0.38 0.42"
BLUE = "0.07 0.23 0.4"
RED = "0.72 0.13 0.11"
BOLD = 0.02
"""The stroke width for bold, in font sizes: for large type only, since small type blurs on screens."""

VALUE = Style(SERIF, 11, 7)
DATE = Style(SERIF, 10.5, align="right")
SUM = Style(SERIF, 10.5, 7, align="right")
CONTACT = Style(SANS, 8, 6, color=SOFT)

_TWO, _THREE = 2 * 7 * 1.35, 3 * 7 * 1.35
"""Heights of two and three lines at the smallest size of VALUE."""
_ADDRESS = Style(SERIF, 10, 6.5)
_FOUR = 4 * 6.5 * 1.35
_ELEVEN = 11 * 6 * 1.35
_LINE = 15.0


def _issuer(width: float) -> dict[str, FieldBox]:
    return {
        "surety_address": FieldBox(width, 36, Style(SERIF, 9, 6.5)),
        "surety_name": FieldBox(width, 30, Style(SERIF, 14, 7)),
        "surety_representative": FieldBox(width, 30, Style(SERIF, 11, 7)),
        "branch_name": FieldBox(185, 22, CONTACT, "取扱箇所　{}"),
        "branch_telephone": FieldBox(185, 11, CONTACT, "電　　話　{}"),
        "branch_fax": FieldBox(185, 11, CONTACT, "ＦＡＸ　　{}"),
    }


def _names(width: float, *, project: float) -> dict[str, FieldBox]:
    return {
        "project_name": FieldBox(width, project, VALUE),
        "joint_venture_name": FieldBox(width, _THREE, VALUE),
        "obligee_title": FieldBox(width, _THREE, VALUE),
    }


CERTIFICATE: Mapping[str, FieldBox] = {
    **_names(341, project=36),
    **_issuer(205),
    "issued_on": FieldBox(200, 16, DATE),
    "amendment": FieldBox(120, 17, Style(SERIF, 12, color=RED, align="center", weight=BOLD), "変更－{}"),
    "number_at_the_top": FieldBox(120, 14, Style(MONO, 10, leading=1.3), attribute="number"),
    "number": FieldBox(341, 17, Style(MONO, 13, leading=1.3)),
    "joint_venture_members": FieldBox(341, _FOUR, Style(SERIF, 9.5, 6.5), "構成員　{}"),
    "listed_members": FieldBox(341, _ELEVEN, Style(SERIF, 9, 6), "構成員　{}", hanging="　" * 4),
    "principal_address": FieldBox(341, _FOUR, _ADDRESS),
    "principal_name": FieldBox(341, _THREE, VALUE),
    "lead_member": FieldBox(341, _THREE, VALUE, "代表者　{}", "principal_name"),
    "amount": FieldBox(341, 21, Style(SERIF, 15, 10, weight=BOLD)),
    "ratio": FieldBox(341, _LINE, VALUE),
    "expiry_date": FieldBox(341, _LINE, VALUE),
    "contract_price": FieldBox(341, _LINE, VALUE),
    "period_from": FieldBox(341, _LINE, VALUE),
    "contract_date": FieldBox(341, _LINE, VALUE),
    "deposit_bank": FieldBox(341, _TWO, VALUE),
    "general_terms": FieldBox(483, 38, Style(SERIF, 10.5, 7, leading=1.75, align="justify"), f"　{UNDERTAKING}"),
}
TABLE_VALUE = FieldBox(341, _TWO, VALUE)
"""For rows of the certificate's table that need no other: some ninety characters."""


def table_box(name: str) -> FieldBox:
    """The box of a row of the certificate's table."""
    return CERTIFICATE.get(name, TABLE_VALUE)


_ADDRESSEE = Style(SERIF, 13, 7)
KEY_NOTICE: Mapping[str, FieldBox] = {
    **_names(319, project=38),
    **_issuer(210),
    "issued_on": FieldBox(200, 16, DATE),
    "replaced_on": FieldBox(200, 12, replace(CONTACT, align="right"), "認証キー更新　{}"),
    "addressee": FieldBox(300, 36, _ADDRESSEE, "{}　様", "contractor_name"),
    "venture_addressee": FieldBox(243, 38, replace(_ADDRESSEE, size=12), attribute="joint_venture_name"),
    "lead_addressee": FieldBox(243, 38, replace(_ADDRESSEE, size=12), "代表者　{}　様", "contractor_name"),
    "contractor_name": FieldBox(319, _THREE, VALUE),
    "lead_contractor": FieldBox(319, _THREE, VALUE, "代表者　{}", "contractor_name"),
    "verification_page": FieldBox(337, 25, Style(MONO, 9, 6, color=BLUE)),
    "product": FieldBox(319, _LINE, VALUE),
    "number": FieldBox(319, 23, Style(MONO, 17, leading=1.3, weight=BOLD)),
    "key": FieldBox(319, 28, Style(MONO, 21, leading=1.3, weight=BOLD)),
}

FEE_LINES = 8
"""The most lines of a calculation on a statement."""
_NAME = Style(SERIF, 11, 6)
_NAMES = FieldBox(381, 2 * 6 * 1.35, _NAME)
"""For 120 characters in two lines, or shorter names in one line at full size."""
FEE_STATEMENT: Mapping[str, FieldBox] = {
    "project_name": FieldBox(381, 28, _NAME),
    "joint_venture_name": _NAMES,
    "principal_name": _NAMES,
    "lead_member": replace(_NAMES, pattern="代表者　{}", attribute="principal_name"),
    "obligee_title": _NAMES,
    **_issuer(210),
    "issued_on": FieldBox(200, 16, DATE),
    "statement_number": FieldBox(240, 14, Style(MONO, 10, 6, align="right"), "計算書番号　{}"),
    "bill_to": FieldBox(255, 46, Style(SERIF, 13, 7), "{}　様"),
    # From the register: the address, the name and the department below each other, in the same place.
    "bill_to_address": FieldBox(255, 24.5, Style(SERIF, 9, 6)),
    "bill_to_name": FieldBox(255, 24.5, Style(SERIF, 13, 6), attribute="bill_to"),
    "bill_to_department": FieldBox(255, 16.5, Style(SERIF, 11, 6), "{}　様"),
    "bill_to_below_address": FieldBox(255, 36, Style(SERIF, 13, 6), "{}　様", "bill_to"),
    "due": FieldBox(250, 26, Style(SERIF, 18, 10, align="right", weight=BOLD)),
    "number": FieldBox(139, _LINE, Style(MONO, 11, leading=1.3)),
    "unnumbered": FieldBox(139, _LINE, VALUE),
    "product": FieldBox(139, _LINE, VALUE),
    "amount": FieldBox(139, _LINE, VALUE),
    "method": FieldBox(139, _LINE, VALUE),
    "due_on": FieldBox(139, _LINE, VALUE),
    "delivery": FieldBox(139, _LINE, VALUE),
    "paper_delivery": FieldBox(139, _LINE, VALUE),
    "period": FieldBox(381, _LINE, VALUE),
    "fee_account": _NAMES,
    **{f"line_{count}": FieldBox(333, _TWO, Style(SERIF, 8.5, 7), attribute="lines") for count in range(FEE_LINES)},
    **{f"sum_{count}": FieldBox(106, _LINE, SUM) for count in range(FEE_LINES)},
    "fee": FieldBox(106, _LINE, SUM),
    "earlier_charges": FieldBox(106, _LINE, SUM),
    "balance": FieldBox(106, _LINE, SUM),
    "unpaid": FieldBox(106, _LINE, SUM),
}

BILL_LINES = 10
"""The fee statements on a page of a bill."""
_HALF = FieldBox(139, _LINE, VALUE)
MONTHLY_BILL: Mapping[str, FieldBox] = {
    **_issuer(210),
    "issued_on": FieldBox(200, 16, DATE),
    "bill_number": FieldBox(240, 14, Style(MONO, 10, 6, align="right"), "請求書番号　{}"),
    "page": FieldBox(100, 14, CONTACT),
    **{name: box for name, box in FEE_STATEMENT.items() if name.startswith("bill_to")},
    "due": FEE_STATEMENT["due"],
    "month": _HALF,
    "due_on": _HALF,
    "principal_name": _NAMES,
    "fee_account": _NAMES,
    **{f"statement_{place}": FieldBox(98, 12, Style(MONO, 8.5, 6)) for place in range(BILL_LINES)},
    **{
        f"line_{place}": FieldBox(265, 22.5, Style(SERIF, 8.5, 5.5), attribute="project_name")
        for place in range(BILL_LINES)
    },
    **{f"sum_{place}": FieldBox(84, _LINE, SUM) for place in range(BILL_LINES)},
    "count": FieldBox(265, _LINE, VALUE),
    "total": FieldBox(84, _LINE, SUM),
}

CLAIM_LINES = 3
"""The most lines of the calculation of a claim."""
CLAIM_RECEIPT: Mapping[str, FieldBox] = {
    **{name: FEE_STATEMENT[name] for name in ("project_name", "joint_venture_name", "principal_name", "lead_member")},
    **_issuer(210),
    "issued_on": FieldBox(200, 16, DATE),
    "addressee": FieldBox(255, 46, Style(SERIF, 13, 7), "{}　様", "obligee_title"),
    "claimed": FEE_STATEMENT["due"],
    "number": FEE_STATEMENT["number"],
    **dict.fromkeys(("product", "received_on", "due_on", "amount", "contract_ended_on"), _HALF),
    "claim_bank": _NAMES,
    "claim_account": _NAMES,
    **{f"line_{count}": FieldBox(333, _LINE, VALUE, attribute="lines") for count in range(CLAIM_LINES)},
    **{f"sum_{count}": FieldBox(106, _LINE, SUM) for count in range(CLAIM_LINES)},
    "balance": FieldBox(106, _LINE, SUM),
    "total": FieldBox(106, _LINE, SUM),
}
