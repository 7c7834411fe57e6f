"""saveApplicationDraft."""

import strawberry

from resolvers.applications import save_draft
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.application import Application
from schema.types.application_draft import ApplicationDraftInput


@described_input
class SaveApplicationDraftInput:
    """With an applicationId: changes that draft, or the returned guarantees of that application."""

    application_id: strawberry.ID | None = given("What to change; a new draft if null.", default=None)
    draft: ApplicationDraftInput = given("The whole form; of returned guarantees, what is left out stays.")
    version: int | None = given(
        "The version that the form began with. Required after another person has saved: else it is refused.",
        default=None,
    )
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class DraftSaved:
    """The form has been saved."""

    application: Application = column("The application; its `draft` is the form as it was saved.")


@mutation(
    save_draft.save,
    "Keeps a form that is not sent yet. Anything may be missing in it; nothing that is given may be malformed. Two"
    " people can work on it: who would overwrite what the other has saved is told.",
)
async def save_application_draft(context: Context, input: SaveApplicationDraftInput) -> DraftSaved:
    application = await save_draft.save(
        application_id=ids.wanted(input.application_id, "Application"),
        request=input.draft.request(),
        version=input.version,
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(DraftSaved, application=application)
