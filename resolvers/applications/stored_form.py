"""The form of an application as JSON, complete or not: how drafts and submissions store it."""

import dataclasses
import datetime
from collections.abc import Mapping
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin
from uuid import UUID

from models.commands import ApplicationRequest, ContractRequest, GuaranteeRequest, MemberRequest

D = TypeVar("D", MemberRequest, ContractRequest, GuaranteeRequest, ApplicationRequest)


def written(form: ApplicationRequest | ContractRequest | GuaranteeRequest | MemberRequest) -> dict[str, Any]:
    """The form as JSON, without what is missing."""
    return {name: _written(value) for name, value in vars(form).items() if value is not None}


def read(form: Mapping[str, Any]) -> ApplicationRequest:
    """The form; fields that were added since it was stored are missing in it."""
    return _read(ApplicationRequest, form)


def _written(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return written(value)  # type: ignore[arg-type] -- no other dataclass is in a form
    if isinstance(value, tuple):
        return [_written(each) for each in value]  # type: ignore[misc]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value.value if isinstance(value, Enum) else value


def _read(cls: type[D], data: Mapping[str, Any]) -> D:
    return cls(**{field.name: _value(field.type, data.get(field.name)) for field in dataclasses.fields(cls)})


def _value(type_: Any, value: Any) -> Any:
    kinds = get_args(type_) if get_origin(type_) is UnionType else (type_,)
    (kind,) = (each for each in kinds if each is not type(None))
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], each) for each in value or ())
    if value is None:
        return None
    if dataclasses.is_dataclass(kind):
        return _read(kind, value)  # type: ignore[type-var]
    if kind is datetime.date:
        return datetime.date.fromisoformat(value)
    return kind(value) if kind is UUID or issubclass(kind, Enum) else value
