"""Operations with a file, by the GraphQL multipart request specification: `operations`, `map`, then the file.

Each part is checked on arrival, so that no rest is received in vain. Received parts are kept in memory, because the
file is processed as a whole; security/body_budget.py limits their size.
"""

import asyncio
import gc
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from pdf.workers.upload_pool import MAX_UPLOAD_BYTES, UPLOAD_TIMEOUT
from schema.http import multipart_map
from schema.http.request_parsing import MAX_BODY_BYTES, BadRequest, Desk, HttpRequest, parsed
from schema.reading.parsed_documents import Operation
from schema.scalars import File
from security.body_budget import Share

MULTIPART = "multipart/form-data"
PREFLIGHT_HEADERS = (
    "Apollo-Require-Preflight",
    "X-Apollo-Operation-Name",
    "GraphQL-Require-Preflight",
    "X-Requested-With",
)
"""Pages of other sites cannot send these without a preflight, but could send a form."""
LONGEST_TYPE = 200
"""Characters of a Content-Type; a boundary has up to 70 (RFC 2046, 5.1.1), and finding it takes quadratic time."""
MAX_MAP_BYTES = 1_000
MOST_BYTES = MAX_BODY_BYTES + MAX_UPLOAD_BYTES + 20_000
"""Of a whole body: 20 kB are for map, boundaries and the headers of parts."""
IN_ORDER = "multipart の部分は operations、map、map に書いた名前のファイルの順に、1つずつ送信してください。"
MALFORMED = "要求の本文を multipart/form-data として読めません（区切り、または部分のヘッダーが正しくありません）。"


@asynccontextmanager
async def received(
    request: HttpRequest, limit: asyncio.Timeout, sharing: AbstractAsyncContextManager[Share]
) -> AsyncGenerator[Operation]:
    """The operation with its file in place, whose body counts as reserved within the context.

    The time limit starts when the body has arrived, at most after UPLOAD_TIMEOUT. Raises BadRequest, ClientDisconnect.
    """
    form, loop = _Form(_boundary(request), request.desk), asyncio.get_running_loop()
    given = (limit.when() or 0) - loop.time()
    try:
        async with sharing as share:
            try:
                limit.reschedule(loop.time() + UPLOAD_TIMEOUT)
                async for part in request.parts(MOST_BYTES, share):
                    form.write(part)
                limit.reschedule(loop.time() + given)
                yield form.operation()
            finally:
                if share.is_large:
                    loop.call_soon(gc.collect, 1)  # graphql-core's values refer to each other and to the file
    finally:
        form.close()


def _boundary(request: HttpRequest) -> bytes:
    if request.desk is None and not any(request.header(name.lower().encode()).strip() for name in PREFLIGHT_HEADERS):
        names = "、".join(PREFLIGHT_HEADERS)
        message = f"multipart/form-data で送信するときは、次のいずれかのヘッダーを付けてください（値は空以外）: {names}"
        raise BadRequest(400, message)
    content_type = request.header(b"content-type")
    if len(content_type) > LONGEST_TYPE:
        raise BadRequest(400, "Content-Type が長すぎます。boundary は70文字までです。")
    _, parameters = parse_options_header(content_type)
    if not (boundary := parameters.get(b"boundary")):
        raise BadRequest(400, "Content-Type に boundary がありません。")
    return boundary


@dataclass(frozen=True)
class _Part:
    """The next expected part."""

    name: str
    title: str
    """Its name in messages."""
    most: int
    """Bytes."""
    take: Callable[[bytes], None]


class _Form:
    """A body that is parsed on arrival. Every method raises BadRequest."""

    def __init__(self, boundary: bytes, desk: Desk | None) -> None:
        self._desk = desk
        self._awaited: _Part | None = _Part("operations", "operations の部分", MAX_BODY_BYTES, self._take_operations)
        self._header, self._value, self._disposition = bytearray(), bytearray(), b""
        self._filename: str | None = None
        self._is_whole = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                "on_header_end": self._end_header,
                "on_headers_finished": self._admit,
                "on_part_data": self._add,
                "on_part_end": self._end,
                "on_end": self._finish,
            },
        )

    def write(self, part: bytes) -> None:
        """Parse received bytes."""
        try:
            self._parser.write(part)
        except FormParserError:
            raise BadRequest(400, MALFORMED) from None

    def operation(self) -> Operation:
        """The parsed result."""
        if not self._is_whole:
            raise BadRequest(400, "要求の本文が途中で終わっています（最後の区切りがありません）。")
        if self._awaited is not None:
            raise BadRequest(400, f"{self._awaited.title}がありません。{IN_ORDER}")
        return self._operation

    def close(self) -> None:
        """Release everything: form and parser refer to each other, and a file would stay until garbage collection."""
        vars(self).clear()

    def _end_header(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _admit(self) -> None:
        _, parameters = parse_options_header(self._disposition)
        if (name := parameters.get(b"name")) is None:
            raise BadRequest(400, "Content-Disposition に name のない部分があります。")
        if self._awaited is None or name != self._awaited.name.encode():
            raise BadRequest(400, IN_ORDER)
        self._part, self._content, self._disposition = self._awaited, bytearray(), b""
        self._filename = _filename(parameters.get(b"filename"))

    def _add(self, data: bytes, start: int, end: int) -> None:
        if len(self._content) + end - start > self._part.most:
            raise BadRequest(413, f"{self._part.title}は{self._part.most:,}バイトまでです。")
        self._content += data[start:end]

    def _end(self) -> None:
        content, self._content = bytes(self._content), bytearray()
        self._part.take(content)

    def _finish(self) -> None:
        self._is_whole = True

    def _take_operations(self, content: bytes) -> None:
        self._operation = parsed(content, "operations の部分", self._desk)
        self._awaited = _Part("map", "map の部分", MAX_MAP_BYTES, self._take_map)

    def _take_map(self, content: bytes) -> None:
        target = multipart_map.of_file(content, self._operation)

        def take_file(content: bytes) -> None:
            target.put(File(content, self._filename))
            self._awaited = None

        self._awaited = _Part(target.name, "map に書いたファイル", MAX_UPLOAD_BYTES, take_file)


def _filename(given: bytes | None) -> str | None:
    """The name of the file as its sender has it: in UTF-8, where browsers escape quotes and some clients everything."""
    if given is None:
        return None
    for name in (unquote_to_bytes(given), given):
        with suppress(UnicodeDecodeError):
            return name.decode()
    return None
