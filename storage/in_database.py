"""Documents in the database itself: one thing to back up, and nothing to set up."""

from uuid import UUID

from models.document import DocumentContent
from storage.store import NotStored


class InDatabase:
    """A table of its own, so that lists of documents never touch their bytes."""

    async def put(self, key: UUID, content: bytes) -> None:
        """Keep the bytes."""
        await DocumentContent.create(id=key, content=content)

    async def get(self, key: UUID) -> bytes:
        """The bytes. Raises NotStored."""
        found = await DocumentContent.get_or_none(id=key)
        if found is None:
            raise NotStored(str(key))
        return bytes(found.content)

    async def delete(self, key: UUID) -> None:
        """Forget the bytes, if there are any."""
        await DocumentContent.filter(id=key).delete()
