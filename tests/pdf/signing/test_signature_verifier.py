"""Verification in sandboxed processes: results, and that a hostile file neither escapes nor delays others."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from pdf.signing.signature_verifier import Addition, SignatureVerifier
from pdf.signing.trust_anchors import Trust, TrustAnchors
from pdf.upload_refusals import Reason, UploadRefused
from tests.pdf.limits import GENEROUS
from tests.support.hostile.corpus import cases
from tests.support.pdf.archival_updates import stamped, with_validation_data
from tests.support.pdf.signed_documents import TODAY, blank, sample, signed

SIGNED = signed()


@pytest.fixture
async def verifier() -> AsyncIterator[SignatureVerifier]:
    opened = SignatureVerifier(TrustAnchors(sample=sample().certificates), processes=2, limits=GENEROUS)
    yield opened
    await opened.close()


async def refusal(verifier: SignatureVerifier, document: bytes) -> Reason | None:
    try:
        await verifier.verify(document, sender="client", at=TODAY)
    except UploadRefused as refused:
        return refused.reason
    return None


async def test_what_the_signature_says_comes_back(verifier: SignatureVerifier) -> None:
    found = await verifier.verify(SIGNED, sender="client", at=TODAY)
    assert (found.is_whole, found.trust) == (True, Trust.SAMPLE)
    assert found.signed_at is not None
    assert found.additions == ()
    assert not (await verifier.verify(SIGNED + b"\n", sender="client", at=TODAY)).is_whole
    for document, additions in {
        SIGNED + b"\n\n": (Addition.WHITE_SPACE,),
        stamped(SIGNED): (Addition.TIME_STAMP,),
        with_validation_data(SIGNED): (Addition.VALIDATION_DATA,),
        SIGNED + b"x": None,
    }.items():
        found = await verifier.verify(document, sender="client", at=TODAY, length=len(SIGNED))
        assert (found.is_whole, found.additions) == (True, additions)


async def test_what_has_no_signature_is_refused(verifier: SignatureVerifier) -> None:
    expected = {blank(): Reason.DAMAGED, b"%PDF-1.7": Reason.DAMAGED, b"GIF89a": Reason.NOT_A_PDF}
    assert {document: await refusal(verifier, document) for document in expected} == expected
    assert await refusal(verifier, b"%PDF-" + b"x" * 10_000_000) is Reason.TOO_LARGE


async def test_hostile_files_end_and_leave_the_processes_as_they_were(verifier: SignatureVerifier) -> None:
    documents = iter([document for _, document, _ in cases()])

    async def send() -> None:
        for document in documents:
            assert await refusal(verifier, document) is not None

    await refusal(verifier, SIGNED)  # started
    await asyncio.gather(send(), send())
    assert await refusal(verifier, SIGNED) is None
