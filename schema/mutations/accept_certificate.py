"""acceptCertificate."""

from resolvers.handover import answer_certificate
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
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


@mutation(
    answer_certificate.accept,
    "The obligee (or a system that acts for it) accepts the certificate; contractor and surety get a"
    " mail. Number and key count as handed over and read, however they came.",
)
async def accept_certificate(context: Context, input: CertificateKeyInput) -> CertificateAccepted:
    certificate, guarantee = await answer_certificate.accept(
        number=input.guarantee_number,
        key=input.auth_key,
        reader=context.reader,
        throttle=context.services.throttle,
    )
    return answer(
        CertificateAccepted,
        certificate=certificate,
        handover=guarantee,
    )
