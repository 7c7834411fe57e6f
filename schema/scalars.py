"""Scalars: accepted input and output. Their errors never repeat the input: it may be a key."""

import base64
import binascii
import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, NewType

import strawberry
from graphql import GraphQLError, GraphQLString, ValueNode
from graphql.type.scalars import coerce_string, parse_string_literal
from strawberry.types.scalar import ScalarDefinition

from models import numbering
from models.texts import given_text
from security import auth_keys

Yen = NewType("Yen", int)
GuaranteeNumber = NewType("GuaranteeNumber", str)
AuthKey = NewType("AuthKey", str)


class File:
    """A file among an operation's variables, by schema/http/multipart_requests.py: no message shows its content."""

    def __init__(self, content: bytes, name: str | None = None) -> None:
        self.content, self.name = content, name


Upload = NewType("Upload", File)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LARGEST_YEN = 2**53 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2999


def malformed(message: str) -> GraphQLError:
    """An error for an unreadable value."""
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def _yen(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_YEN:
        return value
    raise malformed("金額は円単位の整数で指定してください（文字列・小数は不可、絶対値は2の53乗未満）。")


def _date(value: object) -> datetime.date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            date = datetime.date.fromisoformat(value)
        except ValueError:
            pass
        else:
            if FIRST_YEAR <= date.year <= LAST_YEAR:
                return date
    raise malformed(f"日付は「2026-04-01」の形式（{FIRST_YEAR}年から{LAST_YEAR}年まで）で指定してください。")


def _file(value: object) -> File:
    if isinstance(value, File):
        return value
    try:
        if isinstance(value, str):
            return File(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        pass
    raise malformed("ファイルは、multipart/form-data で送信するか、内容を base64 の文字列で指定してください。")


def _bytes_stay_here(_: object) -> str:
    raise malformed("ファイルは入力にのみ使われます。")


def _parsed_text(parse: Callable[[str], str], expected: str) -> Callable[[object], str]:
    def parse_value(value: object) -> str:
        if not isinstance(value, str):
            raise malformed(expected)
        try:
            return parse(value)
        except ValueError as error:
            raise malformed(str(error)) from None

    return parse_value


SCALARS: Mapping[object, ScalarDefinition] = {
    Yen: strawberry.scalar(
        name="Yen",
        description="Whole yen, a JSON integer up to 2^53-1. (GraphQL's Int ends at 2^31-1; contract prices do not.)",
        serialize=int,
        parse_value=_yen,
    ),
    datetime.date: strawberry.scalar(
        name="Date",
        description="A day, such as 2026-04-01.",
        serialize=datetime.date.isoformat,
        parse_value=_date,
    ),
    GuaranteeNumber: strawberry.scalar(
        name="GuaranteeNumber",
        description="Like 31073-00001M; the check letter is verified on input. Full-width input is accepted.",
        serialize=str,
        parse_value=_parsed_text(numbering.parse, "保証契約番号は文字列で指定してください。"),
    ),
    AuthKey: strawberry.scalar(
        name="AuthKey",
        description="12 letters and digits, case-sensitive. Pass it as a variable, never inline.",
        serialize=str,
        parse_value=_parsed_text(auth_keys.parse, "認証キーは文字列で指定してください。"),
    ),
    Upload: strawberry.scalar(
        name="Upload",
        description="A file of up to 10 MB by the GraphQL multipart request specification, one in an operation; or its"
        " bytes in base64, of which a request has room for 70 kB. Only for input.",
        serialize=_bytes_stay_here,
        parse_value=_file,
    ),
}


def _text(value: object) -> str:
    return given_text.compose_kana(coerce_string(value))


def _text_literal(node: ValueNode, variables: Any = None) -> str:
    return given_text.compose_kana(parse_string_literal(node, variables))


# graphql-core has one String, which cannot be redeclared: its own introspection uses it.
vars(GraphQLString).update(coerce_input_value=_text, coerce_input_literal=_text_literal)


def config_scalars() -> dict[Any, ScalarDefinition]:
    """The scalars by the Python types that they represent."""
    return dict(SCALARS)
