"""The interface of stores."""

from typing import Protocol
from uuid import UUID


class ContentNotFound(Exception):
    """Nothing is stored under this key."""


class StoreUnavailable(Exception):
    """The store does not respond, or refuses; a retry may succeed."""


class Store(Protocol):
    """Stores bytes by key. Content is immutable: a key is written once."""

    async def put(self, key: UUID, content: bytes) -> None:
        """Store the bytes durably. Raises StoreUnavailable."""
        ...

    async def get(self, key: UUID) -> bytes:
        """The bytes. Raises ContentNotFound, StoreUnavailable."""
        ...

    async def delete(self, key: UUID) -> None:
        """Delete the bytes, if there are any. Raises StoreUnavailable."""
        ...
