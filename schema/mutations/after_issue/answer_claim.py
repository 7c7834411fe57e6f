"""answerClaim."""

from resolvers.claims import exchange_messages
from schema.context import Context
from schema.mutations.after_issue.ask_about_claim import ClaimMessageInput
from schema.mutations.mutation_field import answer, mutation
from schema.reading.fields import column, described
from schema.types.after_issue.claim import Claim


@described
class ClaimAnswered:
    """The answer is stored; the surety gets a mail."""

    claim: Claim = column("The claim with its messages.")


@mutation(exchange_messages.answer, "The obligee's side answers the surety about a claim that is not decided yet.")
async def answer_claim(context: Context, input: ClaimMessageInput) -> ClaimAnswered:
    claim = await exchange_messages.answer(**input.arguments(), **context.caller)
    return answer(ClaimAnswered, claim=claim)
