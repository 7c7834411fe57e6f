"""Documents in an S3 bucket. Endpoint and credentials come from the usual AWS_… variables.

The client's blocking calls run in threads: its asynchronous ones abort an interpreter that exits right after one
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

from storage.store import ContentNotFound, StoreUnavailable

T = TypeVar("T")

REQUEST_TIMEOUT = timedelta(seconds=5)
"""For one request, and for all its retries together."""


class BucketStore:
    """Stores bytes in a bucket; several installations may share one under different prefixes."""

    def __init__(self, url: str) -> None:
        """`url` is `s3://bucket` or `s3://bucket/prefix`."""
        parts = urlsplit(url)
        self._store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            # Plain HTTP is used only if AWS_ENDPOINT says so, for private networks.
            client_options={"timeout": REQUEST_TIMEOUT, "connect_timeout": timedelta(seconds=2), "allow_http": True},
            retry_config={"max_retries": 2, "retry_timeout": REQUEST_TIMEOUT},
        )

    async def put(self, key: UUID, content: bytes) -> None:
        """Store the bytes. Raises StoreUnavailable."""
        await _request(lambda: obstore.put(self._store, str(key), content))

    async def get(self, key: UUID) -> bytes:
        """The bytes. Raises ContentNotFound, StoreUnavailable."""
        return await _request(lambda: bytes(obstore.get(self._store, str(key)).bytes()))

    async def delete(self, key: UUID) -> None:
        """Delete the bytes, if there are any. Raises StoreUnavailable."""
        await _request(lambda: obstore.delete(self._store, str(key)))


async def _request(request: Callable[[], T]) -> T:
    try:
        return await to_thread.run_sync(request)
    except FileNotFoundError as error:
        raise ContentNotFound(str(error).partition(":")[0]) from None
    except (BaseError, OSError) as error:
        # The client's full message has addresses and internals; its first line has the cause.
        raise StoreUnavailable(str(error).partition("\n")[0]) from error
