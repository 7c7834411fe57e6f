"""What is attached to a key notice for machines: one format, written by key_notice.py and read from uploads."""

import datetime
import json
import unicodedata
from dataclasses import dataclass, field

from pdf.documents.document_data import Product

ATTACHMENT_NAME = "key-notice.json"
VERSION = 1
LONGEST = 16_384
"""Bytes; of a notice with the longest names it is a sixth."""
_NEVER_PRINTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of controls, formats, halves of characters, private and unassigned ones, separators of lines."""


class InvalidData(ValueError):
    """Not what is attached to a key notice."""


@dataclass(frozen=True, kw_only=True)
class KeyNotice:
    """What a key notice says. Number and key are as printed: whether they belong together, only the register knows."""

    number: str
    key: str = field(repr=False)
    product: Product
    project_name: str
    contractor_name: str
    joint_venture_name: str | None
    obligee_title: str
    surety_name: str
    issued_on: datetime.date

    def to_json(self) -> bytes:
        """The attachment."""
        content = {
            "version": VERSION,
            "number": self.number,
            "key": self.key,
            "product": self.product.value,
            "project": self.project_name,
            "contractor": self.contractor_name,
            "jointVenture": self.joint_venture_name,
            "obligee": self.obligee_title,
            "surety": self.surety_name,
            "issuedOn": self.issued_on.isoformat(),
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "KeyNotice":
        """What an attachment says; strangers may have written it. Names that are not known are left aside.

        Raises InvalidData.
        """
        content = _content(data)
        try:
            return cls(
                number=_text(content, "number"),
                key=_text(content, "key"),
                product=Product(_text(content, "product")),
                project_name=_text(content, "project"),
                contractor_name=_text(content, "contractor"),
                joint_venture_name=None if content["jointVenture"] is None else _text(content, "jointVenture"),
                obligee_title=_text(content, "obligee"),
                surety_name=_text(content, "surety"),
                issued_on=datetime.date.fromisoformat(_text(content, "issuedOn")),
            )
        except (KeyError, ValueError) as error:
            raise InvalidData(f"the attachment is not as it should be: {type(error).__name__}") from None


def _content(data: bytes) -> dict[str, object]:
    if len(data) > LONGEST:
        raise InvalidData("the attachment is too long")
    try:
        content = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise InvalidData("the attachment is not JSON") from None
    if not isinstance(content, dict) or type(content.get("version")) is not int or content["version"] != VERSION:
        raise InvalidData("the attachment has another version")
    return content


def _text(content: dict[str, object], name: str) -> str:
    """A text of what is printed."""
    text = content[name]
    if not isinstance(text, str) or not text or any(unicodedata.category(each) in _NEVER_PRINTED for each in text):
        raise InvalidData(f"{name} is not a text")
    return text
