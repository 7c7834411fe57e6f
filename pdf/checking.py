"""Checking texts before anything is issued: whether the documents can print them.

Cheap, for the step in which somebody applies: a few microseconds a text, without borb and without making a document.
"""

from pdf.japanese import Part, Room, set_parts
from pdf.problems import TextProblem
from pdf.rooms import ALL


def problem(field: str, text: str) -> TextProblem | None:
    """What keeps a text from being printed, or None; NoText, NoGlyph or TextDoesNotFit, with the field and the character.

    `field` is an attribute of a sheet or of its issuer: project_name, bill_to …; members of a joint venture are checked
    together, as 、 joins them. Raises KeyError for a field that no document has.
    """
    for room in _ROOMS[field]:
        try:
            set_parts([Part(field, _LONGEST.get(field, "{}").format(text), room)])
        except TextProblem as found:
            return found
    return None


_LONGEST = {
    "contractor_name": "{}　様",
    "principal_name": "代表者　{}",
    "bill_to": "{}　様",
    "joint_venture_members": "構成員　{}",
}
"""What stands around a field's text where it has least room."""
