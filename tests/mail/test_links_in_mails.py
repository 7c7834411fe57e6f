"""Mails of the installation: the token of a link is only in the mail that is sent."""

import re
from email import message_from_bytes, policy

from mail.outbox_worker import LINK_IS_OVER
from models.outgoing_mail import MailKind, OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import Api, Clock
from tests.support.mails import ADDRESS, SENDER, all_settled, enqueue_mails, running_outbox_worker, state_of, wait_until
from tests.support.parties import accounts
from tests.support.parties.accounts import PASSWORD, SET
from tests.support.servers.smtp_servers import MailServer


async def sent(database_url: str, clock: Clock, server: MailServer) -> None:
    async with running_outbox_worker(database_url, server.url, clock):
        await wait_until(all_settled)


async def test_the_link_that_is_sent_works(
    api: Api, sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    account = await accounts.invited(api)
    await sent(database_url, clock, server)
    (mail,) = server.accepted
    assert (mail.sender, mail.recipient) == (SENDER, account["email"])
    message = message_from_bytes(mail.content, policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    assert message["Message-ID"].endswith("@kakusho.example.jp>")
    assert message["Reply-To"] is None
    (token,) = re.findall(rf"{ADDRESS}/password/([\w-]{{43}})\r?\n", body.get_content())
    answer = await api.data(SET, input={"token": token, "password": PASSWORD})
    assert answer["setPassword"]["__typename"] == "PasswordSet"
    (row,) = await OutgoingMail.all()
    assert token not in str(vars(row))
    assert row.sender is None


async def test_a_link_that_is_over_is_not_sent(
    api: Api, sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    await accounts.invited(api)
    (replaced,) = await OutgoingMail.all()
    account = await accounts.invited(api)
    withdrawn = await accounts.invited(api, email="gone@surety.example.jp")
    await api.data(accounts.DEACTIVATE, as_="surety", input={"accountId": withdrawn["id"]})
    await sent(database_url, clock, server)
    assert await state_of(replaced) == ("DEAD", 1, LINK_IS_OVER)
    assert [mail.recipient for mail in server.accepted] == [account["email"]]


async def test_who_invites_an_address_does_not_stop_its_mails(
    api: Api, sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    for email in ("soumu@example.jp", "contractor@example.jp"):
        account = await accounts.invited(api, email=email)
        await api.data(accounts.DEACTIVATE, as_="surety", input={"accountId": account["id"]})
        await enqueue_mails(sample, email=email)
    assert await OutgoingMail.filter(kind=MailKind.RETURNED).count() == 2
    await sent(database_url, clock, server)
    assert {mail.recipient for mail in server.accepted} == {"soumu@example.jp", "contractor@example.jp"}


async def test_an_address_that_somebody_else_has_now_gets_mails(
    api: Api, sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    former = await accounts.colleague(api)
    await api.data(accounts.DEACTIVATE, as_="surety", input={"accountId": former["id"]})
    await accounts.colleague(api, as_="contractor", role="CONTRACTOR")
    await enqueue_mails(sample, email=former["email"])
    await sent(database_url, clock, server)
    assert [mail.recipient for mail in server.accepted] == [former["email"]]
