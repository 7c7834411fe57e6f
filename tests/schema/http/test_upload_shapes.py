"""A malformed upload gets an error that names the wrong part, and changes nothing."""

import random

import pytest

from models.audit_records import AuditEvent
from tests.conftest import Api
from tests.support.error_responses import error_codes
from tests.support.multipart import MAP, OPERATIONS, PDF, VERIFY, body, multipart_body, operation, post


def at(*paths: object) -> dict[str, object]:
    return {"0": list(paths)}


JSON_MESSAGE = "map の部分が JSON（UTF-8）として読めません"
OBJECT = "map の部分は JSON オブジェクトとしてください"
ONE = "map には、ファイル1つとその経路1つを書いてください"
BEGIN = "map の経路は variables. で始めてください"
NOWHERE = "map の経路の先が operations の variables にありません"
NOT_NULL = "variables の中の null としてください"
NO_FILE_THERE = "ファイル（Upload 型）のためのものではありません"
ORDER = "operations、map、map に書いた名前のファイルの順に"
UNREADABLE = "multipart/form-data として読めません"
TRUNCATED = "途中で終わっています"
OTHER = "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k) { projectName } }"
HEADER = b'--b\r\nContent-Disposition: form-data; name="operations"\r\n'

SHAPES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", TRUNCATED),
    "no part": (b"--b--\r\n", "operations の部分がありません"),
    "another boundary": (multipart_body().replace(b"--b", b"--c"), UNREADABLE),
    "JSON": (OPERATIONS, UNREADABLE),
    "nothing but line ends": (b"\r\n" * 500, TRUNCATED),
    "map not JSON": (body([("operations", OPERATIONS), ("map", b"{"), ("0", PDF)]), JSON_MESSAGE),
    "map empty": (body([("operations", OPERATIONS), ("map", b""), ("0", PDF)]), JSON_MESSAGE),
    "map not UTF-8": (body([("operations", OPERATIONS), ("map", b'{"0": ["\xff"]}')]), JSON_MESSAGE),
    "map a list": (multipart_body(None, [["variables.file"]]), OBJECT),
    "map a string": (multipart_body(None, "variables.file"), OBJECT),
    "map a number": (multipart_body(None, 0), OBJECT),
    "map null": (body([("operations", OPERATIONS), ("map", b"null"), ("0", PDF)]), OBJECT),
    "map without a file": (multipart_body(None, {}), ONE),
    "map with two files": (multipart_body(None, {"0": ["variables.file"], "1": ["variables.other"]}), ONE),
    "a path that is no list": (multipart_body(None, {"0": "variables.file"}), ONE),
    "a path that is null": (multipart_body(None, {"0": None}), ONE),
    "no path": (multipart_body(None, at()), ONE),
    "two paths": (multipart_body(None, at("variables.file", "variables.file")), ONE),
    "a number as path": (multipart_body(None, at(0)), ONE),
    "a nested path": (multipart_body(None, at(["variables.file"])), ONE),
    "map too large": (multipart_body(None, at("variables.file" + "x" * 1_000)), "map の部分は1,000バイトまで"),
    "an empty path": (multipart_body(None, at("")), BEGIN),
    "a path to the query": (multipart_body(None, at("query")), BEGIN),
    "a path to the variables": (multipart_body(None, at("variables")), BEGIN),
    "a path of a batch": (multipart_body(None, at("0.variables.file")), BEGIN),
    "a path into nothing": (multipart_body(None, at("variables.other")), NOWHERE),
    "an empty step": (multipart_body(None, at("variables.")), NOWHERE),
    "two dots": (multipart_body(None, at("variables..file")), NOWHERE),
    "below null": (multipart_body(None, at("variables.file.0")), NOWHERE),
    "__proto__": (multipart_body(None, at("variables.__proto__.file")), NOWHERE),
    "__class__": (multipart_body(None, at("variables.file.__class__")), NOWHERE),
    "a deep path": (multipart_body(None, at("variables" + ".a" * 400)), NOWHERE),
    "no variables": (multipart_body({"query": VERIFY}), NOWHERE),
    "variables null": (multipart_body(operation(None)), NOWHERE),
    "into a string": (multipart_body(operation({"file": "abc"}), at("variables.file.0")), NOWHERE),
    "into a number": (multipart_body(operation({"file": 5}), at("variables.file.0")), NOWHERE),
    "into true": (multipart_body(operation({"file": True}), at("variables.file.real")), NOWHERE),
    "index beyond the end": (multipart_body(operation({"file": [None]}), at("variables.file.1")), NOWHERE),
    "negative index": (multipart_body(operation({"file": [None]}), at("variables.file.-1")), NOWHERE),
    "huge index": (multipart_body(operation({"file": [None]}), at("variables.file." + "9" * 900)), NOWHERE),
    "index with a zero": (multipart_body(operation({"file": [None]}), at("variables.file.00")), NOWHERE),
    "index in Arabic": (multipart_body(operation({"file": [None]}), at("variables.file.\u0660")), NOWHERE),
    "name in a list": (multipart_body(operation({"file": [None]}), at("variables.file.length")), NOWHERE),
    "a path to a string": (multipart_body(operation({"file": "YQ=="})), NOT_NULL),
    "a path to false": (multipart_body(operation({"file": False})), NOT_NULL),
    "a path to an object": (multipart_body(operation({"file": {}})), NOT_NULL),
    "an element where one file is expected": (
        multipart_body(operation({"file": [None]}), at("variables.file.0")),
        NO_FILE_THERE,
    ),
    "a field where a file is expected": (
        multipart_body(operation({"file": {"a": None}}), at("variables.file.a")),
        NO_FILE_THERE,
    ),
    "a variable of another type": (
        multipart_body(operation({"n": None, "k": None}, OTHER), at("variables.k")),
        NO_FILE_THERE,
    ),
    "a variable that is not declared": (multipart_body(operation({"x": None}), at("variables.x")), NO_FILE_THERE),
    "operations missing": (body([("map", MAP), ("0", PDF)]), ORDER),
    "operations last": (body([("map", MAP), ("0", PDF), ("operations", OPERATIONS)]), ORDER),
    "map missing": (body([("operations", OPERATIONS), ("0", PDF)]), ORDER),
    "map after the file": (body([("operations", OPERATIONS), ("0", PDF), ("map", MAP)]), ORDER),
    "only operations": (body([("operations", OPERATIONS)]), "map の部分がありません"),
    "a file that did not come": (body([("operations", OPERATIONS), ("map", MAP)]), "map に書いたファイルがありません"),
    "a file that is not in map": (body([("operations", OPERATIONS), ("map", MAP), ("1", PDF)]), ORDER),
    "the file twice": (multipart_body(None, None, ("0", PDF)), ORDER),
    "one file too many": (multipart_body(None, None, ("1", PDF)), ORDER),
    "operations twice": (body([("operations", OPERATIONS), ("operations", OPERATIONS), ("map", MAP)]), ORDER),
    "map twice": (body([("operations", OPERATIONS), ("map", MAP), ("map", MAP), ("0", PDF)]), ORDER),
    "another field": (body([("operations", OPERATIONS), ("map", MAP), ("token", b"x"), ("0", PDF)]), ORDER),
    "names in capitals": (body([("Operations", OPERATIONS), ("map", MAP), ("0", PDF)]), ORDER),
    "a thousand parts": (body([("x", b"")] * 1_000), ORDER),
    "operations a batch": (multipart_body([operation({"file": None})], at("0.variables.file")), "一括送信は不可"),
    "operations a string": (multipart_body("{ viewer { role } }"), "JSON オブジェクトとしてください"),
    "operations not JSON": (
        body([("operations", b"{"), ("map", MAP)]),
        "operations の部分が JSON（UTF-8）として読めません",
    ),
    "operations without query": (multipart_body({"variables": {"file": None}}), "query には"),
    "variables a list": (multipart_body(operation([None]), at("variables.0")), "variables は JSON オブジェクト"),
    "a part without a name": (multipart_body().replace(b' name="0";', b""), "name のない部分があります"),
    "a part without headers": (b"--b\r\n\r\n{}\r\n--b--\r\n", "name のない部分があります"),
    "a header without a colon": (HEADER + b"nonsense\r\n\r\n{}\r\n--b--\r\n", UNREADABLE),
    "a header without an end": (HEADER + b"x: " + b"a" * 70_000, UNREADABLE),
    "a thousand headers": (HEADER + b"x: a\r\n" * 1_000, UNREADABLE),
    "no last boundary": (multipart_body().removesuffix(b"--b--\r\n"), TRUNCATED),
    "half a last boundary": (multipart_body().removesuffix(b"-\r\n"), TRUNCATED),
    "half a file": (multipart_body()[:-12], TRUNCATED),
    "half a header": (HEADER, TRUNCATED),
}


@pytest.mark.parametrize("name", SHAPES)
async def test_what_has_another_shape_is_told_which_part_is_wrong(api: Api, name: str) -> None:
    content, message = SHAPES[name]
    response = await post(api, content)
    assert error_codes(response) == ["BAD_REQUEST"]
    assert message in response.json()["errors"][0]["message"]
    assert response.status_code == (413 if "バイトまで" in message else 400)
    assert await AuditEvent.all().count() == 0


async def test_whatever_is_damaged_is_answered(api: Api) -> None:
    chance, sound = random.Random(6), multipart_body()  # noqa: S311 -- the same damage every time
    pieces = [b"--b\r\n", b"--b--", b"\r\n\r\n", b"{", b'"', b"null", b"\0", b"\xff", b'name="0"', b"variables."]
    for _ in range(500):
        content = bytearray(sound)
        for _ in range(chance.randint(1, 5)):
            start = chance.randrange(len(content))
            length = chance.choice((0, 1, 30))
            content[start : start + length] = chance.choice([b"", *pieces])
        response = await post(api, bytes(content))
        assert response.status_code in {200, 400}, bytes(content)
        assert response.json().keys() <= {"data", "errors", "extensions"}
