"""The canonical form that identifies repeated input, across versions of the program."""

import dataclasses
import datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest

from security import canonical_form

DIGEST = "6f1c8f0656c6086f4881e95ba359da6e538c0a6650470e504031f816fe7f7e88"
ID = UUID("01980000-0000-7000-8000-000000000001")
DAY = datetime.date(2026, 11, 20)


class Colour(StrEnum):
    RED = "RED"


class Size(IntEnum):
    SMALL = 1


@dataclasses.dataclass(frozen=True)
class Before:
    name: str
    amount: int
    note: str | None


def later(**values: Any) -> object:
    """The same class in a later version: fields in another order, and more of them."""
    fields: list[Any] = [
        ("note", str | None),
        ("name", str),
        ("amount", int),
        ("added", str | None),
        ("is_new", bool, dataclasses.field(default=False)),
        ("count", int, dataclasses.field(default=1)),
        ("members", list, dataclasses.field(default_factory=list)),
        ("cache", int, dataclasses.field(default=0, compare=False)),
    ]
    return dataclasses.make_dataclass("Renamed", fields)(**values)


def test_new_fields_with_their_defaults_leave_the_digest_alone() -> None:
    before = canonical_form.digest(Before("橋", 5, None))
    assert canonical_form.digest(later(name="橋", amount=5, note=None, added=None)) == before
    assert canonical_form.digest(later(name="橋", amount=5, note=None, added=None, cache=3)) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"added": "x"},
        {"is_new": True},
        {"is_new": 0},
        {"count": 2},
        {"count": True},
        {"members": ["x"]},
        {"name": "川"},
    ],
)
def test_other_values_change_it(changes: dict[str, Any]) -> None:
    same: dict[str, Any] = {"name": "橋", "amount": 5, "note": None, "added": None}
    assert canonical_form.digest(later(**same | changes)) != canonical_form.digest(later(**same))


def test_every_type_has_a_form_of_its_own() -> None:
    values: list[Any] = [
        None, True, False, 1, 0, "1", "True", "RED", Colour.RED, Size.SMALL, "", (), [None], ["1"], [1], [[1]],
        b"\x01", "01", DAY, "2026-11-20", datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC), ID, str(ID), ID.hex,
        {}, {"a": 1}, {"b": 1}, {"a": "1"}, "\ud800",
    ]  # fmt: skip
    assert len({canonical_form.digest(value) for value in values}) == len(values)


def test_names_count_and_their_order_does_not() -> None:
    assert canonical_form.digest({"a": 1, "b": 2, "c": None}) == canonical_form.digest({"b": 2, "a": 1})
    assert canonical_form.digest((1, 2)) == canonical_form.digest([1, 2]) != canonical_form.digest([2, 1])
    assert canonical_form.digest(Before("橋", 5, None)) == canonical_form.digest({"name": "橋", "amount": 5})


def test_a_digest_is_the_same_in_every_version_of_this_form() -> None:
    """When this fails, raise VERSION: stored digests can no longer be compared."""
    digest = canonical_form.digest(
        {"day": DAY, "id": ID, "colour": Colour.RED, "form": Before("橋", 5, "\n"), "file": b"x"}
    )
    assert digest.hex() == "01" + DIGEST


@pytest.mark.parametrize("value", [1j, object(), Before, {1, 2}])
def test_what_has_no_form_is_no_input(value: object) -> None:
    with pytest.raises(TypeError, match="has no canonical form"):
        canonical_form.digest(value)


def test_numbers_with_a_fraction_are_told_apart() -> None:
    assert canonical_form.digest(33.33) == canonical_form.digest(33.33) != canonical_form.digest(33.34)


def test_digests_of_other_versions_tell_nothing() -> None:
    one, other = canonical_form.digest("a"), canonical_form.digest("b")
    assert canonical_form.may_be_same(one, one)
    assert not canonical_form.may_be_same(one, other)
    assert canonical_form.may_be_same(b"\x02" + other[1:], one)
    assert canonical_form.may_be_same(b"\x01" * 32, one), "the digests of before there were versions have 32 bytes"
