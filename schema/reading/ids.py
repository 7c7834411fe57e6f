"""Ids and cursors in the API."""

import base64
from uuid import UUID

_VALUE = 8
"""Bytes of a value in a cursor."""
UNKNOWN = UUID(int=0)
"""The id of no row; a value that cannot be an id of the wanted type becomes this, and is not found."""


def to_id(type_name: str, key: UUID) -> str:
    """The id of a node, such as Guarantee_0192f0c1….."""
    return f"{type_name}_{key.hex}"


def split(id_: str) -> tuple[str, UUID]:
    """Type name and key of an id; UNKNOWN if it is malformed."""
    type_name, _, text = id_.rpartition("_")
    try:
        return type_name, UUID(hex=text)
    except ValueError:
        return type_name, UNKNOWN


def key_of(id_: str, type_name: str) -> UUID:
    """The key in an id of the wanted type; UNKNOWN for any other id."""
    found_type, key = split(id_)
    return key if found_type == type_name else UNKNOWN


def wanted(id_: str | None, type_name: str) -> UUID | None:
    """The same for an optional id."""
    return None if id_ is None else key_of(id_, type_name)


def to_cursor(key: UUID) -> str:
    """An opaque cursor that stays valid when rows around it are added or removed."""
    return base64.urlsafe_b64encode(key.bytes).decode().rstrip("=")


def from_cursor(cursor: str) -> UUID:
    """The key in a cursor. Raises ValueError."""
    return UUID(bytes=_decoded(cursor))


def to_sorted_cursor(key: UUID, value: int) -> str:
    """A cursor of a list that is sorted by a value: the row may change its value or disappear."""
    return base64.urlsafe_b64encode(key.bytes + value.to_bytes(_VALUE, signed=True)).decode()


def from_sorted_cursor(cursor: str) -> tuple[UUID, int]:
    """Key and value of a cursor. Raises ValueError."""
    decoded = _decoded(cursor)
    return UUID(bytes=decoded[:-_VALUE]), int.from_bytes(decoded[-_VALUE:], signed=True)


def _decoded(cursor: str) -> bytes:
    return base64.b64decode(cursor + "==", altchars=b"-_", validate=True)
