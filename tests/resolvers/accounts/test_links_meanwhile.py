"""What happens to a link while the hash of the new password is computed."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from models.commands import InvitationRequest
from models.enums import AccountRole, Role
from models.parties.account import Account
from models.parties.account_refusals import PasswordLinkUnknown
from models.parties.password_link import PasswordLink
from resolvers import throttle_failures
from resolvers.accounts import deactivate_account, invite_account, set_password
from sample.sample_register import SampleRegister
from security.throttle import Throttle
from tests.conftest import NOON
from tests.support.parties.accounts import LINKS, PASSWORD

REQUEST = InvitationRequest("x@example.jp", "見本", Role.SURETY, AccountRole.STAFF, None)


async def invite(sample: SampleRegister) -> tuple[Account, str]:
    account, token = await invite_account.invite_for_link(
        request=REQUEST,
        idempotency_key=None,
        links=LINKS,
        is_mailed=False,
        viewer=sample.viewers[Role.SURETY],
        at=NOON,
    )
    assert token is not None
    return account, token


async def again(sample: SampleRegister, _: UUID) -> object:
    return await invite(sample)


async def deactivated(sample: SampleRegister, account_id: UUID) -> object:
    return await deactivate_account.deactivate(account_id=account_id, viewer=sample.viewers[Role.SURETY], at=NOON)


async def only_the_account(_: SampleRegister, account_id: UUID) -> object:
    return await Account.filter(id=account_id).update(is_active=False)


@pytest.mark.parametrize("meanwhile", [again, deactivated, only_the_account])
async def test_a_link_that_is_void_by_then_sets_nothing(
    sample: SampleRegister,
    monkeypatch: pytest.MonkeyPatch,
    meanwhile: Callable[[SampleRegister, UUID], Awaitable[object]],
) -> None:
    account, token = await invite(sample)

    async def hash_(*_: object, **__: object) -> str:
        await meanwhile(sample, account.id)
        return "hash"

    monkeypatch.setattr(set_password, "checked_hash", hash_)
    with pytest.raises(PasswordLinkUnknown):
        await set_password.set_password(
            token=token, password=PASSWORD, address="192.0.2.1", throttle=Throttle(throttle_failures.count), at=NOON
        )
    assert (await Account.get(id=account.id)).password_hash is None
    assert not await PasswordLink.exists(used_at__isnull=False)
