"""A queued mail is not sent if the account of its recipient is deactivated."""

from collections.abc import AsyncIterator

import pytest

from mail.outbox_worker import DEACTIVATED
from models.outgoing_mail import OutgoingMail
from models.parties.account import Account
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Clock
from tests.support.mails import all_settled, enqueue_mails, running_outbox_worker, state_of, wait_until
from tests.support.servers.smtp_servers import MailServer


@pytest.fixture
async def deactivated(sample: SampleRegister) -> AsyncIterator[list[OutgoingMail]]:
    """Mails to an account that was deactivated after they were enqueued, and to another address."""
    mails = [
        *await enqueue_mails(sample, email="Contractor@example.jp"),
        *await enqueue_mails(sample, email="soumu@example.jp"),
    ]
    accounts = Account.filter(email="contractor@example.jp")
    await accounts.update(is_active=False)
    yield mails
    await accounts.update(is_active=True)


async def test_it_is_dead_with_the_reason_and_others_are_sent(
    deactivated: list[OutgoingMail], database_url: str, clock: Clock, server: MailServer
) -> None:
    to_account, to_other = deactivated
    async with running_outbox_worker(database_url, server.url, clock):
        await wait_until(all_settled)
    assert await state_of(to_account) == ("DEAD", 1, DEACTIVATED)
    assert (await OutgoingMail.get(id=to_account.id)).dead_at == NOON
    assert (await state_of(to_other))[0] == "SENT"
    assert [mail.recipient for mail in server.accepted] == ["soumu@example.jp"]
