"""askAboutClaim."""

from typing import Any

import strawberry

from resolvers.claims import exchange_messages
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.after_issue.claim import Claim


@described_input
class ClaimMessageInput:
    """What is written, and about which claim."""

    claim_id: strawberry.ID = given("The claim.")
    body: str = given("Up to 2,000 characters.")
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )

    def arguments(self) -> dict[str, Any]:
        """The arguments of the use case."""
        key = ids.key_of(self.claim_id, "Claim")
        return {"claim_id": key, "body": self.body, "idempotency_key": self.idempotency_key}


@described
class ClaimAsked:
    """The question is stored; who claimed gets a mail."""

    claim: Claim = column("The claim with its messages.")


@mutation(exchange_messages.ask, "The surety asks the obligee about a claim that is not decided yet.")
async def ask_about_claim(context: Context, input: ClaimMessageInput) -> ClaimAsked:
    claim = await exchange_messages.ask(**input.arguments(), **context.caller)
    return answer(ClaimAsked, claim=claim)
