"""Documents in a bucket: over HTTP, signed, against a test server (tests/support/servers/s3_server.py).

With KAKUSHO_TEST_BUCKET=s3://… and AWS_… the same tests run on a real bucket.
"""

import asyncio
import os
import subprocess
import sys
from typing import Any
from uuid import uuid4

import pytest

from settings import PROJECT_ROOT
from storage.bucket import BucketStore
from storage.store import ContentNotFound, StoreUnavailable


async def test_what_is_put_is_got_until_it_is_deleted(bucket: Any) -> None:
    key, content = uuid4(), os.urandom(60_000)
    await bucket.store.put(key, content)
    assert bucket.handler.objects == {f"/documents/of/kakusho/{key}": content}
    assert await bucket.store.get(key) == content
    await bucket.store.delete(key)
    await bucket.store.delete(key)
    with pytest.raises(ContentNotFound):
        await bucket.store.get(key)


async def test_many_at_once(bucket: Any) -> None:
    keys = [uuid4() for _ in range(40)]
    await asyncio.gather(*(bucket.store.put(key, key.bytes) for key in keys))
    assert await asyncio.gather(*(bucket.store.get(key) for key in keys)) == [key.bytes for key in keys]


async def test_a_passing_fault_is_passed_over(bucket: Any) -> None:
    key = uuid4()
    bucket.handler.fails.extend([503, 500])
    await bucket.store.put(key, b"x")
    assert await bucket.store.get(key) == b"x"


async def test_a_refusal_is_told_without_secrets(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another secret")
    stranger = BucketStore("s3://documents")
    for request in (stranger.put(uuid4(), b"x"), stranger.get(uuid4()), stranger.delete(uuid4())):
        with pytest.raises(StoreUnavailable) as caught:
            await request
        assert "secret" not in str(caught.value)
        assert "\n" not in str(caught.value)
    assert bucket.handler.objects == {}


async def test_a_bucket_that_is_not_there_is_told_in_time(monkeypatch: pytest.MonkeyPatch, bucket: Any) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:9")
    async with asyncio.timeout(10):
        with pytest.raises(StoreUnavailable):
            await BucketStore("s3://documents").get(uuid4())


PROGRAM = """
import asyncio, uuid
from storage.bucket import BucketStore

async def main():
    store, key = BucketStore("s3://documents"), uuid.uuid4()
    await store.put(key, b"x" * 1000)
    await store.get(key)

asyncio.run(main())
"""


@pytest.mark.usefixtures("bucket")
def test_a_process_that_ends_right_after_a_request_ends_well() -> None:
    command = [sys.executable, "-c", PROGRAM]
    statuses = [subprocess.run(command, cwd=PROJECT_ROOT, check=False).returncode for _ in range(5)]  # noqa: S603 -- our own command
    assert statuses == [0] * 5


@pytest.mark.skipif("KAKUSHO_TEST_BUCKET" not in os.environ, reason="no real bucket is named")
async def test_a_real_bucket() -> None:
    store, key, content = BucketStore(os.environ["KAKUSHO_TEST_BUCKET"]), uuid4(), os.urandom(60_000)
    await store.put(key, content)
    assert await store.get(key) == content
    await store.delete(key)
    with pytest.raises(ContentNotFound):
        await store.get(key)
