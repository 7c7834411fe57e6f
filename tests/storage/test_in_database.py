import os
from uuid import uuid4

import pytest
from tortoise import connections

from models.document import DocumentContent
from sample.sample_register import SampleRegister
from storage.in_database import DatabaseStore
from storage.store import ContentNotFound
from tests.support.database.owner_statements import execute_as_owner


async def test_what_is_put_is_got_until_it_is_deleted(sample: SampleRegister) -> None:
    store, key, content = DatabaseStore(), uuid4(), os.urandom(60_000)
    await store.put(key, content)
    assert await store.get(key) == content
    await store.delete(key)
    await store.delete(key)
    with pytest.raises(ContentNotFound):
        await store.get(key)


async def test_what_is_kept_never_changes(sample: SampleRegister) -> None:
    key = uuid4()
    await DatabaseStore().put(key, b"x")
    with pytest.raises(Exception, match="permission denied"):
        await DocumentContent.filter(id=key).update(content=b"y")
    with pytest.raises(Exception, match="document_content_is_immutable"):
        await execute_as_owner(f"UPDATE document_content SET content = '' WHERE id = '{key}'")
    with pytest.raises(Exception, match="duplicate key"):
        await DatabaseStore().put(key, b"y")
    assert await DatabaseStore().get(key) == b"x"


async def test_bytes_stand_beside_their_row_and_are_not_compressed_again(sample: SampleRegister) -> None:
    key = uuid4()
    await DatabaseStore().put(key, b"x" * 60_000)
    row = await connections.get("default").execute_query_dict(
        "SELECT pg_column_size(content) AS size FROM document_content WHERE id = $1", [key]
    )
    assert row == [{"size": 60_000}]
