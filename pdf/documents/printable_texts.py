"""Checks whether the documents can print a text, before anything is issued.

A check takes a fraction of a millisecond, without borb and without rendering, so that applications can be checked.
"""

from collections.abc import Mapping, Sequence

from pdf.documents.document_data import Member
from pdf.documents.field_boxes import CERTIFICATE, CLAIM_RECEIPT, FEE_STATEMENT, KEY_NOTICE, TABLE_VALUE
from pdf.layout.line_breaking import LINE_END, FieldBox, FieldText, fits, missing_glyphs
from pdf.layout.text_problems import NoGlyph, NoText, TextDoesNotFit, TextProblem

_DOCUMENTS = (CERTIFICATE, KEY_NOTICE, FEE_STATEMENT, CLAIM_RECEIPT)
_NAMES_OF_THE_PRINCIPAL = (
    *("principal_name", "lead_member"),
    *("contractor_name", "lead_contractor", "addressee", "lead_addressee"),
)
LISTED = "listed_members"
_NAMES_OF_THE_VENTURE = ("joint_venture_name", "venture_addressee")


def _boxes(*names: str) -> tuple[FieldBox, ...]:
    return tuple(document[name] for name in names for document in _DOCUMENTS if name in document)


FIELD_BOXES: Mapping[str, tuple[FieldBox, ...]] = {
    "principal_name": _boxes(*_NAMES_OF_THE_PRINCIPAL),
    "joint_venture_name": _boxes(*_NAMES_OF_THE_VENTURE),
    "claim_bank": _boxes("claim_bank"),
    "claim_account": _boxes("claim_account"),
    "bill_to_name": _boxes("bill_to", "bill_to_name", "bill_to_below_address"),
    **{
        field: _boxes(field)
        for field in (
            *("project_name", "obligee_title", "principal_address", "joint_venture_members", "listed_members"),
            *(
                "deposit_bank",
                "bill_to",
                "bill_to_department",
                "bill_to_address",
                "fee_account",
                "surety_name",
                "surety_address",
                "surety_representative",
            ),
            *("general_terms", "branch_name", "branch_telephone", "branch_fax"),
        )
    },
}
"""By field that people fill in: its boxes on all documents, if not TABLE_VALUE only."""


def find_problems(field: str, text: str) -> tuple[TextProblem, ...]:
    """Problems of a text: NoText, NoGlyph for each such character, or TextDoesNotFit; empty if it can be printed.

    `field` is a key of FIELD_BOXES, or a row of the certificate's table that has no box of its own. Members of a joint
    venture are checked together, see `list_members`.
    """
    if not text.strip():
        return (NoText(field),)
    texts = [FieldText(field, text, box) for box in FIELD_BOXES.get(field, (TABLE_VALUE,))]
    missing = dict.fromkeys(character for each in texts for character in missing_glyphs(each))
    if missing:
        return tuple(NoGlyph(field, character) for character in missing)
    return () if all(map(fits, texts)) else (TextDoesNotFit(field),)


def list_members(members: Sequence[Member]) -> tuple[str, str]:
    """The members of a joint venture as certificates list them, and the field that prints them.

    Where more than names is known, each is on a line of its own, if the certificate has space for it.
    """
    if not any(_details(member) for member in members):
        return "joint_venture_members", "、".join(member.name for member in members)
    lines = LINE_END.join("　".join((member.name, *_details(member))) for member in members)
    if fits(FieldText(LISTED, lines, CERTIFICATE[LISTED])):
        return LISTED, lines
    texts = (
        f"{member.name}（{'、'.join(_details(member))}）" if _details(member) else member.name for member in members
    )
    return LISTED, "、".join(texts)


def _details(member: Member) -> list[str]:
    share = member.share_percent
    percent = None if share is None else f"出資割合{share:g}％"
    return [text for text in (member.address, percent) if text]
