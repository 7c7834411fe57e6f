"""The outbox."""

from typing import Annotated, Any

import strawberry

import models
from models.outgoing_mail import MailKind, MailState
from resolvers import outgoing_mails
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.types.outgoing_mail import OutgoingMail


@described_input
class OutgoingMailFilter:
    """Which mails; everything that is given must hold."""

    state: MailState | None = condition("In this state.")
    kind: MailKind | None = condition("Of this kind.")
    guarantee_id: strawberry.ID | None = condition("About this guarantee.", of="Guarantee")


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
        page: Any = await outgoing_mails.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            **filter_arguments(filter),
        )
        return page
