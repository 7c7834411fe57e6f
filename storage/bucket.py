"""Documents in a bucket that speaks S3. Where it is and with which credentials stand in the usual AWS_… variables.

The client's blocking calls run in threads: its own asynchronous ones abort the interpreter when it ends right after one
(https://github.com/PyO3/pyo3-async-runtimes/issues/40).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import obstore
from anyio import to_thread
from obstore.exceptions import BaseError
from obstore.store import S3Store

from storage.store import NotStored, StoreUnavailable

T = TypeVar("T")

SECONDS = timedelta(seconds=5)
"""For one request, and for all that are repeated together."""


class Bucket:
    """A bucket; several installations may share one under different prefixes."""

    def __init__(self, url: str) -> None:
        """`url` is `s3://bucket` or `s3://bucket/prefix`."""
        parts = urlsplit(url)
        self._store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            # Whether it is plain HTTP, inside of one's own walls, says AWS_ENDPOINT; without one it never is.
            client_options={"timeout": SECONDS, "connect_timeout": timedelta(seconds=2), "allow_http": True},
            retry_config={"max_retries": 2, "retry_timeout": SECONDS},
        )

    async def put(self, key: UUID, content: bytes) -> None:
        """Keep the bytes. Raises StoreUnavailable."""
        await _answered(lambda: obstore.put(self._store, str(key), content))

    async def get(self, key: UUID) -> bytes:
        """The bytes. Raises NotStored, StoreUnavailable."""
        return await _answered(lambda: bytes(obstore.get(self._store, str(key)).bytes()))

    async def delete(self, key: UUID) -> None:
        """Forget the bytes, if there are any. Raises StoreUnavailable."""
        await _answered(lambda: obstore.delete(self._store, str(key)))


async def _answered(request: Callable[[], T]) -> T:
    try:
        return await to_thread.run_sync(request)
    except FileNotFoundError as error:
        raise NotStored(str(error).partition(":")[0]) from None
    except (BaseError, OSError) as error:
        # What the client says in full has addresses and internals; its first line says what went wrong.
        raise StoreUnavailable(str(error).partition("\n")[0]) from error
