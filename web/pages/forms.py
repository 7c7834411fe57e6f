"""Reading forms, with limits on size and time."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.types import Message

from models.texts.given_text import compose_kana
from pdf.workers.upload_pool import MAX_UPLOAD_BYTES, UPLOAD_TIMEOUT
from security.body_budget import Share
from web.pages.time_limit import begin_again

LONGEST_FIELDS = 20_000
"""Bytes of a form without a file, and of a form with a file besides it."""

# Bodies have a memory budget, so they stay in memory. A file on disk would stay open if the rest does not arrive.
MultiPartParser.spool_max_size = MAX_UPLOAD_BYTES + LONGEST_FIELDS

LONGEST_TYPE = 200
"""Characters of a Content-Type: finding the boundary in it takes quadratic time."""
FIELDS_SECONDS = 10
"""In which a form without a file has to arrive."""


class MalformedForm(Exception):
    """The body is not a form."""


class FormTooLarge(Exception):
    """The body is too large; the rest was not read."""


class FormTimeout(Exception):
    """The form did not arrive completely in time."""


async def fields(request: Request, share: Share) -> Mapping[str, str]:
    """The text fields of a form by name. Raises MalformedForm, FormTooLarge, FormTimeout, BudgetExceeded."""
    async with _read(request, share, most=LONGEST_FIELDS, seconds=FIELDS_SECONDS, files=0) as form:
        texts = {name: compose_kana(value) for name, value in form.items() if isinstance(value, str)}
    if any("\0" in text for text in texts.values()):  # PostgreSQL does not store it
        raise MalformedForm
    return texts


class SentFile(NamedTuple):
    """An uploaded file and the file name from the browser, which is untrusted; both empty if no file was chosen."""

    name: str
    content: bytes


async def file(request: Request, name: str, share: Share) -> SentFile:
    """The file of a form field. Raises MalformedForm, FormTooLarge, FormTimeout, BudgetExceeded."""
    async with _read(request, share, most=MAX_UPLOAD_BYTES + LONGEST_FIELDS, seconds=UPLOAD_TIMEOUT, files=1) as form:
        found = form.get(name)
        if not isinstance(found, UploadFile):
            return SentFile("", b"")
        return SentFile(found.filename or "", await found.read())


@asynccontextmanager
async def _read(request: Request, share: Share, *, most: int, seconds: float, files: int) -> AsyncGenerator[FormData]:
    begin_again(request, later=seconds)
    try:
        async with (
            asyncio.timeout(seconds),
            _limited(request, share, most).form(max_files=files, max_fields=10) as form,
        ):
            begin_again(request)
            yield form
    except HTTPException:
        raise MalformedForm from None
    except TimeoutError:
        raise FormTimeout from None


def _limited(request: Request, share: Share, most: int) -> Request:
    """The same request; its body counts in the share while it is read, up to `most` bytes.

    Raises MalformedForm, FormTooLarge, BudgetExceeded, now or while it is read.
    """
    if len(request.headers.get("content-type", "")) > LONGEST_TYPE:
        raise MalformedForm
    announced = request.headers.get("content-length", "")
    size = int(announced) if announced.isdecimal() else 0
    if size > most:
        raise FormTooLarge
    share.expect(size)
    size = 0

    async def receive() -> Message:
        nonlocal size
        message = await request.receive()
        part = len(message.get("body", b""))
        size += part
        if size > most:
            raise FormTooLarge
        await share.take(part)
        return message

    return Request(request.scope, receive)
