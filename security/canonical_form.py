"""A canonical form of input, which is the same in all versions of the program, and its digest.

The names of fields and the types of values are part of it, their order and the names of classes are not. A field with
its default value is left out: input from before a field existed equals input without the field.
"""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any
from uuid import UUID

VERSION = 1
"""To be incremented when the form of the same input changes."""
_TAGGED: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (Enum, "enum", lambda value: _form(value.value)),
    (bytes, "bytes", bytes.hex),
    (datetime.date, "date", lambda value: value.isoformat()),
    (UUID, "uuid", lambda value: value.hex),
)
"""Types that JSON does not have; enumerations come first, since some of them are strings."""


def digest(value: object) -> bytes:
    """The version, and SHA-256 of the form. Raises TypeError for values without a canonical form."""
    text = json.dumps(_form(value), sort_keys=True, separators=(",", ":"))
    return bytes([VERSION]) + hashlib.sha256(text.encode()).digest()


def may_be_same(one: bytes, other: bytes) -> bool:
    """Whether two digests can be of the same input; digests of different versions are not comparable."""
    return one == other or _version(one) != _version(other)


def _version(digest_: bytes) -> int:
    return digest_[0] if len(digest_) > hashlib.sha256().digest_size else 0


def _form(value: object) -> Any:
    for type_, tag, form in _TAGGED:
        if isinstance(value, type_):
            return {tag: form(value)}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple | list):
        return [_form(each) for each in value]  # pyright: ignore[reportUnknownVariableType] -- of anything
    return {"fields": _fields(value)}


def _fields(value: object) -> dict[str, Any]:
    if isinstance(value, Mapping):
        given: dict[str, object] = {name: each for name, each in value.items() if each is not None}
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        given = {
            field.name: each
            for field in dataclasses.fields(value)
            if field.compare and not _is_same(each := getattr(value, field.name), _default(field))
        }
    else:
        raise TypeError(f"{type(value).__name__} has no canonical form")
    return {name: _form(each) for name, each in given.items()}


def _is_same(value: object, default: object) -> bool:
    return type(value) is type(default) and value == default


def _default(field: "dataclasses.Field[Any]") -> object:
    """None for a field without a default: None means that it is not given."""
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return None if field.default is dataclasses.MISSING else field.default
