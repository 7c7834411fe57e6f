"""sendNotice."""

from copy import copy

import strawberry

from resolvers.handover import send_notice as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.guarantee import Guarantee
from schema.types.handover import Handover


@described_input
class SendNoticeInput:
    """Which key notice is sent, and where."""

    guarantee_id: strawberry.ID = given("The guarantee, which is in force.")
    to: str = given(
        "One of the addresses that the obligee has registered for such guarantees"
        " (`ElectronicAcceptance.noticeAddresses`, `ObligeeOffice.noticeAddresses`)."
    )


@described
class NoticeSent:
    """A mail with the key notice is on its way to the obligee, or was sent today."""

    guarantee: Guarantee = column("The guarantee.")
    handover: Handover = column("The hand-over, sent by EMAIL.")


@mutation(
    use_case.send,
    "Sends the key notice (PDF) to the obligee for the contractor: in one hand-over one mail a day per address, and"
    " another one if it was not delivered. After a return another hand-over begins.",
)
async def send_notice(context: Context, input: SendNoticeInput) -> NoticeSent:
    guarantee = await use_case.send(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
        to=input.to,
        **context.caller,
    )
    return answer(
        NoticeSent,
        # The selections on the hand-over there and here are loaded separately.
        handover=copy(guarantee),
        guarantee=guarantee,
    )
