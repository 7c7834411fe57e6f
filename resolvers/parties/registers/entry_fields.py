"""The fields of a register's entries: what is accepted, and how people read it in the history of changes."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jaconv

from models.errors import Problem
from models.outgoing_mail import LONGEST_ADDRESS
from models.parties import corporate_number
from models.parties.surety import MOST_DUE_DAYS, PLAIN_ADDRESS
from models.texts.mail_addresses import MalformedAddress, as_sent
from resolvers import text_checks
from resolvers.text_checks import Path, name_in_api

_PLAIN = re.compile(PLAIN_ADDRESS)
_CODE = re.compile("[0-9]{3}")
_ACCOUNT_NUMBER = re.compile("[0-9]{7}")


@dataclass(frozen=True)
class EntryField:
    """A column of an entry; a text has a maximum length in characters."""

    column: str
    label: str
    length: int | None = None
    printed: str | None = None
    """The field of documents on which the text has to be printable."""
    is_multiline: bool = False
    is_optional: bool = False
    has_default: bool = False
    """Whether a new entry may leave it out, though it always has a value."""
    is_operators: bool = False
    """Whether only the operator may set it."""
    check: Callable[[Any, Path], Iterator[Problem]] | None = None
    tidy: Callable[[str], str] = str
    below: str | None = None
    """The object of the input that has it."""

    @property
    def path(self) -> Path:
        """Its place in the input."""
        name = name_in_api(self.column)
        return (name,) if self.below is None else (self.below, name)

    def tidied(self, value: Any) -> Any:
        """A text without spaces around it, in the form that is stored; None for an empty one that is optional."""
        if not isinstance(value, str) or self.length is None:
            return value
        plain = self.tidy(value.strip())
        return None if self.is_optional and not plain else plain

    def problems(self, value: Any) -> Iterator[Problem]:
        """Why a value is not accepted."""
        if value is None and self.is_optional:
            return
        found: list[Problem] = []
        if self.length is not None:
            text = value or ""
            found += text_checks.check_form(text, self.path, self.length, is_multiline=self.is_multiline)
            if not found and self.printed:
                found += text_checks.check_printing(text, self.path, self.printed)
        if not found and self.check:
            found += self.check(value, self.path)
        yield from found

    def shown(self, value: Any) -> str | None:
        """A value as people read it."""
        if isinstance(value, bool):
            return "有効" if value else "無効"
        return None if value is None else f"{value}"


def active(*, is_operators: bool) -> EntryField:
    """Whether the entry is offered to new applications."""
    return EntryField("is_active", "状態", has_default=True, is_operators=is_operators)


def differences(
    fields: tuple[EntryField, ...], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """What differs, in the order of the fields; what is missing in `before` was nothing."""
    words = ((field, field.shown(before.get(field.column)), field.shown(after[field.column])) for field in fields)
    return [
        {"path": list(field.path), "label": field.label, "before": old, "after": new}
        for field, old, new in words
        if old != new
    ]


def mail_address(value: str, path: Path) -> Iterator[Problem]:
    """Whether mails can be sent from and to an address."""
    try:
        as_sent(value)
    except MalformedAddress:
        is_address = False
    else:
        is_address = len(value) <= LONGEST_ADDRESS and _PLAIN.fullmatch(value) is not None
    if not is_address:
        yield Problem(path, "MALFORMED", "メールアドレスの形式で入力してください。")


def branch_code(value: str, path: Path) -> Iterator[Problem]:
    """Whether guarantee numbers can begin with it."""
    if not _CODE.fullmatch(value):
        yield Problem(path, "MALFORMED", "支店コードは3桁の数字で入力してください。")


def account_number(value: str, path: Path) -> Iterator[Problem]:
    """Whether it is the number of a bank account."""
    if not _ACCOUNT_NUMBER.fullmatch(value):
        yield Problem(
            path, "MALFORMED", "口座番号は7桁の数字で入力してください（7桁に満たない番号は先頭に0を付けます）。"
        )


def due_days(value: int, path: Path) -> Iterator[Problem]:
    """Whether a fee can be due so many days after the approval."""
    if not 1 <= value <= MOST_DUE_DAYS:
        yield Problem(path, "OUT_OF_RANGE", f"1日から{MOST_DUE_DAYS}日までで指定してください。")


def corporation(value: str, path: Path) -> Iterator[Problem]:
    """Whether it is a corporate number with its check digit."""
    try:
        corporate_number.parse(value)
    except ValueError as error:
        yield Problem(path, "MALFORMED", str(error))


def half_width(text: str) -> str:
    """The text with digits and letters in half width."""
    return unicodedata.normalize("NFKC", text)


def number_of(text: str) -> str:
    """A corporate number as it is stored; a text that is none as it is."""
    try:
        return corporate_number.parse(text)
    except ValueError:
        return text


def full_width(text: str) -> str:
    """The text with kana, letters and digits in full width, as banks have them."""
    return jaconv.h2z(text, kana=True, ascii=True, digit=True)
