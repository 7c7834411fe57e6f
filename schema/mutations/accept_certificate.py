"""acceptCertificate."""

from typing import Annotated

import strawberry

from resolvers.handover import answer_certificate
from schema.context import Info, loaded
from schema.errors import CertificateNotAvailable, WrongState
from schema.mutations.inputs import INPUT
from schema.reading.fields import column, described, described_input, given
from schema.scalars import AuthKey, GuaranteeNumber
from schema.types.certificate import Certificate
from schema.types.handover import Handover


@described_input
class CertificateKeyInput:
    """Which certificate."""

    guarantee_number: GuaranteeNumber = given("As on the key notice.")
    auth_key: AuthKey = given("As on the key notice.")


@described
class CertificateAccepted:
    """The obligee has accepted the certificate."""

    certificate: Certificate = column("The certificate.")
    handover: Handover = column("The hand-over, accepted.")


AcceptCertificateResult = Annotated[
    CertificateAccepted | CertificateNotAvailable | WrongState,
    strawberry.union("AcceptCertificateResult", description="What came of it."),
]


@strawberry.type
class AcceptCertificate:
    """acceptCertificate."""

    @strawberry.mutation(
        description="The obligee (or a system that acts for it) accepts the certificate; contractor and surety get a"
        " mail. Number and key count as handed over and read, however they came."
    )
    async def accept_certificate(
        self, info: Info, input: Annotated[CertificateKeyInput, INPUT]
    ) -> AcceptCertificateResult:
        certificate, guarantee = await answer_certificate.accept(
            number=input.guarantee_number,
            key=input.auth_key,
            reader=info.context.reader,
            throttle=info.context.services.throttle,
        )
        return CertificateAccepted(
            certificate=await loaded(info, certificate, "certificate", on="CertificateAccepted"),
            handover=await loaded(info, guarantee, "handover", on="CertificateAccepted"),
        )
