"""The outbox."""

from typing import Annotated, Any

import strawberry

import models
from models.outgoing_mail import MailKind, MailState
from resolvers import outgoing_mails
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading import ids
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import described_input, given, root
from schema.reading.lookahead import EDGES, include
from schema.types.outgoing_mail import OutgoingMail


@described_input
class OutgoingMailFilter:
    """Which mails; everything that is given must hold."""

    state: MailState | None = given("In this state.", default=None)
    kind: MailKind | None = given("Of this kind.", default=None)
    guarantee_id: strawberry.ID | None = given("About this guarantee.", default=None)


@strawberry.type
class OutgoingMailQueries:
    """The outbox."""

    @root(PageOf(models.OutgoingMail, order="-id"), "The surety's mails, sent and unsent, newest first.")
    async def outgoing_mails(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[OutgoingMailFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[OutgoingMail]:
        count, behind = page_arguments(first, after)
        wanted = filter or OutgoingMailFilter()
        page: Any = await outgoing_mails.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            state=wanted.state,
            kind=wanted.kind,
            guarantee_id=ids.wanted(wanted.guarantee_id, "Guarantee"),
        )
        return page
