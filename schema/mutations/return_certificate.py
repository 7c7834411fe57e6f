"""returnCertificate."""

from resolvers.handover import answer_certificate
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading.fields import column, described, described_input, given
from schema.scalars import AuthKey, GuaranteeNumber
from schema.types.certificate import Certificate
from schema.types.handover import Handover


@described_input
class ReturnCertificateInput:
    """Which certificate, and why."""

    guarantee_number: GuaranteeNumber = given("As on the key notice.")
    auth_key: AuthKey = given("As on the key notice.")
    reason: str = given("Told to the contractor and to the surety, up to 1,000 characters.")


@described
class CertificateReturned:
    """The obligee has returned the certificate, to be mended."""

    certificate: Certificate = column("The certificate.")
    handover: Handover = column("The hand-over, returned.")


@mutation(
    answer_certificate.return_,
    "The obligee (or a system that acts for it) returns the certificate for correction; contractor and"
    " surety get a mail with the reason. Another hand-over begins when number and key are handed over again.",
)
async def return_certificate(context: Context, input: ReturnCertificateInput) -> CertificateReturned:
    certificate, guarantee = await answer_certificate.return_(
        number=input.guarantee_number,
        key=input.auth_key,
        reason=input.reason,
        reader=context.reader,
        throttle=context.services.throttle,
    )
    return answer(
        CertificateReturned,
        certificate=certificate,
        handover=guarantee,
    )
