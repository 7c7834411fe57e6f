"""retryMail."""

from typing import Annotated

import strawberry

from resolvers import outgoing_mails
from schema.context import Info, loaded
from schema.errors import MailAlreadySent, NotFound
from schema.mutations.inputs import INPUT
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.outgoing_mail import OutgoingMail


@described_input
class RetryMailInput:
    """Which mail."""

    mail_id: strawberry.ID = given("The mail.")


@described
class MailReleased:
    """It is tried again at once, and then as often as a new one."""

    mail: OutgoingMail = column("The mail as it is now.")


RetryMailResult = Annotated[
    MailReleased | MailAlreadySent | NotFound,
    strawberry.union("RetryMailResult", description="What came of it."),
]


@strawberry.type
class RetryMail:
    """retryMail."""

    @strawberry.mutation(description="The surety has a mail tried again that is dead, or that would be tried later.")
    async def retry_mail(self, info: Info, input: Annotated[RetryMailInput, INPUT]) -> RetryMailResult:
        mail = await outgoing_mails.retry(
            mail_id=ids.key_of(input.mail_id, "OutgoingMail"), viewer=info.context.viewer, at=info.context.at
        )
        return MailReleased(mail=await loaded(info, mail, "mail", on="MailReleased"))
