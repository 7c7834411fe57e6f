"""Signed data, checked by two tools, with and without a time stamp."""

import datetime
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from pdf.signing import signed_data
from pdf.signing.identity import SigningIdentity
from pdf.signing.signatures import Signer
from pdf.signing.signed_data import NotSignedData, SignedData
from pdf.signing.trust_anchors import Trust, TrustAnchor, TrustAnchors
from tests.support.pdf.signed_documents import TODAY, YEARS, chain_of, pem_of, sample
from tests.support.pdf.time_stamp_authority import STAMPED_AT, running_authority

CONTENT = '{"chains": "髙﨑𠮷"}\r\n'.encode()
SIGNER = "見本建設業保証株式会社"


@pytest.fixture(scope="module")
def authority() -> Iterator[tuple[str, str]]:
    """The URL of an authority, and its root as PEM."""
    with running_authority() as found:
        yield found


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)])
def test_it_has_its_content_and_its_signer(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
    chain = chain_of(key)
    signed = Signer(SigningIdentity(chain, pem_of(key))).sign_data(CONTENT)
    trusted = TrustAnchors(trusted=(TrustAnchor(chain),))
    assert signed_data.read(signed, anchors=trusted, at=TODAY) == SignedData(CONTENT, SIGNER, None, Trust.TRUSTED)
    assert signed_data.read(signed, anchors=TrustAnchors(sample=chain), at=TODAY).trust is Trust.SAMPLE
    assert signed_data.read(signed, anchors=TrustAnchors(), at=TODAY).trust is Trust.UNKNOWN
    assert signed_data.read(signed, anchors=trusted, at=TODAY + YEARS * 2).trust is Trust.UNKNOWN


def test_what_is_changed_is_no_signed_data() -> None:
    signed, anchors = Signer(sample()).sign_data(CONTENT), TrustAnchors(sample=sample().certificates)
    for wrong in (b"", CONTENT, signed[:-1], signed + b"x", signed.replace(b"chains", b"chainz")):
        with pytest.raises(NotSignedData):
            signed_data.read(wrong, anchors=anchors, at=TODAY)


def test_a_time_stamp_is_believed_if_its_authority_is(authority: tuple[str, str]) -> None:
    url, root = authority
    key = ec.generate_private_key(ec.SECP256R1())
    chain = chain_of(key)
    signed = Signer(SigningIdentity(chain, pem_of(key), url)).sign_data(CONTENT)
    until = STAMPED_AT + datetime.timedelta(hours=1)
    former = TrustAnchor(chain, ends_at=until)
    known = TrustAnchors(trusted=(former,), timestamps=(TrustAnchor(root),))
    stamped = SignedData(CONTENT, SIGNER, STAMPED_AT, Trust.TRUSTED)
    assert signed_data.read(signed, anchors=known, at=TODAY) == stamped
    # The stamp says that it was signed while its signer was trusted.
    assert signed_data.read(signed, anchors=known, at=until) == stamped
    unknown = TrustAnchors(trusted=(former,))
    assert signed_data.read(signed, anchors=unknown, at=TODAY).stamped_at is None
    assert signed_data.read(signed, anchors=unknown, at=until).trust is Trust.UNKNOWN


def test_without_its_time_stamp_nothing_is_signed() -> None:
    with pytest.raises(OSError, match="timestamp"):
        Signer(SigningIdentity(sample().certificates, sample().key, "http://127.0.0.1:9/")).sign_data(CONTENT)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="OpenSSL is not installed")
def test_openssl_reads_it(authority: tuple[str, str], tmp_path: Path) -> None:
    """The command of docs/operations.md."""
    (tmp_path / "authority.pem").write_text(sample().certificates)
    command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", tmp_path / "checkpoint.p7m"]
    options = ["-CAfile", tmp_path / "authority.pem", "-purpose", "any"]
    for url in (None, authority[0]):
        signed = Signer(SigningIdentity(sample().certificates, sample().key, url)).sign_data(CONTENT)
        (tmp_path / "checkpoint.p7m").write_bytes(signed)
        sound = subprocess.run([*command, *options], capture_output=True, check=False)  # noqa: S603
        assert (sound.returncode, sound.stdout) == (0, CONTENT), sound.stderr
        (tmp_path / "checkpoint.p7m").write_bytes(signed.replace(b"chains", b"chainz"))
        assert subprocess.run([*command, *options], capture_output=True, check=False).returncode != 0  # noqa: S603
