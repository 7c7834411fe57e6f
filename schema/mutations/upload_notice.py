"""uploadNotice."""

from typing import Annotated

import strawberry

from resolvers.handover import upload_notice
from schema.context import Info, loaded
from schema.errors import CertificateNotAvailable, IdempotencyConflict, InvalidInput, NoticeNotReadable
from schema.mutations.inputs import INPUT
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Upload
from schema.types.certificate import Certificate
from schema.types.handover import Handover


@described_input
class UploadNoticeInput:
    """The key notice as it was handed over."""

    file: Upload = given("The PDF, as the contractor downloaded it, up to 10 MB.")
    contract_reference: str | None = given("What the obligee calls the contract, up to 120 characters.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class NoticeFiled:
    """The notice is genuine, has been kept, and counts as handed over."""

    certificate: Certificate = column("The certificate that it opens.")
    handover: Handover = column("The hand-over.")


UploadNoticeResult = Annotated[
    NoticeFiled | NoticeNotReadable | CertificateNotAvailable | IdempotencyConflict | InvalidInput,
    strawberry.union("UploadNoticeResult", description="What came of it."),
]


@strawberry.type
class UploadNotice:
    """uploadNotice."""

    @strawberry.mutation(
        description="For e-contract systems, and for officials who have the file: the key-notice PDF as it was handed"
        " over. Reads number and key from it and answers with the certificate. The same file is one hand-over, however"
        " often it comes; after a return it begins anew."
    )
    async def upload_notice(self, info: Info, input: Annotated[UploadNoticeInput, INPUT]) -> UploadNoticeResult:
        services = info.context.services
        certificate, guarantee = await upload_notice.receive(
            file=input.file,
            contract_reference=input.contract_reference,
            idempotency_key=input.idempotency_key,
            reader=info.context.reader,
            notices=services.notices,
            throttle=services.throttle,
        )
        return NoticeFiled(
            certificate=await loaded(info, certificate, "certificate", on="NoticeFiled"),
            handover=await loaded(info, guarantee, "handover", on="NoticeFiled"),
        )
