"""endSession."""

import strawberry

from resolvers.accounts import end_session as own_sessions
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.parties.account import Session


@described_input
class EndSessionInput:
    """Which session."""

    session_id: strawberry.ID = given("One of the own sessions.")


@described
class SessionEnded:
    """Its token is rejected from now on."""

    session: Session = column("The session as it was.")


@mutation(own_sessions.end, "End one of the own sessions. Repeating it has no effect.")
async def end_session(context: Context, input: EndSessionInput) -> SessionEnded:
    session = await own_sessions.end(session_id=ids.key_of(input.session_id, "Session"), **context.caller)
    return answer(SessionEnded, session=session)
