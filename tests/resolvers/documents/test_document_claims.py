"""Leases on documents: taken over, finished too late, stored while the sweep runs."""

import asyncio
import copy
from uuid import UUID

import pytest

from models.document import Document, DocumentContent
from models.job import LEASE
from resolvers.documents import read_content
from sample.sample_register import SampleRegister
from storage import pending_bytes
from storage.in_database import DatabaseStore
from tests.conftest import DOCUMENT_SERVICES, NOON
from tests.support.document_rendering import (
    KINDS,
    MINUTE,
    Broken,
    claim,
    document_kinds,
    render_all,
    render_one,
    services_with,
)
from tests.support.readers import soon
from tests.support.use_cases import advance, issued, performance


class Held(DatabaseStore):
    """A store that stores, and returns only on a signal."""

    def __init__(self) -> None:
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()

    async def put(self, key: UUID, content: bytes) -> None:
        await super().put(key, content)
        self.reached.set()
        await self.go_on.wait()


async def test_no_plan_claims_more_than_is_asked_for(sample: SampleRegister) -> None:
    await issued(sample, advance(), performance())
    # Here the planner has no statistics on pending documents yet, as after many issues at once.
    assert len(await claim(most=2)) == 2
    assert len(await claim([document.id for document in await Document.all()], most=3)) == 3


async def test_a_claim_of_somebody_who_was_killed_is_taken_over_and_its_bytes_go(sample: SampleRegister) -> None:
    await issued(sample, advance())
    (document,) = await Document.filter(kind="CERTIFICATE")
    (abandoned,) = await claim([document.id])
    key = abandoned.claim
    assert key is not None
    await pending_bytes.put(DOCUMENT_SERVICES.store, key, b"half done", at=NOON)
    assert await claim([document.id]) == []
    later = NOON + LEASE
    assert await render_all(at=later) == 3
    assert await document_kinds(made_at=later) == KINDS
    assert await DocumentContent.filter(id=key).count() == 0
    assert await DocumentContent.all().count() == 3


async def test_who_is_too_slow_stores_nothing(sample: SampleRegister) -> None:
    await issued(sample, advance())
    (document,) = await Document.filter(kind="CERTIFICATE")
    (slow,) = await claim([document.id])
    failing = copy.copy(slow)
    await render_all(at=NOON + LEASE)
    made = await as_stored(document.id)
    await render_one(slow)
    await render_one(failing, services_with(renderer=Broken()))
    assert await as_stored(document.id) == made
    assert await DocumentContent.all().count() == 3


@pytest.mark.parametrize("first", ["the late one", "the one who took over"])
async def test_a_claim_taken_over_but_not_finished_is_finished_by_its_holder_alone(
    sample: SampleRegister, first: str
) -> None:
    """The late holder stores while the new one is storing; either records its result first."""
    await issued(sample, advance())
    (document,) = await Document.filter(kind="CERTIFICATE")
    later = NOON + LEASE
    (late,) = await claim([document.id])
    late_store, own_store = Held(), Held()
    one = asyncio.create_task(render_one(late, services_with(store=late_store)))
    await late_store.reached.wait()
    (taken_over,) = await claim([document.id], at=later)
    assert taken_over.abandoned == late.claim
    two = asyncio.create_task(render_one(taken_over, services_with(store=own_store), later))
    await own_store.reached.wait()
    turns = [(late_store, one), (own_store, two)]
    for store, task in turns if first == "the late one" else turns[::-1]:
        store.go_on.set()
        await task
        if task is one and first == "the late one":
            found = await Document.get(id=document.id)
            assert (found.state, found.claim, found.storage_key) == ("WAITING", taken_over.claim, None)
    found = await Document.get(id=document.id)
    assert (found.state, found.storage_key, found.made_at) == ("MADE", taken_over.claim, later)
    made = await read_content.of_mail(document.id, services=DOCUMENT_SERVICES, at=later, wait_until=soon())
    assert made.content.startswith(b"%PDF-")
    assert [content.id for content in await DocumentContent.all()] == [found.storage_key]


async def test_bytes_that_were_swept_away_meanwhile_are_never_referred_to(sample: SampleRegister) -> None:
    await issued(sample, advance())
    (document,) = await Document.filter(kind="CERTIFICATE")
    (late,) = await claim([document.id])
    store = Held()
    task = asyncio.create_task(render_one(late, services_with(store=store)))
    await store.reached.wait()
    assert await pending_bytes.sweep(DOCUMENT_SERVICES.store, at=NOON + pending_bytes.MAX_AGE + MINUTE) == 1
    store.go_on.set()
    await task
    found = await Document.get(id=document.id)
    assert (found.state, found.storage_key, found.claim, found.attempts) == ("WAITING", None, None, 1)
    assert str(found.last_error).startswith("ContentAbandoned at ")
    assert await render_all(at=NOON + pending_bytes.MAX_AGE) == 3
    assert (
        await read_content.of_mail(document.id, services=DOCUMENT_SERVICES, at=NOON, wait_until=soon())
    ).content.startswith(b"%PDF-")


async def as_stored(id_: UUID) -> object:
    return (await Document.filter(id=id_).values())[0]
