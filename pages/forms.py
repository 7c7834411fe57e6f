"""Reading forms, within limits."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from models.given_text import compose_kana
from pdf.uploads import ARRIVING, LARGEST

LONGEST_FIELDS = 20_000
"""Bytes of a form without a file, and of what stands around a file."""

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


async def fields(request: Request) -> Mapping[str, str]:
    """The texts of a form by name. Raises MalformedForm, TooLargeForm, LateForm."""
    try:
        async with (
            asyncio.timeout(FIELDS_SECONDS),
            _limited(request, LONGEST_FIELDS).form(max_files=0, max_fields=10) as form,
        ):
            texts = {name: compose_kana(value) for name, value in form.items() if isinstance(value, str)}
    except HTTPException:
        raise MalformedForm from None
    except TimeoutError:
        raise LateForm from None
    if any("\0" in text for text in texts.values()):  # which no column can hold
        raise MalformedForm
    return texts


async def file(request: Request, name: str) -> bytes:
    """The bytes of a form's file, empty when none was chosen. Raises MalformedForm, TooLargeForm, LateForm."""
    try:
        async with (
            asyncio.timeout(ARRIVING),
            _limited(request, LARGEST + LONGEST_FIELDS).form(max_files=1, max_fields=10) as form,
        ):
            found = form.get(name)
            return await found.read() if isinstance(found, UploadFile) else b""
    except HTTPException:
        raise MalformedForm from None
    except TimeoutError:
        raise LateForm from None


def _limited(request: Request, most: int) -> Request:
    """The same request, but reading more than so many bytes of its body raises TooLargeForm. Raises MalformedForm."""
    if len(request.headers.get("content-type", "")) > LONGEST_TYPE:
        raise MalformedForm
    size = 0

    async def receive() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > most:
            raise TooLargeForm
        return message

    return Request(request.scope, receive)
