"""retryMail."""

import strawberry

from resolvers import outgoing_mails
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
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


@mutation(
    outgoing_mails.retry,
    "The surety has a mail tried again that is dead, or that would be tried later.",
)
async def retry_mail(context: Context, input: RetryMailInput) -> MailReleased:
    mail = await outgoing_mails.retry(mail_id=ids.key_of(input.mail_id, "OutgoingMail"), **context.caller)
    return answer(MailReleased, mail=mail)
