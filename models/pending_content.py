"""Bytes that are in the store, or being stored, without a committed row that refers to them."""

import datetime
from uuid import UUID

from tortoise import fields

from models.row import Row


class ContentAbandoned(Exception):
    """The bytes were considered orphans meanwhile; they may be deleted."""


class PendingContent(Row):
    """A storage key that is noted before bytes are put under it, and forgotten with the commit that refers to it.

    What a process leaves here when it dies is found by it: orphans need not be looked for in a bucket.
    """

    begun_at: datetime.datetime = fields.DatetimeField()
    is_abandoned = fields.BooleanField(default=False)
    """The bytes are being deleted; nobody can refer to them any more."""

    class Meta:
        table = "pending_content"

    @classmethod
    async def settle(cls, key: UUID) -> None:
        """Delete the record, in the transaction in which a row begins to refer to it. Raises ContentAbandoned."""
        if not await cls.filter(id=key, is_abandoned=False).delete():
            raise ContentAbandoned(str(key))
