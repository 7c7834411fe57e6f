"""What happens to the password of a person who is signing in."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from models.errors import WrongCredentials
from models.parties.account import AccessToken, Account
from resolvers import throttle_failures
from resolvers.accounts import change_password
from resolvers.parties import identify, sessions
from sample import sample_register
from sample.sample_register import SampleRegister
from security.passwords import Turn
from security.throttle import Throttle
from tests.conftest import NOON
from tests.support.parties.accounts import PASSWORD

EMAIL, ADDRESS = "reader@example.jp", "192.0.2.1"


@pytest.fixture
async def account(sample: SampleRegister) -> AsyncIterator[Account]:
    """A sample account, restored afterwards."""
    found = await Account.get(email=EMAIL)
    yield found
    await found.save()


async def changed(account: Account) -> None:
    await change_password.change(
        current_password=sample_register.PASSWORD,
        new_password=PASSWORD,
        throttle=Throttle(throttle_failures.count),
        viewer=identify.as_person(account, ADDRESS),
        at=NOON,
    )


async def deactivated(account: Account) -> None:
    await Account.filter(id=account.id).update(is_active=False)


@pytest.mark.parametrize("meanwhile", [changed, deactivated])
async def test_a_password_that_is_over_by_then_begins_no_session(
    account: Account, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[Account], Awaitable[None]]
) -> None:
    verify = Turn.verify

    async def slowly(turn: Turn, password_hash: str | None, password: str) -> bool:
        is_right = await verify(turn, password_hash, password)
        monkeypatch.setattr(Turn, "verify", verify)
        await meanwhile(account)
        return is_right

    monkeypatch.setattr(Turn, "verify", slowly)
    with pytest.raises(WrongCredentials):
        await sessions.sign_in(
            email=EMAIL,
            password=sample_register.PASSWORD,
            address=ADDRESS,
            throttle=Throttle(throttle_failures.count),
            at=NOON,
        )
    assert not await AccessToken.exists(account_id=account.id)
