"""The offline check."""

import datetime
from typing import Annotated, Any

import strawberry

from models.certificate import CertificateStatus
from pdf.signing.signature_verifier import Addition
from pdf.signing.trust_anchors import Trust
from resolvers.certificates import verify_file
from resolvers.certificates.verify_file import Verdict
from schema.context import Info
from schema.reading.fields import ListLength, column, described
from schema.scalars import GuaranteeNumber, Upload
from schema.types.validity import Validity

DESCRIPTION = """
Whether a certificate's PDF is genuine and unaltered, and whether the certificate counts now, for anyone who holds the
file. The response adds only the certificate's state to what is in the file. Files that were not issued here as they
are, are limited per client.
"""


@described
class DocumentVerification:
    """What is to be thought of a PDF; everything but the verdict is null unless it is GENUINE or a COPY."""

    verdict: Verdict = column("What the check found.")
    issuer: str | None = column("The surety, as the certificate names it.")
    guarantee_number: GuaranteeNumber | None = column("保証契約番号, as the certificate has it.")
    signed_at: datetime.datetime | None = column(
        "By a trusted time stamp, otherwise by the signer's clock; null for unsigned documents such as copies."
    )
    status: CertificateStatus | None = column("What has become of the version.")
    validity: Validity | None = column("Whether the certificate counts now; a COPY never does.")
    trust: Trust | None = column("How the signer is trusted, as of the registration of the certificate.")
    additions: list[Addition] | None = column(
        "Additions of archives to the file that do not change the document; usually none.",
        length=ListLength(1, len(Addition)),
    )


@strawberry.type
class VerificationQueries:
    """The offline check."""

    @strawberry.field(description=DESCRIPTION.strip())
    async def verify_document(
        self, info: Info, file: Annotated[Upload, strawberry.argument(description="The PDF.")]
    ) -> DocumentVerification:
        context = info.context
        found = await verify_file.verify(
            file.content,
            verifier=context.services.verifier,
            address=context.address,
            throttle=context.services.throttle,
            at=context.at,
        )
        number: Any = found.number
        validity: Any = found.validity
        return DocumentVerification(
            verdict=found.verdict,
            issuer=found.issuer,
            guarantee_number=number,
            signed_at=found.signed_at,
            status=found.status,
            validity=validity,
            trust=found.trust,
            additions=None if found.additions is None else list(found.additions),
        )
