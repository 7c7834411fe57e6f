"""Signatures, checked by two tools, with every kind of key, with and without a time stamp."""

import datetime
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from pydantic import SecretStr

from commands import signing_configuration
from pdf.documents.renderer import Renderer
from pdf.signing.identity import Pkcs11Key, SigningIdentity
from pdf.signing.signature_verification import verify
from pdf.signing.signature_verifier import SignatureVerifier
from pdf.signing.signatures import Signer, UnusableKey
from pdf.signing.trust_anchors import Trust, TrustAnchor, TrustAnchors
from settings import AnchorFile, Settings
from tests.pdf.limits import GENEROUS
from tests.support.pdf.document_samples import CERTIFICATE
from tests.support.pdf.signed_documents import TODAY, YEARS, blank, chain_of, is_genuine, pem_of, sample, signed
from tests.support.pdf.time_stamp_authority import STAMPED_AT, running_authority

KEYS = {
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "RSA": lambda: rsa.generate_private_key(65537, 2048),
}


@pytest.mark.parametrize("kind", KEYS)
def test_a_signature_is_what_it_says(kind: str) -> None:
    key = KEYS[kind]()
    chain = chain_of(key)
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    document = Signer(SigningIdentity(chain, pem_of(key))).sign(blank())
    after = datetime.datetime.now(datetime.UTC)
    assert document.startswith(blank())
    found = verify(
        document, anchors=TrustAnchors(trusted=(TrustAnchor(chain),), sample=sample().certificates), at=TODAY
    )
    assert (found.signer, found.trust, found.stamped_at) == ("見本建設業保証株式会社", Trust.TRUSTED, None)
    assert is_genuine(found)
    assert found.claimed_at is not None
    assert before <= found.claimed_at <= after


def test_a_signer_signs_one_document_after_the_other() -> None:
    signer, anchors = Signer(sample()), TrustAnchors(trusted=(TrustAnchor(sample().certificates),))
    documents = [signer.sign(blank()) for _ in range(3)]
    assert len(set(documents)) == 3
    assert all(is_genuine(verify(document, anchors=anchors, at=TODAY)) for document in documents)


def test_who_has_no_certificates_yet_signs_with_a_sample_that_nobody_vouches_for() -> None:
    pem = sample().certificates
    assert verify(signed(), anchors=TrustAnchors(sample=pem), at=TODAY).trust is Trust.SAMPLE
    assert verify(signed(), anchors=TrustAnchors(), at=TODAY).trust is Trust.UNKNOWN
    assert verify(signed(), anchors=TrustAnchors(sample=pem), at=TODAY + YEARS * 2).trust is Trust.UNKNOWN
    assert "効力なし" in verify(signed(), anchors=TrustAnchors(), at=TODAY).signer


def test_the_signature_forbids_every_change_and_is_a_sound_document(tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed())
    with pikepdf.open(path) as document:
        assert document.check_pdf_syntax() == []
        permissions = document.Root.Perms.DocMDP.Reference[0].TransformParams.P
        assert permissions == 1


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is not installed")
def test_pdfsig_finds_it_valid_and_an_altered_one_not(tmp_path: Path) -> None:
    sound, altered = tmp_path / "sound.pdf", tmp_path / "altered.pdf"
    sound.write_bytes(signed())
    altered.write_bytes(signed().replace(b"/MediaBox", b"/MediaBoy", 1))
    said = [subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607
            for path in (sound, altered)]  # fmt: skip
    assert "Signature Validation: Signature is Valid." in said[0]
    assert "Total document signed" in said[0]
    assert "ETSI.CAdES.detached" in said[0]
    assert "Signature is Valid." not in said[1]


@pytest.mark.parametrize(
    ("certificates", "key", "said"),
    [
        ("", "mine", "certificates as PEM"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "mine", "certificates as PEM"),
        ("mine", "", "private key as PEM"),
        ("mine", "locked", "private key as PEM"),
        ("mine", "other", "another key"),
        ("mine", "edwards", "RSA or an elliptic-curve"),
    ],
)
def test_a_key_that_cannot_sign_is_told(certificates: str, key: str, said: str) -> None:
    mine = ec.generate_private_key(ec.SECP256R1())
    locked = mine.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()
    keys = {
        "mine": pem_of(mine),
        "other": pem_of(ec.generate_private_key(ec.SECP256R1())),
        "edwards": pem_of(ed25519.Ed25519PrivateKey.generate()),
        "locked": locked,
    }
    chain = chain_of(mine) if certificates == "mine" else certificates
    with pytest.raises(UnusableKey, match=said):
        Signer(SigningIdentity(chain, keys.get(key, key)))


def test_a_token_that_is_not_there_is_told(tmp_path: Path) -> None:
    token = Pkcs11Key(str(tmp_path / "none.so"), "kakusho", "signing", "1234")
    with pytest.raises(UnusableKey, match="cannot be opened"):
        Signer(SigningIdentity(sample().certificates, token))
    assert "1234" not in repr(token)


@pytest.mark.skipif(shutil.which("softhsm2-util") is None, reason="SoftHSM is not installed")
def test_signs_with_a_key_that_stays_on_its_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    key = rsa.generate_private_key(65537, 2048)
    (tmp_path / "key.pem").write_text(pem_of(key))
    run = partial(subprocess.run, check=True, capture_output=True)
    run(["softhsm2-util", "--init-token", "--free", "--label", "kakusho", "--pin", "1234", "--so-pin", "5678"])
    imported = ["--token", "kakusho", "--label", "signing", "--id", "A1", "--pin", "1234"]
    run(["softhsm2-util", "--import", tmp_path / "key.pem", *imported])
    module = next(Path("/usr/lib").rglob("libsofthsm2.so"))
    chain = chain_of(key)
    document = Signer(SigningIdentity(chain, Pkcs11Key(str(module), "kakusho", "signing", "1234"))).sign(blank())
    assert is_genuine(verify(document, anchors=TrustAnchors(trusted=(TrustAnchor(chain),)), at=TODAY))
    with pytest.raises(UnusableKey, match="cannot be opened"):
        Signer(SigningIdentity(chain, Pkcs11Key(str(module), "kakusho", "signing", "0000")))


@pytest.fixture(scope="module")
def authority() -> Iterator[tuple[str, str]]:
    """The URL of an authority, and its root as PEM."""
    with running_authority() as found:
        yield found


def test_a_time_stamp_is_believed_if_its_authority_is(authority: tuple[str, str]) -> None:
    url, chain = authority
    document = Signer(SigningIdentity(sample().certificates, sample().key, url)).sign(blank())
    stamped = verify(
        document,
        anchors=TrustAnchors(trusted=(TrustAnchor(sample().certificates),), timestamps=(TrustAnchor(chain),)),
        at=TODAY,
    )
    assert is_genuine(stamped)
    assert stamped.stamped_at is not None
    assert stamped.stamped_at == STAMPED_AT
    unknown = verify(document, anchors=TrustAnchors(trusted=(TrustAnchor(sample().certificates),)), at=TODAY)
    assert is_genuine(unknown)
    assert unknown.stamped_at is None


async def test_an_installations_time_stamps_are_believed_by_its_verifier(
    authority: tuple[str, str], tmp_path: Path
) -> None:
    """From the settings on: signed by the renderer with a time stamp, verified in a sandboxed worker."""
    url, chain = authority
    (tmp_path / "signer.pem").write_text(sample().certificates)
    (tmp_path / "stamps.pem").write_text(chain)
    given: dict[str, Any] = {
        "signing_certificates_file": tmp_path / "signer.pem",
        "signing_key_file": tmp_path / "signer.pem",
    }
    base = Settings(data_dir=tmp_path, timestamp_url=SecretStr(url), print_processes=1, **given)
    known = base.model_copy(update={"timestamp_anchors": (AnchorFile(tmp_path / "stamps.pem"),)})
    later = TODAY.date() + datetime.timedelta(days=2)
    other = base.model_copy(update={"timestamp_anchors": (AnchorFile(tmp_path / "stamps.pem", later),)})
    renderer = Renderer(signing_configuration.load(base, at=TODAY), processes=1)
    document = await renderer.render(CERTIFICATE)
    await renderer.close()
    for settings, is_believed in ((known, True), (base, False), (other, False)):
        anchors = signing_configuration.verifier(settings, at=TODAY).anchors
        verifier = SignatureVerifier(anchors, processes=1, limits=GENEROUS)
        found = await verifier.verify(document, sender="client", at=TODAY)
        await verifier.close()
        assert (found.is_whole, found.trust, found.signed_at == STAMPED_AT) == (True, Trust.TRUSTED, is_believed)


def test_without_its_time_stamp_nothing_is_signed() -> None:
    with pytest.raises(OSError, match="timestamp"):
        Signer(SigningIdentity(sample().certificates, sample().key, "http://127.0.0.1:9/")).sign(blank())
