"""The printing processes: they fail alone, end with their server, and never hold up its loop."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator

import psutil
import pytest

from pdf.documents import renderer as press_module
from pdf.documents.renderer import NotPrinted, Press
from pdf.signing.identity import Identity
from pdf.signing.signature_verification import verify
from pdf.signing.trust_anchors import Anchor, Roots
from settings import PROJECT_ROOT
from tests.pdf.certificate_rows import replace
from tests.pdf.papers import TODAY, sample
from tests.pdf.samples import CERTIFICATE, NOTICE

WAIT = 20


@pytest.fixture
async def press() -> AsyncIterator[Press]:
    """One process of its own."""
    opened = Press(sample(), processes=1)
    yield opened
    await opened.close()


def children() -> list[psutil.Process]:
    """The printing processes of this one."""
    return [child for child in psutil.Process().children() if press_module.CHILD in child.cmdline()]


async def test_certificates_are_signed_but_neither_notices_nor_paper(press: Press) -> None:
    document = await press.print_(CERTIFICATE)
    found = await asyncio.to_thread(verify, document, roots=Roots(trusted=(Anchor(sample().certificates),)), at=TODAY)
    assert found.is_genuine
    copy = replace(CERTIFICATE, is_on_paper=True, is_copy=True)
    for sheet in (NOTICE, copy, replace(copy, is_copy=False)):
        unsigned = await press.print_(sheet)
        assert unsigned.startswith(b"%PDF-")
        assert b"/ByteRange" not in unsigned


async def test_what_cannot_be_printed_is_told_without_what_stands_in_it(press: Press) -> None:
    sheet = replace(NOTICE, project_name="工" * 5_000)
    with pytest.raises(NotPrinted) as caught:
        await press.print_(sheet)
    assert sheet.key not in str(caught.value)
    assert "工" not in str(caught.value)
    assert (await press.print_(NOTICE)).startswith(b"%PDF-")


async def test_a_key_that_cannot_sign_is_told_before_anything_is_printed() -> None:
    await Press(sample(), processes=1).close()
    broken = Press(Identity(sample().certificates, "no key"), processes=1)
    with pytest.raises(NotPrinted, match="private key as PEM"):
        await broken.check()
    await broken.close()


async def test_no_more_processes_than_allowed_and_none_when_it_is_closed(press: Press) -> None:
    before = len(children())
    documents = await asyncio.gather(*(press.print_(NOTICE) for _ in range(5)))
    assert len(documents) == 5
    assert len(children()) == before + 1
    await press.close()
    assert len(children()) == before


async def test_a_process_that_dies_costs_one_document(press: Press) -> None:
    await press.print_(NOTICE)
    (child,) = (child.result().pid for child in press._children._idle)
    psutil.Process(child).kill()
    with pytest.raises(NotPrinted, match="gave no answer"):
        await press.print_(NOTICE)
    assert (await press.print_(NOTICE)).startswith(b"%PDF-")


async def test_without_a_process_nothing_is_printed(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(NotPrinted, match="cannot be started: FileNotFoundError"):
        await press.print_(NOTICE)


async def test_a_process_that_hangs_is_ended(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    await press.print_(NOTICE)
    (child,) = (child.result().pid for child in press._children._idle)
    psutil.Process(child).send_signal(signal.SIGSTOP)
    monkeypatch.setattr(press_module, "SECONDS", 0.2)
    with pytest.raises(NotPrinted, match="none within"):
        await press.print_(NOTICE)
    assert not psutil.pid_exists(child)
    monkeypatch.undo()
    assert (await press.print_(NOTICE)).startswith(b"%PDF-")


async def test_a_reader_who_goes_away_leaves_no_answer_for_the_next(press: Press) -> None:
    await press.print_(NOTICE)
    gone = asyncio.create_task(press.print_(CERTIFICATE))
    await asyncio.sleep(0.005)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert b"/ByteRange" not in await press.print_(NOTICE)


PARENT = """
import asyncio
from pdf.documents.renderer import Press
from tests.pdf.papers import sample
from tests.pdf.samples import NOTICE

async def main():
    press = Press(sample(), processes=1)
    await press.print_(NOTICE)
    print(*(child.result().pid for child in press._children._idle), flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_processes_end_with_a_server_that_was_killed() -> None:
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, cwd=PROJECT_ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    child = int(await server.stdout.readline())
    assert psutil.pid_exists(child)
    server.kill()
    await server.communicate()
    async with asyncio.timeout(WAIT):
        while psutil.pid_exists(child):  # noqa: ASYNC110 -- nobody tells
            await asyncio.sleep(0.02)
