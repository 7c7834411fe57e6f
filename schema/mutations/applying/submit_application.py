"""submitApplication."""

from resolvers.applications import submit_draft
from schema.context import Context
from schema.mutations.apply_for_guarantees import ApplicationSubmitted
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.withdraw_application import ApplicationActionInput
from schema.reading import ids


@mutation(
    submit_draft.submit_form,
    "Sends a draft, or an application with returned guarantees after they were edited by saveApplicationDraft. What is"
    " sent already and waits for its review is answered as it is. Paths of problems begin at the form.",
)
async def submit_application(context: Context, input: ApplicationActionInput) -> ApplicationSubmitted:
    application = await submit_draft.submit_form(
        application_id=ids.key_of(input.application_id, "Application"), **context.caller
    )
    return answer(ApplicationSubmitted, application=application)
