"""SHA-256 of files that strangers sent."""

import asyncio
import hashlib


async def digest(file: bytes) -> bytes:
    """32 bytes. In a thread: 10 MB take 5 ms, in which nobody else would be answered."""
    return (await asyncio.to_thread(hashlib.sha256, file)).digest()
