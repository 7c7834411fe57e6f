"""Signatures: PAdES B-B, and B-T with a time-stamp authority.

A signature certifies the document and permits no change of it, so that a later edit invalidates the certification.
"""

import asyncio
from io import BytesIO

from asn1crypto.x509 import Certificate
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pdf.signing.identity import Pkcs11Key, SigningIdentity

FIELD = "Signature"
HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
TIMESTAMP_TIMEOUT = 5


class UnusableKey(Exception):
    """The key or its certificates cannot sign; the message says what was expected."""


class Signer:
    """Signs documents with one identity. Loads the key once, because that takes longer than a signature."""

    def __init__(self, identity: SigningIdentity) -> None:
        """Raises UnusableKey."""
        chain = _chain(identity.certificates)
        key = identity.key
        signer = _on_device(key, chain) if isinstance(key, Pkcs11Key) else _in_memory(key, chain)
        url = identity.timestamp_url
        self._plain = signer
        self._timestamper = timestamps.HTTPTimeStamper(url, timeout=TIMESTAMP_TIMEOUT) if url else None
        self._signer = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                certify=True,
                docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            ),
            signer=signer,
            timestamper=self._timestamper,
        )

    def sign(self, document: bytes) -> bytes:
        """The document with the signature appended. Raises OSError when the time-stamp authority does not respond."""
        signed = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(document))
        asyncio.run(self._signer.async_sign_pdf(writer, output=signed))
        return signed.getvalue()

    def sign_data(self, content: bytes) -> bytes:
        """Other data in a signed envelope (CMS). Raises OSError when the time-stamp authority does not respond."""
        sign = self._plain.async_sign_general_data(
            content, "sha256", detached=False, use_cades=True, timestamper=self._timestamper
        )
        return asyncio.run(sign).dump()


class _InMemory(signers.Signer):
    """Loads the key once; pyHanko's own signer loads it for every signature, which takes up to 70 ms."""

    def __init__(self, key: RSAPrivateKey | EllipticCurvePrivateKey, chain: list[Certificate]) -> None:
        others = SimpleCertificateStore.from_certs(chain[1:])
        super().__init__(signing_cert=chain[0], cert_registry=others, embed_roots=False)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002 -- pyHanko's interface
        algorithm = HASHES[digest_algorithm]
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), algorithm)
        return self._key.sign(data, ECDSA(algorithm))


def _chain(pem: str) -> list[Certificate]:
    try:
        chain = list(load_certs_from_pemder_data(pem.encode()))
    except ValueError:
        chain = []
    if not chain:
        raise UnusableKey("expected certificates as PEM, the signer's own first")
    return chain


def _in_memory(pem: str, chain: list[Certificate]) -> signers.Signer:
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UnusableKey("expected a private key as PEM without a password") from None
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise UnusableKey("expected an RSA or an elliptic-curve key")
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if public != chain[0].public_key.dump():
        raise UnusableKey("the first certificate belongs to another key")
    return _InMemory(key, chain)


def _on_device(key: Pkcs11Key, chain: list[Certificate]) -> signers.Signer:
    try:
        session = open_pkcs11_session(key.module, token_criteria=TokenCriteria(label=key.token), user_pin=key.pin)
    except (PKCS11Error, RuntimeError) as error:
        raise UnusableKey(f"PKCS#11 token «{key.token}» cannot be opened: {type(error).__name__}") from None
    return PKCS11Signer(session, signing_cert=chain[0], ca_chain=chain[1:], key_label=key.label, embed_roots=False)
