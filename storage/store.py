"""What a place for documents can do."""

from typing import Protocol
from uuid import UUID


class NotStored(Exception):
    """Nothing is kept under this key."""


class StoreUnavailable(Exception):
    """The place does not answer, or refuses; later it may not."""


class Store(Protocol):
    """Keeps bytes by key. What is kept never changes: nobody puts to the same key twice."""

    async def put(self, key: UUID, content: bytes) -> None:
        """Keep the bytes durably. Raises StoreUnavailable."""
        ...

    async def get(self, key: UUID) -> bytes:
        """The bytes. Raises NotStored, StoreUnavailable."""
        ...

    async def delete(self, key: UUID) -> None:
        """Forget the bytes, if there are any. Raises StoreUnavailable."""
        ...
