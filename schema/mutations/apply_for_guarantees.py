"""applyForGuarantees."""

from resolvers.applications import submit
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading.fields import column, described
from schema.types.application import Application
from schema.types.application_form import ApplyForGuaranteesInput


@described
class ApplicationSubmitted:
    """The application has been submitted."""

    application: Application = column("The application, with a guarantee for each that was asked for.")


@mutation(
    submit.application,
    "Registers the contract (or uses a registered one), creates the application and submits it. Safe to retry with"
    " the same idempotencyKey.",
)
async def apply_for_guarantees(context: Context, input: ApplyForGuaranteesInput) -> ApplicationSubmitted:
    application = await submit.application(
        request=input.request(), idempotency_key=input.idempotency_key, **context.caller
    )
    return answer(ApplicationSubmitted, application=application)
