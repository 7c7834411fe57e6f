"""The offline check: the combined result of register and signature, and its rate limit."""

import datetime
from io import BytesIO

import pikepdf
import pytest

from models.certificate import Certificate, CertificateStatus
from models.document import Document, DocumentKind
from models.errors import FileNotExamined
from models.guarantee import Guarantee
from models.refusals import TooManyAttempts
from models.validity import InvalidityReason, Validity
from pdf.documents.renderer import Renderer
from pdf.signing import sample_authority
from pdf.signing.identity import SigningIdentity
from pdf.signing.signature_verifier import Addition, SignatureReport, SignatureVerifier
from pdf.signing.trust_anchors import Trust, TrustAnchor, TrustAnchors
from pdf.upload_refusals import Reason, UploadRefused
from resolvers import throttle_failures
from resolvers.certificates import verify_file
from resolvers.certificates.verify_file import Finding, Verdict
from sample.sample_register import SampleRegister
from security.throttle import Throttle
from tests.conftest import NOON, SAMPLE_PEM, VERIFIER, Api
from tests.pdf.limits import GENEROUS
from tests.support import api_calls
from tests.support.database.owner_statements import execute_without_triggers
from tests.support.document_links import documents
from tests.support.pdf import archival_updates
from tests.support.pdf.document_samples import CERTIFICATE
from tests.support.pdf.signed_documents import blank

UNCONFIRMED = Finding(Verdict.UNCONFIRMED)


@pytest.fixture
async def pdf(api: Api, sample: SampleRegister) -> bytes:
    """A certificate's PDF."""
    await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    return (await api.http.get((await documents(api, "contractor"))["certificate"]["url"])).content


async def check(
    document: bytes,
    verifier: SignatureVerifier = VERIFIER,
    throttle: Throttle | None = None,
    at: datetime.datetime = NOON,
    *,
    address: str = "192.0.2.1",
) -> Finding:
    return await verify_file.verify(
        document, verifier=verifier, address=address, throttle=throttle or Throttle(throttle_failures.count), at=at
    )


@pytest.mark.parametrize("status", CertificateStatus)
async def test_the_state_is_the_certificates(pdf: bytes, status: CertificateStatus) -> None:
    await Certificate.all().update(status=status)
    found = await check(pdf)
    assert (found.verdict, found.status, found.trust) == (Verdict.GENUINE, status, Trust.SAMPLE)
    assert found.issuer == (await Certificate.get()).surety_name
    assert found.signed_at is not None


async def test_what_is_genuine_may_have_ended_by_the_clock_or_with_its_guarantee(pdf: bytes) -> None:
    assert (await check(pdf)).validity == Validity()
    last = datetime.datetime(2027, 8, 31, 14, 59, 59, tzinfo=datetime.UTC)
    assert (await check(pdf, at=last)).validity == Validity()
    after = await check(pdf, at=last + datetime.timedelta(seconds=1))
    assert (after.verdict, after.status) == (Verdict.GENUINE, CertificateStatus.CURRENT)
    assert after.validity == Validity(InvalidityReason.EXPIRED, last + datetime.timedelta(seconds=1))
    await Guarantee.all().update(status="RELEASED", ended_at=NOON)
    assert (await check(pdf)).validity == Validity(InvalidityReason.RELEASED, NOON)


@pytest.mark.parametrize("who", ["contractor", "surety"])
async def test_what_is_on_paper_is_never_the_original(api: Api, sample: SampleRegister, who: str) -> None:
    await api_calls.issued(api, sample, guarantees=[api_calls.advance_input(medium="PAPER")])
    copy = (await api.http.get((await documents(api, who))["certificate"]["url"])).content
    throttle = Throttle(throttle_failures.count)
    findings = [await check(copy, throttle=throttle) for _ in range(8)]  # which are not failures
    expected = Finding(
        Verdict.COPY,
        "見本建設業保証株式会社",
        (await Guarantee.get()).number,
        status=CertificateStatus.CURRENT,
        validity=Validity(InvalidityReason.ON_PAPER, NOON),
    )
    assert findings == [expected] * 8
    assert await check(copy + b"%") == UNCONFIRMED


async def test_a_copy_of_paper_that_was_signed_once_is_a_copy_too(pdf: bytes) -> None:
    await execute_without_triggers("UPDATE certificate SET medium = 'PAPER'")
    found = await check(pdf)
    assert (found.verdict, found.trust) == (Verdict.COPY, Trust.SAMPLE)
    assert found.validity == Validity(InvalidityReason.ON_PAPER, NOON)


async def test_a_signed_file_without_its_signature_is_not_taken_for_a_copy(pdf: bytes) -> None:
    class Blind(SignatureVerifier):
        async def verify(self, *_: object, **__: object) -> SignatureReport:  # type: ignore[override] -- finds no signature
            raise UploadRefused(Reason.DAMAGED)

    assert await check(pdf, Blind(TrustAnchors(), processes=1)) == UNCONFIRMED


YEAR = datetime.timedelta(days=365)


@pytest.mark.parametrize(
    ("trusted", "trust"),
    [
        ((TrustAnchor(SAMPLE_PEM),), Trust.TRUSTED),
        ((TrustAnchor(SAMPLE_PEM, NOON - YEAR, NOON + YEAR),), Trust.TRUSTED),
        ((TrustAnchor(sample_authority.make(at=NOON)), TrustAnchor(SAMPLE_PEM, None, NOON + YEAR)), Trust.TRUSTED),
        ((TrustAnchor(SAMPLE_PEM, NOON + YEAR),), Trust.UNKNOWN),
        ((TrustAnchor(SAMPLE_PEM, None, NOON - YEAR),), Trust.UNKNOWN),
        ((), Trust.UNKNOWN),
    ],
    ids=["always", "on these days", "before another", "later", "earlier", "nobody"],
)
async def test_who_signed_is_judged_as_of_when_the_register_got_it(
    pdf: bytes, trusted: tuple[TrustAnchor, ...], trust: Trust
) -> None:
    """Also ten years later, when the signer's certificate has expired, and with any time that the signer claims."""
    verifier = SignatureVerifier(TrustAnchors(trusted=trusted), processes=1, limits=GENEROUS)
    for at in (NOON, NOON + 20 * YEAR):
        found = await check(pdf, verifier, at=at)
        assert (found.verdict, found.trust) == (Verdict.GENUINE, trust)
    await verifier.close()


async def test_the_registers_word_about_the_time_counts_not_the_signers(pdf: bytes) -> None:
    made_at = (await Document.get(kind=DocumentKind.CERTIFICATE)).made_at
    assert (await check(pdf)).signed_at != made_at
    for anchor, trust in {
        TrustAnchor(SAMPLE_PEM, made_at, None): Trust.TRUSTED,
        TrustAnchor(SAMPLE_PEM, None, made_at): Trust.UNKNOWN,
    }.items():
        verifier = SignatureVerifier(TrustAnchors(trusted=(anchor,)), processes=1, limits=GENEROUS)
        assert (await check(pdf, verifier)).trust is trust
        await verifier.close()


async def test_what_archives_add_is_told_and_nothing_else_passes(pdf: bytes) -> None:
    archived = archival_updates.stamped(archival_updates.with_validation_data(pdf))
    found = await check(archived)
    assert (found.verdict, found.trust) == (Verdict.GENUINE, Trust.SAMPLE)
    assert found.additions == (Addition.TIME_STAMP, Addition.VALIDATION_DATA)
    assert (await check(pdf)).additions == ()
    assert (await check(pdf + b"\n\n")).additions == (Addition.WHITE_SPACE,)
    for altered in (archived + b"%", pdf + blank(), archival_updates.updated(pdf, lambda writer: writer.update_root())):
        assert await check(altered) == Finding(Verdict.ALTERED)
    assert (await check(b"\n" + pdf)).verdict is Verdict.UNCONFIRMED
    assert await check(b"%PDF-1.7\n" + pdf) == UNCONFIRMED


async def test_an_archive_that_is_too_large_is_unconfirmed(pdf: bytes) -> None:
    assert await check(pdf + b"\n" * 10_000_000) == UNCONFIRMED


async def test_what_was_changed_or_added_to_is_altered(pdf: bytes) -> None:
    middle = pdf.index(b"endobj")
    for document in (pdf + b"%", pdf[:middle] + b"Endobj" + pdf[middle + 6 :]):
        assert (await check(document)).verdict in {Verdict.ALTERED, Verdict.UNCONFIRMED}
    assert await check(pdf + b"%") == Finding(Verdict.ALTERED)


async def test_what_is_not_in_the_register_is_unconfirmed(pdf: bytes) -> None:
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        del opened.Root.AcroForm
        del opened.pages[0].Annots
        opened.save(saved)
    for document in (saved.getvalue(), blank(), b"%PDF-1.7", b"no PDF", b"%PDF-" + b"x" * 10_000_000):
        assert await check(document) == UNCONFIRMED


async def test_a_signature_like_ours_on_something_else_is_unconfirmed(sample: SampleRegister) -> None:
    pem = sample_authority.make(at=NOON)
    renderer = Renderer(SigningIdentity(pem, pem), processes=1)
    forged = await renderer.render(CERTIFICATE)
    await renderer.close()
    assert await check(forged) == UNCONFIRMED


async def test_key_notices_and_fee_statements_are_unconfirmed(api: Api, pdf: bytes) -> None:
    mine = await documents(api, "contractor")
    for kind in ("notice", "statement"):
        assert await check((await api.http.get(mine[kind]["url"])).content) == UNCONFIRMED
    assert await Document.all().count() == 3


async def test_genuine_files_are_never_throttled_others_are(pdf: bytes) -> None:
    throttle = Throttle(throttle_failures.count)
    for _ in range(8):
        assert (await check(pdf, throttle=throttle)).verdict is Verdict.GENUINE
    for _ in range(5):
        assert await check(b"no PDF", throttle=throttle) == UNCONFIRMED
    with pytest.raises(TooManyAttempts):
        await check(b"no PDF", throttle=throttle)
    assert (await check(pdf, throttle=throttle)).verdict is Verdict.GENUINE


async def test_who_sends_many_that_are_not_is_refused_and_nobody_elsewhere(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for number in range(30):
        assert await check(b"no PDF %d" % number, throttle=throttle) == UNCONFIRMED
    with pytest.raises(TooManyAttempts):
        await check(b"another", throttle=throttle)
    assert await check(b"another", throttle=throttle, address="192.0.2.2") == UNCONFIRMED


class BusyVerifier(SignatureVerifier):
    """A verifier at full load."""

    async def verify(self, *_: object, **__: object) -> SignatureReport:  # type: ignore[override] -- never answers
        raise UploadRefused(Reason.BUSY, retry_after=5)


async def test_who_cannot_be_served_now_is_told_when_to_come_again(sample: SampleRegister) -> None:
    with pytest.raises(FileNotExamined, match="混み合って") as refused:
        await check(b"%PDF-", BusyVerifier(TrustAnchors(), processes=1))
    assert refused.value.retry_after == 5


async def test_that_is_no_failed_try(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for _ in range(8):
        with pytest.raises(FileNotExamined):
            await check(b"%PDF-", BusyVerifier(TrustAnchors(), processes=1), throttle=throttle)


class Baffled(SignatureVerifier):
    """A verifier that cannot read the file."""

    async def verify(self, document: bytes, *, sender: str, at: object, length: int | None = None) -> SignatureReport:  # noqa: ARG002 -- its interface
        raise UploadRefused(Reason.NOT_EXAMINED)


async def test_a_file_that_cannot_be_examined_is_one(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for error in [FileNotExamined] * 5 + [TooManyAttempts]:
        with pytest.raises(error):
            await check(b"%PDF-", Baffled(TrustAnchors(), processes=1), throttle=throttle)
