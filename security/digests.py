"""SHA-256 of files that strangers sent."""

import asyncio
import hashlib
import re
from itertools import islice

_END = re.compile(rb"(%%EOF)[\r\n]{0,2}")
MOST = 16
"""Ends that are looked at; a document that we issued has two."""


async def digest(file: bytes) -> bytes:
    """32 bytes. In a thread: 10 MB take 5 ms, in which nobody else would be answered."""
    return (await asyncio.to_thread(hashlib.sha256, file)).digest()


async def revisions(file: bytes) -> dict[bytes, int]:
    """The SHA-256 of each beginning that may be a whole PDF, and its length; last comes the whole file. In a thread."""
    return await asyncio.to_thread(_revisions, file)


def _revisions(file: bytes) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    digest, read = hashlib.sha256(), 0
    with memoryview(file) as view:
        for length in (*_ends(file), len(file)):
            digest.update(view[read:length])
            read = length
            found[digest.digest()] = length
    return found


def _ends(file: bytes) -> list[int]:
    """Behind each of the first ends, and behind each byte of the line end that may follow it."""
    return [end for match in islice(_END.finditer(file), MOST) for end in range(match.end(1), match.end() + 1)]
