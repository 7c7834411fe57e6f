"""Reading forms, within limits."""

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

LONGEST_FIELDS = 20_000
"""Bytes of a form without a file, and of what stands around a file."""

# What comes is counted in memory, so it stays there. On disk it would be left open when its rest does not come.
MultiPartParser.spool_max_size = MAX_UPLOAD_BYTES + LONGEST_FIELDS

LONGEST_TYPE = 200
"""Characters of a Content-Type: finding the boundary in it takes time by the square."""
FIELDS_SECONDS = 10
"""In which a form without a file has to come in."""


class MalformedForm(Exception):
    """What was sent is no form."""


class TooLargeForm(Exception):
    """More was sent than a form may have; the rest was not read."""


class LateForm(Exception):
    """The form, or its end, did not come in time."""


async def fields(request: Request, share: Share) -> Mapping[str, str]:
    """The texts of a form by name. Raises MalformedForm, TooLargeForm, LateForm, BudgetExceeded."""
    async with _read(request, share, most=LONGEST_FIELDS, seconds=FIELDS_SECONDS, files=0) as form:
        texts = {name: compose_kana(value) for name, value in form.items() if isinstance(value, str)}
    if any("\0" in text for text in texts.values()):  # which no column can hold
        raise MalformedForm
    return texts


class SentFile(NamedTuple):
    """A form's file under the name that the browser gave it, which may be any; both empty when none was chosen."""

    name: str
    content: bytes


async def file(request: Request, name: str, share: Share) -> SentFile:
    """A form's file. Raises MalformedForm, TooLargeForm, LateForm, BudgetExceeded."""
    async with _read(request, share, most=MAX_UPLOAD_BYTES + LONGEST_FIELDS, seconds=UPLOAD_TIMEOUT, files=1) as form:
        found = form.get(name)
        if not isinstance(found, UploadFile):
            return SentFile("", b"")
        return SentFile(found.filename or "", await found.read())


@asynccontextmanager
async def _read(request: Request, share: Share, *, most: int, seconds: float, files: int) -> AsyncGenerator[FormData]:
    try:
        async with (
            asyncio.timeout(seconds),
            _limited(request, share, most).form(max_files=files, max_fields=10) as form,
        ):
            yield form
    except HTTPException:
        raise MalformedForm from None
    except TimeoutError:
        raise LateForm from None


def _limited(request: Request, share: Share, most: int) -> Request:
    """The same request, but what is read of its body is counted in the share, and more than so much is not read.

    Raises MalformedForm, TooLargeForm, BudgetExceeded, now or when it is read.
    """
    if len(request.headers.get("content-type", "")) > LONGEST_TYPE:
        raise MalformedForm
    announced = request.headers.get("content-length", "")
    size = int(announced) if announced.isdecimal() else 0
    if size > most:
        raise TooLargeForm
    share.expect(size)
    size = 0

    async def receive() -> Message:
        nonlocal size
        message = await request.receive()
        part = len(message.get("body", b""))
        size += part
        if size > most:
            raise TooLargeForm
        await share.take(part)
        return message

    return Request(request.scope, receive)
