"""Whether the documents can print a text, to be asked before anything is issued.

Cheap, for the step in which somebody applies: a fraction of a millisecond a text, without borb and without a document.
"""

from collections.abc import Iterable, Mapping

from pdf.documents.field_boxes import CERTIFICATE, FEE_STATEMENT, KEY_NOTICE, TABLE_VALUE
from pdf.layout.line_breaking import Part, Room, fits, without_glyph
from pdf.layout.text_problems import NoGlyph, NoText, TextDoesNotFit, TextProblem

_DOCUMENTS = (CERTIFICATE, KEY_NOTICE, FEE_STATEMENT)
_NAMES_OF_THE_PRINCIPAL = (
    *("principal_name", "lead_member"),
    *("contractor_name", "lead_contractor", "addressee", "lead_addressee"),
)
_NAMES_OF_THE_VENTURE = ("joint_venture_name", "venture_addressee")


def _rooms(*names: str) -> tuple[Room, ...]:
    return tuple(document[name] for name in names for document in _DOCUMENTS if name in document)


ROOMS: Mapping[str, tuple[Room, ...]] = {
    "principal_name": _rooms(*_NAMES_OF_THE_PRINCIPAL),
    "joint_venture_name": _rooms(*_NAMES_OF_THE_VENTURE),
    **{
        field: _rooms(field)
        for field in (
            *("project_name", "obligee_title", "principal_address", "joint_venture_members"),
            *("deposit_bank", "bill_to", "fee_account", "surety_name", "surety_address", "surety_representative"),
            *("general_terms", "branch_name", "branch_telephone", "branch_fax"),
        )
    },
}
"""Where the documents print each field that people fill in, if not in TABLE_VALUE only."""


def problems(field: str, text: str) -> tuple[TextProblem, ...]:
    """What keeps a text from being printed: NoText, NoGlyph for each such character, or TextDoesNotFit; mostly nothing.

    `field` is one of ROOMS, or a row of the certificate's table that has no box of its own. Members of a joint venture
    are checked together, see `members`.
    """
    if not text.strip():
        return (NoText(field),)
    parts = [Part(field, text, room) for room in ROOMS.get(field, (TABLE_VALUE,))]
    missing = dict.fromkeys(character for part in parts for character in without_glyph(part))
    if missing:
        return tuple(NoGlyph(field, character) for character in missing)
    return () if all(map(fits, parts)) else (TextDoesNotFit(field),)


def members(names: Iterable[str]) -> str:
    """The members of a joint venture as certificates list them."""
    return "、".join(names)
