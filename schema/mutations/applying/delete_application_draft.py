"""deleteApplicationDraft."""

import strawberry

from resolvers.applications import save_draft
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.withdraw_application import ApplicationActionInput
from schema.reading import ids
from schema.reading.fields import column, described


@described
class DraftDeleted:
    """The form has been deleted; of a draft, the application with it."""

    application_id: strawberry.ID = column("The id of the application.")


@mutation(
    save_draft.delete,
    "Deletes a draft, or what was saved of an application with returned guarantees, which stays as it was sent.",
)
async def delete_application_draft(context: Context, input: ApplicationActionInput) -> DraftDeleted:
    key = await save_draft.delete(application_id=ids.key_of(input.application_id, "Application"), **context.caller)
    return answer(DraftDeleted, application_id=strawberry.ID(ids.to_id("Application", key)))
