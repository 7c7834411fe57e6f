"""Small documents and identities to sign them with."""

import datetime
from functools import cache
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pdf.signing import sample_authority
from pdf.signing.identity import SigningIdentity
from pdf.signing.signature_verification import Verification
from pdf.signing.signatures import Signer
from pdf.signing.trust_anchors import Trust

TODAY = datetime.datetime.now(datetime.UTC)
"""Signatures and time stamps use the machine's clock."""
YEARS = datetime.timedelta(days=3650)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


@cache
def sample() -> SigningIdentity:
    """A sample authority's identity; its PEM includes the root."""
    pem = sample_authority.make(at=TODAY)
    return SigningIdentity(pem, pem)


@cache
def blank() -> bytes:
    """A document of one empty page."""
    document, written = pikepdf.new(), BytesIO()
    document.add_blank_page()
    document.save(written)
    return written.getvalue()


@cache
def signed() -> bytes:
    """The same, signed with the sample identity."""
    return Signer(sample()).sign(blank())


def pem_of(key: Key) -> str:
    """The private key as PEM."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def chain_of(key: Key, *, name: str = "見本建設業保証株式会社", stamps: bool = False) -> str:
    """A certificate for the key and the root that issued it, as PEM; `stamps`: for a time-stamp authority."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = _builder("見本ルート認証局", "見本ルート認証局", root_key).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    own = _builder(name, "見本ルート認証局", key).add_extension(_usage(), critical=True)
    if stamps:
        own = own.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificates = [own.sign(root_key, SHA256()), root.sign(root_key, SHA256())]
    return "".join(each.public_bytes(Encoding.PEM).decode() for each in certificates)


def _builder(subject: str, issuer: str, key: Key) -> x509.CertificateBuilder:
    subject_name, issuer_name = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (subject, issuer)
    )
    builder = x509.CertificateBuilder(issuer_name, subject_name, key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(TODAY - YEARS / 10).not_valid_after(TODAY + YEARS)


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def is_genuine(found: Verification) -> bool:
    """Whether the document is byte-identical to what a trusted signer has signed."""
    return found.is_intact and found.covers_all and found.trust is Trust.TRUSTED
