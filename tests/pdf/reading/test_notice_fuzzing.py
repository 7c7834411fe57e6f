"""Genuine notices with bytes changed, moved or removed: refused, or read with the right number and key."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pdf.reading.notice_reader import NoticeReader
from pdf.upload_refusals import Reason, UploadRefused
from tests.conftest import IS_WHOLE
from tests.pdf.limits import GENEROUS
from tests.support.hostile.writing import GENUINE
from tests.support.pdf.document_samples import KEY, NUMBER
from tests.support.pdf.readers import by_pikepdf

BASES = [GENUINE, by_pikepdf(qdf=True)(GENUINE)]
"""In the second, nothing is deflated, and changes reach the text."""
REFUSED = set(Reason) - {Reason.NOT_EXAMINED, Reason.BUSY}
BUDGET = settings(
    max_examples=150 if IS_WHOLE else 50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Examiner:
    """Reads without an event loop, because hypothesis has none."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner
        self._reader = NoticeReader(processes=1, limits=GENEROUS)

    def check(self, document: bytes) -> None:
        """Refused, or read correctly."""
        try:
            notice = self._runner.run(self._reader.read(document, sender="client"))
            outcome: object = notice.number, notice.key
        except UploadRefused as refused:
            outcome = refused.reason
        assert outcome == (NUMBER, KEY) or outcome in REFUSED

    def close(self) -> None:
        self._runner.run(self._reader.close())


@pytest.fixture(scope="module")
def examiner() -> Iterator[Examiner]:
    with asyncio.Runner() as runner:
        opened = Examiner(runner)
        yield opened
        opened.close()


@given(base=st.sampled_from(BASES), data=st.data())
@BUDGET
def test_changed_bytes(examiner: Examiner, base: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(base)
    places = st.integers(0, len(base) - 1)
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=8)):
        spoilt[place] = byte
    examiner.check(bytes(spoilt))


@given(base=st.sampled_from(BASES), data=st.data())
@BUDGET
def test_moved_bytes(examiner: Examiner, base: bytes, data: st.DataObject) -> None:
    places = st.integers(0, len(base))
    start, end, to = data.draw(st.tuples(places, places, places))
    examiner.check(base[:to] + base[start:end] + base[to:] if data.draw(st.booleans()) else base[:start] + base[end:])


@given(base=st.sampled_from(BASES), where=st.integers(0, 4000), byte=st.integers(0, 255))
@BUDGET
def test_changed_bytes_where_the_attachment_and_the_end_are(
    examiner: Examiner, base: bytes, where: int, byte: int
) -> None:
    spoilt = bytearray(base)
    spoilt[-1 - where] = byte
    examiner.check(bytes(spoilt))
