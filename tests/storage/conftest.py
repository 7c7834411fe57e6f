"""A bucket on loopback."""

from collections.abc import Iterator
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from storage.bucket import BucketStore
from tests.support.servers import s3_server


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket, and the faults to inject."""
    server, handler = s3_server.server()
    environment = {
        "AWS_ACCESS_KEY_ID": s3_server.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": s3_server.SECRET_KEY,
        "AWS_REGION": s3_server.REGION,
        "AWS_ENDPOINT": f"http://127.0.0.1:{server.server_address[1]}",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield SimpleNamespace(store=BucketStore("s3://documents/of/kakusho"), handler=handler)
    server.shutdown()
    server.server_close()
    thread.join()
