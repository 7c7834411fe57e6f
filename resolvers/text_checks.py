"""Validation of texts of an application: length, control characters, and printability on the documents."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from models.content.certificate_content import BY_NAME, texts_from
from models.content.content_field import Place
from models.errors import InvalidInput, Problem
from models.texts import given_text
from pdf.documents import printable_texts

LONGEST_NAME = 120
LONGEST_SEARCH = 150
"""Characters: the limit of a whole name, also after ㈱ and the like expand to several."""

LONGEST_REASON = 1_000
LONGEST_BODY = 2_000
"""Of a message or note."""

Path = tuple[str, ...]


def check(data: object, path: Path, lengths: Mapping[str, int]) -> Iterator[Problem]:
    """The problems of these attributes of `data`, with a maximum length in characters; None is ignored."""
    for name, length in lengths.items():
        value = getattr(data, name)
        if value is not None:
            yield from _check(value, (*path, name_in_api(name)), length, name)


def lengths_of(data: object, table: str) -> Mapping[str, int]:
    """The maximum lengths of a request's texts that certificates copy from a table, in the request's order."""
    declared = texts_from(table)
    return {name: field.length for name in vars(data) if (field := declared.get(name)) and field.length}


def check_member(value: str, path: Path, length: int) -> Iterator[Problem]:
    """The problems of the name or the address of a joint venture's member, by itself."""
    yield from _check(value, path, length, "joint_venture_members")


def check_form(value: str, path: Path, length: int, *, is_multiline: bool) -> Iterator[Problem]:
    """The problem of a text, with a maximum length in characters; printability is not checked."""
    problems = list(_check_characters(value, path, length, is_multiline=is_multiline))
    if not problems and not given_text.is_visible(value):
        problems = [Problem(path, "REQUIRED", "入力してください。")]
    yield from problems


def check_search(value: str | None, path: Path) -> Iterator[Problem]:
    """The problem of a search text; one of spaces matches everything."""
    if value is not None:
        plain = unicodedata.normalize("NFKC", value)  # which may be longer
        yield from _check_characters(plain, path, LONGEST_SEARCH, is_multiline=True)


def require_searchable(**texts: str | None) -> None:
    """Raises InvalidInput for invalid search texts, by their names."""
    if problems := [each for name, text in texts.items() for each in check_search(text, (name_in_api(name),))]:
        raise InvalidInput(problems)


def require_reason(reason: str) -> str:
    """The reason without outer spaces. Raises InvalidInput for none, an overlong one, and invisible characters."""
    plain = reason.strip()
    if problems := list(check_form(plain, ("reason",), LONGEST_REASON, is_multiline=True)):
        raise InvalidInput(problems)
    return plain


def require_body(body: str, what: str) -> str:
    """The text of a message or note without outer spaces. Raises InvalidInput for none, and for a malformed one."""
    plain = body.strip()
    if not 0 < len(plain) <= LONGEST_BODY:
        text = f"{what}を{LONGEST_BODY:,}文字以内で入力してください。"
        raise InvalidInput([Problem(("body",), "TOO_LONG" if plain else "REQUIRED", text)])
    if problems := list(check_form(plain, ("body",), LONGEST_BODY, is_multiline=True)):
        raise InvalidInput(problems)
    return plain


def check_printing(value: str, path: Path, field: str) -> Iterator[Problem]:
    """Why a text cannot be printed on the documents as their `field`; checked before anything is issued."""
    for code, message in _printing_problems(field, value):
        yield Problem(path, code, message)


@lru_cache(maxsize=1_000)
def name_in_api(name: str) -> str:
    """The attribute's name in the API."""
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


@lru_cache(maxsize=1_000)
def _printing_problems(field: str, value: str) -> tuple[tuple[str, str], ...]:
    """Codes and messages. The dry run of a form checks the same texts again and again."""
    return tuple((problem.code, problem.message) for problem in printable_texts.find_problems(field, value))


def _check_characters(value: str, path: Path, length: int, *, is_multiline: bool) -> Iterator[Problem]:
    if len(value) > length:
        yield Problem(path, "TOO_LONG", f"{length}文字以内で入力してください。")
    bad = given_text.forbidden(value, allowed="\n\r\t" if is_multiline else "")
    if bad is not None:
        yield Problem(path, "FORBIDDEN_CHARACTER", f"使用できない文字（U+{ord(bad):04X}）が含まれています。")


def _check(value: str, path: Path, length: int, field: str) -> Iterator[Problem]:
    problems = list(check_form(value, path, length, is_multiline=field == "message"))
    is_in_content = field in BY_NAME and BY_NAME[field].is_shown(Place.PAPER)
    if not problems and (is_in_content or field in printable_texts.FIELD_BOXES):
        problems = list(check_printing(value, path, field))
    yield from problems
