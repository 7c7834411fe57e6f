"""Documents in the database: no further service to set up and back up."""

from uuid import UUID

from models.document import DocumentContent
from storage.store import ContentNotFound


class DatabaseStore:
    """Stores bytes in a table of their own, so that lists of documents never read them."""

    async def put(self, key: UUID, content: bytes) -> None:
        """Store the bytes."""
        await DocumentContent.create(id=key, content=content)

    async def get(self, key: UUID) -> bytes:
        """The bytes. Raises ContentNotFound."""
        found = await DocumentContent.get_or_none(id=key)
        if found is None:
            raise ContentNotFound(str(key))
        return bytes(found.content)

    async def delete(self, key: UUID) -> None:
        """Delete the bytes, if there are any."""
        await DocumentContent.filter(id=key).delete()
