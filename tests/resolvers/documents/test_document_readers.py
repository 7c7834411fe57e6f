"""Readers who come before the worker: what they claim, how long they wait, and the effect of a disconnect."""

import asyncio

import pytest

from models.document import Document, DocumentContent, DocumentState
from models.errors import DocumentNotAvailable
from models.job import LEASE
from pdf.documents.renderer import DocumentData, Renderer
from resolvers.documents import read_content, render_documents
from sample.sample_register import SampleRegister
from tests.conftest import DOCUMENT_SERVICES, IDENTITY, NOON
from tests.support.document_rendering import KINDS, claim, document_kinds, render_all, services_with
from tests.support.readers import soon
from tests.support.use_cases import advance, issued, performance


class Held(Renderer):
    """A renderer that starts on a signal."""

    def __init__(self) -> None:
        super().__init__(IDENTITY, processes=1)
        self.waiting: list[DocumentData] = []
        self.go_on = asyncio.Event()

    async def render(self, data: DocumentData, *, source: str = "") -> bytes:
        self.waiting.append(data)
        await self.go_on.wait()
        return await DOCUMENT_SERVICES.renderer.render(data, source=source)


async def test_many_who_want_the_same_documents_make_each_once(sample: SampleRegister) -> None:
    await issued(sample, advance())
    ids = [document.id for document in await Document.all()]
    await asyncio.gather(
        *(
            render_documents.render_now(ids, source=name, services=DOCUMENT_SERVICES, at=NOON, wait_until=soon())
            for name in "abcdefghijklmnopqrst"
        )
    )
    assert await document_kinds(attempts=1, made_at=NOON) == KINDS
    assert await DocumentContent.all().count() == 3


async def test_a_reader_claims_no_more_than_can_be_made_in_time(
    sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    await issued(sample, advance(), performance())
    ids = [document.id for document in await Document.all()]
    monkeypatch.setattr(render_documents, "MOST_AT_ONCE", 2)
    renderer = Held()
    reader = asyncio.create_task(
        render_documents.render_now(
            ids, source="reader", services=services_with(renderer=renderer), at=NOON, wait_until=soon()
        )
    )
    async with asyncio.timeout(10):
        while len(renderer.waiting) < 2:  # noqa: ASYNC110 -- the claims are in progress
            await asyncio.sleep(0.001)
    assert (await Document.filter(attempts=1).count(), len(ids)) == (2, 6)
    renderer.go_on.set()
    await reader
    assert await document_kinds(made_at=NOON, attempts=1) == sorted(KINDS * 2)


async def test_no_more_is_begun_for_one_reader_than_may_be(sample: SampleRegister) -> None:
    count = render_documents.MOST_REQUESTS_OF_ONE
    await issued(sample, advance())
    document, *_ = await Document.all()
    renderer = Held()
    services = services_with(renderer=renderer)

    async def read(source: str) -> None:
        until = soon()
        await render_documents.render_now([document.id], source=source, services=services, at=NOON, wait_until=until)

    services.in_flight.update({asyncio.create_task(renderer.go_on.wait()): "reader" for _ in range(count)})
    await read("reader")  # at once: nothing has been claimed for it
    assert await document_kinds(attempts=0) == KINDS
    other = asyncio.create_task(read("another"))
    async with asyncio.timeout(10):
        while not renderer.waiting:  # noqa: ASYNC110 -- the claim is under way
            await asyncio.sleep(0.001)
    renderer.go_on.set()
    await other
    assert await Document.filter(made_at=NOON).count() == 1


async def test_what_a_reader_waits_for_is_given_up_in_time(sample: SampleRegister) -> None:
    await issued(sample, advance())
    ids = [document.id for document in await Document.all()]
    await claim(ids)
    until = asyncio.get_running_loop().time() + 0.2
    await render_documents.render_now(ids, source="reader", services=DOCUMENT_SERVICES, at=NOON, wait_until=until)
    assert await document_kinds(made_at=None) == KINDS


async def test_what_is_under_way_when_a_process_ends_is_made_by_another(sample: SampleRegister) -> None:
    await issued(sample, advance())
    ids = [document.id for document in await Document.all()]
    services = services_with(renderer=Renderer(IDENTITY, processes=1))
    reader = asyncio.create_task(
        render_documents.render_now(ids, source="reader", services=services, at=NOON, wait_until=soon())
    )
    async with asyncio.timeout(10):
        while not services.in_flight:  # noqa: ASYNC110 -- the claim is in progress
            await asyncio.sleep(0.001)
    await services.close()
    assert not services.in_flight
    with pytest.raises(asyncio.CancelledError):
        await reader
    assert await document_kinds(made_at=None, last_error=None) == KINDS
    assert await render_all(at=NOON + LEASE) == 3


async def test_what_is_begun_is_done_although_the_reader_has_gone(sample: SampleRegister) -> None:
    await issued(sample, advance())
    ids = [document.id for document in await Document.all()]
    services = services_with()
    reader = asyncio.create_task(
        render_documents.render_now(ids, source="reader", services=services, at=NOON, wait_until=soon())
    )
    async with asyncio.timeout(10):
        while not services.in_flight:  # noqa: ASYNC110 -- the claim is in progress
            await asyncio.sleep(0.001)
    reader.cancel()
    await asyncio.gather(*services.in_flight)
    assert await document_kinds(made_at=NOON) == KINDS


async def test_what_is_dead_is_told_at_once_and_not_to_be_asked_for_soon(sample: SampleRegister) -> None:
    await issued(sample, advance())
    ids = [document.id for document in await Document.all()]
    await Document.filter(kind="CERTIFICATE").update(state="DEAD", last_error="RenderError: no paper")
    await render_documents.render_now(ids, source="reader", services=DOCUMENT_SERVICES, at=NOON, wait_until=soon())
    document = await Document.get(kind="CERTIFICATE")
    with pytest.raises(DocumentNotAvailable) as refused:
        await read_content.require_rendered(
            document, source="reader", services=DOCUMENT_SERVICES, at=NOON, wait_until=soon()
        )
    assert refused.value.retry_after == read_content.LONGEST
    assert document.availability is DocumentState.FAILED
    assert await document_kinds(state="MADE") == ["FEE_STATEMENT", "KEY_NOTICE"]
