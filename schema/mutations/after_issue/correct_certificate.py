"""correctCertificate."""

import datetime

import strawberry

from models.content.corrections import CertificateCorrections
from resolvers.amendments import correct_certificate as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Yen
from schema.types.certificate import Certificate
from schema.types.guarantee import Guarantee


@described_input
class CorrectCertificateInput:
    """What is replaced: what is left out stays. Amount and expiry date are amended, not corrected."""

    guarantee_id: strawberry.ID = given("The guarantee.")
    principal_name: str | None = given("保証契約者, up to 120 characters.", default=None)
    principal_address: str | None = given("Its address, up to 200 characters.", default=None)
    joint_venture_name: str | None = given("共同企業体の名称, up to 120 characters.", default=None)
    obligee_title: str | None = given("被保証者, up to 120 characters.", default=None)
    project_name: str | None = given("工事名, up to 120 characters.", default=None)
    contract_price: Yen | None = given("請負金額.", default=None)
    period_from: datetime.date | None = given("工期の始期.", default=None)
    period_to: datetime.date | None = given("工期の終期.", default=None)
    contract_date: datetime.date | None = given("請負契約日.", default=None)
    deposit_bank: str | None = given("預託金融機関, up to 60 characters.", default=None)
    reason: str = given("Shown to the contractor, up to 1,000 characters.")
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )

    def corrections(self) -> CertificateCorrections:
        """As the use case takes them."""
        return CertificateCorrections(**{name: getattr(self, name) for name in vars(CertificateCorrections())})


@described
class CertificateCorrected:
    """It has been corrected."""

    guarantee: Guarantee = column("The guarantee.")
    certificate: Certificate = column("The corrected version, with the same 変更－n as the one that it replaces.")


@mutation(
    use_case.correct,
    "The surety corrects (訂正) an error on the certificate of a guarantee in force. Only surety and operators still"
    " see the version with the error. The corrected one has the same number and key and has to be handed over anew. The"
    " same error of the contract is mended too; parties are corrected in their registers. No fee is charged.",
)
async def correct_certificate(context: Context, input: CorrectCertificateInput) -> CertificateCorrected:
    guarantee, certificate = await use_case.correct(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
        corrections=input.corrections(),
        reason=input.reason,
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(CertificateCorrected, guarantee=guarantee, certificate=certificate)
