"""Making documents, for tests that need it done."""

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from models.document import Document
from resolvers import document_making
from resolvers.archive import Archive
from tests.conftest import ARCHIVE, NOON

KINDS = ["CERTIFICATE", "FEE_STATEMENT", "KEY_NOTICE"]


def with_(**changes: Any) -> Archive:
    return dataclasses.replace(ARCHIVE, under_way=set(), **changes)


async def kinds(**where: Any) -> list[str]:
    return sorted(document.kind.value for document in await Document.filter(**where))


async def make_all(archive: Archive = ARCHIVE, at: datetime.datetime = NOON) -> int:
    tried = 0
    while count := await document_making.make_due(archive=archive, at=at):
        tried += count
    return tried


async def claim(ids: Sequence[UUID], at: datetime.datetime = NOON, most: int = 16) -> list[document_making.Claim]:
    return await document_making._claim(document_making.CLAIM_THESE, at, most, ids)
