"""The machine-readable attachment of a key notice, written by key_notice_document.py and read from uploads."""

import datetime
import json
import unicodedata
from dataclasses import dataclass, field

from pdf.documents.document_data import Product

ATTACHMENT_NAME = "key-notice.json"
VERSION = 1
MAX_BYTES = 16_384
"""The attachment with the longest names has a sixth of it."""
_NEVER_PRINTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories: controls, formats, surrogates, private and unassigned characters, line separators."""


class InvalidAttachment(ValueError):
    """The data is no attachment of a key notice."""


@dataclass(frozen=True, kw_only=True)
class KeyNotice:
    """The content of a key notice. Number and key are as printed; whether they match is for the caller to check."""

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
        """The content of an untrusted attachment. Unknown names are ignored.

        Raises InvalidAttachment.
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
            raise InvalidAttachment(f"the attachment is not as it should be: {type(error).__name__}") from None


def _content(data: bytes) -> dict[str, object]:
    if len(data) > MAX_BYTES:
        raise InvalidAttachment("the attachment is too long")
    try:
        content = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise InvalidAttachment("the attachment is not JSON") from None
    if not isinstance(content, dict) or type(content.get("version")) is not int or content["version"] != VERSION:
        raise InvalidAttachment("the attachment has another version")
    return content


def _text(content: dict[str, object], name: str) -> str:
    """A printable text."""
    text = content[name]
    if not isinstance(text, str) or not text or any(unicodedata.category(each) in _NEVER_PRINTED for each in text):
        raise InvalidAttachment(f"{name} is not a text")
    return text
