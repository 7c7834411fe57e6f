"""uploadNotice."""

from resolvers.handover import upload_notice as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Upload
from schema.types.certificate import Certificate
from schema.types.handover import Handover


@described_input
class UploadNoticeInput:
    """The key notice as it was handed over."""

    file: Upload = given("The PDF, as the contractor downloaded it, up to 1 MB.")
    contract_reference: str | None = given("What the obligee calls the contract, up to 120 characters.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class NoticeFiled:
    """The notice is genuine, has been kept, and counts as handed over."""

    certificate: Certificate = column("The certificate that it opens.")
    handover: Handover = column("The hand-over.")


@mutation(
    use_case.receive,
    "For e-contract systems, and for officials who have the file: the key-notice PDF as it was handed"
    " over. Reads number and key from it and answers with the certificate. The same file is one hand-over, however"
    " often it comes; after a return it begins anew.",
)
async def upload_notice(context: Context, input: UploadNoticeInput) -> NoticeFiled:
    services = context.services
    certificate, guarantee = await use_case.receive(
        file=input.file.content,
        contract_reference=input.contract_reference,
        idempotency_key=input.idempotency_key,
        reader=context.reader,
        notices=services.notices,
        throttle=services.throttle,
    )
    return answer(
        NoticeFiled,
        certificate=certificate,
        handover=guarantee,
    )
