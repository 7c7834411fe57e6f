"""kakusho create-operator."""

import argparse

import pytest

from commands import create_operator
from models.audit_records import AuditEvent
from models.enums import AccountRole, Role
from models.outgoing_mail import OutgoingMail
from models.parties.account import Account
from resolvers import throttle_failures
from resolvers.accounts import set_password
from sample.sample_register import SampleRegister
from security.password_links import PasswordLinks
from security.throttle import Throttle
from tests.conftest import KEYRING, NOON
from tests.support.database.owner_statements import execute_without_triggers
from tests.support.parties.accounts import PASSWORD
from tests.support.refusals import table_contents

LINKS = PasswordLinks.under(KEYRING.pepper)
EMAIL = ("--email", "Unyo@Example.jp")
NAME = ("--name", "髙﨑 か\u3099")


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    create_operator.add_arguments(parser)
    return parser.parse_args(words)


async def create(*words: str) -> tuple[str, str]:
    return await create_operator.create(parsed(*words), links=LINKS, at=NOON)


async def use(token: str) -> Account:
    return await set_password.set_password(
        token=token, password=PASSWORD, address="192.0.2.1", throttle=Throttle(throttle_failures.count), at=NOON
    )


async def test_makes_an_administrator_of_the_operator_whose_link_works(sample: SampleRegister) -> None:
    told, token = await create(*EMAIL, *NAME)
    assert "髙﨑 が" in told
    assert "unyo@example.jp" in told
    assert token not in told
    account = await use(token)
    assert (account.email, account.role, account.account_role) == (
        "unyo@example.jp",
        Role.OPERATOR,
        AccountRole.ADMINISTRATOR,
    )
    assert not await OutgoingMail.exists()
    event = await AuditEvent.get(action="account.invited")
    assert (event.role, event.address) == (Role.OPERATOR, "command line")


async def test_twice_is_refused_before_the_password_and_after(sample: SampleRegister) -> None:
    _, first = await create(*EMAIL, *NAME)
    before = await table_contents()
    with pytest.raises(create_operator.RefusedError, match="--new-link"):
        await create(*EMAIL, *NAME)
    assert await table_contents() == before
    _, second = await create(*EMAIL, *NAME, "--new-link")
    assert second != first
    await use(second)
    before = await table_contents()
    for words in (EMAIL + NAME, (*EMAIL, *NAME, "--new-link"), ("--email", "surety@example.jp", *NAME)):
        with pytest.raises(create_operator.RefusedError, match="登録されています"):
            await create(*words)
    assert await table_contents() == before


@pytest.mark.parametrize(("email", "name"), [("x", "名"), ("x@example.jp", "\u202e"), ("a\0@example.jp", "名")])
async def test_malformed_texts_are_refused_and_can_be_shown(sample: SampleRegister, email: str, name: str) -> None:
    before = await table_contents()
    with pytest.raises(create_operator.RefusedError) as caught:
        await create("--email", email, "--name", name)
    assert str(caught.value).replace("\n", "").isprintable()
    assert await table_contents() == before


async def test_on_an_empty_database(sample: SampleRegister) -> None:
    await execute_without_triggers("DELETE FROM password_link", "DELETE FROM audit_event")
    assert await use((await create(*EMAIL, *NAME))[1])
