"""Render workers: a failure affects one document, workers end with their server, and never block its loop."""

import asyncio
import sys
from collections.abc import AsyncIterator

import psutil
import pytest

from pdf.documents.renderer import WORKER_MODULE, Renderer, RenderError
from pdf.signing.identity import SigningIdentity
from pdf.signing.signature_verification import verify
from pdf.signing.trust_anchors import TrustAnchor, TrustAnchors
from settings import PROJECT_ROOT
from tests.pdf.certificate_rows import replace
from tests.support.pdf.document_samples import CERTIFICATE, NOTICE
from tests.support.pdf.signed_documents import TODAY, is_genuine, sample


@pytest.fixture
async def renderer() -> AsyncIterator[Renderer]:
    """With one worker."""
    opened = Renderer(sample(), processes=1)
    yield opened
    await opened.close()


def workers() -> set[psutil.Process]:
    """All render workers of this process."""
    return {child for child in psutil.Process().children() if WORKER_MODULE in child.cmdline()}


async def started(renderer: Renderer) -> set[psutil.Process]:
    """The workers that it starts for the first document."""
    before = workers()
    await renderer.render(NOTICE)
    return workers() - before


async def test_certificates_are_signed_but_neither_notices_nor_paper(renderer: Renderer) -> None:
    document = await renderer.render(CERTIFICATE)
    found = await asyncio.to_thread(
        verify, document, anchors=TrustAnchors(trusted=(TrustAnchor(sample().certificates),)), at=TODAY
    )
    assert is_genuine(found)
    copy = replace(CERTIFICATE, is_on_paper=True, is_copy=True)
    for data in (NOTICE, copy, replace(copy, is_copy=False)):
        unsigned = await renderer.render(data)
        assert unsigned.startswith(b"%PDF-")
        assert b"/ByteRange" not in unsigned


async def test_a_render_error_does_not_repeat_the_contents(renderer: Renderer) -> None:
    data = replace(NOTICE, project_name="工" * 5_000)
    with pytest.raises(RenderError) as caught:
        await renderer.render(data)
    assert data.key not in str(caught.value)
    assert "工" not in str(caught.value)
    assert (await renderer.render(NOTICE)).startswith(b"%PDF-")


async def test_a_key_that_cannot_sign_is_found_by_the_check() -> None:
    await Renderer(sample(), processes=1).close()
    broken = Renderer(SigningIdentity(sample().certificates, "no key"), processes=1)
    with pytest.raises(RenderError, match="private key as PEM"):
        await broken.check()
    await broken.close()


async def test_no_more_processes_than_allowed_and_none_when_it_is_closed(renderer: Renderer) -> None:
    before = len(workers())
    documents = await asyncio.gather(*(renderer.render(NOTICE) for _ in range(5)))
    assert len(documents) == 5
    assert len(workers()) == before + 1
    await renderer.close()
    assert len(workers()) == before


async def test_a_worker_that_is_killed_costs_one_document(renderer: Renderer) -> None:
    (worker,) = await started(renderer)
    worker.kill()
    with pytest.raises(RenderError, match="gave no response"):
        await renderer.render(NOTICE)
    assert (await renderer.render(NOTICE)).startswith(b"%PDF-")


async def test_without_a_worker_nothing_is_rendered(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(RenderError, match="cannot be started: FileNotFoundError"):
        await renderer.render(NOTICE)


async def test_a_worker_that_hangs_is_ended() -> None:
    before = workers()
    renderer = Renderer(sample(), processes=1, render_timeout=0.01)
    with pytest.raises(RenderError, match="no response within"):  # borb alone takes longer to import
        await renderer.render(NOTICE)
    assert len(workers() - before) <= 1, "one that is starting instead"
    await renderer.close()
    assert workers() == before


async def test_a_cancelled_request_leaves_no_response_for_the_next(renderer: Renderer) -> None:
    await renderer.render(NOTICE)
    gone = asyncio.create_task(renderer.render(CERTIFICATE))
    await asyncio.sleep(0)  # it has been requested
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert b"/ByteRange" not in await renderer.render(NOTICE)


PARENT = """
import asyncio
import psutil
from pdf.documents.renderer import Renderer
from tests.support.pdf.signed_documents import sample
from tests.pdf.certificate_rows import replace
from tests.support.pdf.document_samples import NOTICE

async def main():
    renderer = Renderer(sample(), processes=1)
    await renderer.render(NOTICE)
    print(*(child.pid for child in psutil.Process().children()), flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_workers_end_with_a_server_that_was_killed() -> None:
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, cwd=PROJECT_ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    worker = psutil.Process(int(await server.stdout.readline()))
    server.kill()
    await server.communicate()
    await asyncio.to_thread(worker.wait, 60)
