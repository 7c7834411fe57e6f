"""Ids and cursors in the API."""

import base64
import datetime
from typing import NamedTuple
from uuid import UUID

_EPOCH, _MICROSECOND = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC), datetime.timedelta(microseconds=1)
_MOMENT = 8
"""Bytes of the microseconds since the epoch."""
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


class Position(NamedTuple):
    """A place in a list that is in the order of a moment, and then of the key."""

    moment: datetime.datetime
    key: UUID


def to_cursor(key: UUID, moment: datetime.datetime | None = None) -> str:
    """An opaque cursor that stays valid when rows around it are added or removed; of a list in order of the moment."""
    since = b"" if moment is None else ((moment - _EPOCH) // _MICROSECOND).to_bytes(_MOMENT, signed=True)
    return base64.urlsafe_b64encode(key.bytes + since).decode().rstrip("=")


def from_cursor(cursor: str) -> UUID:
    """The key in a cursor. Raises ValueError."""
    return UUID(bytes=_bytes_of(cursor))


def position(cursor: str) -> Position:
    """The place in a cursor of a list in order of a moment. Raises ValueError."""
    value = _bytes_of(cursor)
    if len(value) != len(UNKNOWN.bytes) + _MOMENT:
        raise ValueError("not a cursor of such a list")
    key, since = value[:-_MOMENT], int.from_bytes(value[-_MOMENT:], signed=True)
    try:
        return Position(_EPOCH + since * _MICROSECOND, UUID(bytes=key))
    except OverflowError as error:
        raise ValueError("no such moment") from error


def to_sorted_cursor(key: UUID, value: int) -> str:
    """A cursor of a list that is sorted by a value: the row may change its value or disappear."""
    return base64.urlsafe_b64encode(key.bytes + value.to_bytes(_VALUE, signed=True)).decode()


def from_sorted_cursor(cursor: str) -> tuple[UUID, int]:
    """Key and value of a cursor. Raises ValueError."""
    decoded = _bytes_of(cursor)
    return UUID(bytes=decoded[:-_VALUE]), int.from_bytes(decoded[-_VALUE:], signed=True)


def _bytes_of(cursor: str) -> bytes:
    return base64.b64decode(cursor + "==", altchars=b"-_", validate=True)
