import asyncio
import datetime
from typing import Any

import pytest
from tortoise.transactions import in_transaction

from models.audit_records import AuditEvent
from models.enums import Role
from models.errors import NotSignedIn, WrongCredentials
from models.parties.account import AccessToken, Account, ApiClient, ApiClientObligee
from models.parties.viewer import Viewer
from models.refusals import TooManyAttempts
from resolvers import throttle_failures
from resolvers.parties import identify, link_holders, sessions
from sample import sample_register
from sample.sample_register import SampleRegister
from security import tokens
from security.throttle import Throttle
from tests.conftest import NOON
from tests.support.database.sql_statements import recorded_statements
from tests.support.refusals import table_contents

EMAIL = "contractor@example.jp"
ADDRESS = "192.0.2.1"
HOURS_12 = datetime.timedelta(hours=12)


async def sign_in(
    email: str = EMAIL, password: str = sample_register.PASSWORD, throttle: Throttle | None = None
) -> tuple[str, datetime.datetime, Viewer]:
    return await sessions.sign_in(
        email=email, password=password, address=ADDRESS, throttle=throttle or Throttle(throttle_failures.count), at=NOON
    )


async def identified(token: str, at: datetime.datetime = NOON) -> Viewer | None:
    return await identify.by_token(token=token, address=ADDRESS, at=at)


@pytest.mark.parametrize("email", [EMAIL, f" {EMAIL} ", EMAIL.upper()])
async def test_begins_a_session(sample: SampleRegister, email: str) -> None:
    token, expires_at, viewer = await sign_in(email)
    assert expires_at == NOON + HOURS_12
    assert (viewer.role, viewer.contractor_id, viewer.email) == (Role.CONTRACTOR, sample.contractor.id, EMAIL)
    assert await identified(token) == viewer
    stored = await AccessToken.get(account_id=viewer.actor_id)
    assert bytes(stored.digest) == tokens.digest(token)
    event = await AuditEvent.get()
    assert (event.action, event.actor_id, event.address) == ("session.begun", viewer.actor_id, ADDRESS)


async def test_everybody_belongs_where_their_account_does(sample: SampleRegister) -> None:
    found = {email: (await sign_in(email))[2] for email in sample_register.ACCOUNTS}
    assert found["surety@example.jp"].surety_id == sample.branch.surety_id
    assert found["obligee@example.jp"].obligee_id == sample.obligees["栃木県"].id
    assert found["city@example.jp"].obligee_ids == (sample.obligees["富士市"].id,)
    assert (found["operator@example.jp"].role, found["operator@example.jp"].obligee_id) == (Role.OPERATOR, None)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "kakusho-dem"),
        (EMAIL, ""),
        (EMAIL, "KAKUSHO-DEMO"),
        ("nobody@example.jp", sample_register.PASSWORD),
        ("", ""),
        ("x" * 10_000, "x"),
    ],
)
async def test_refuses_unknown_addresses_and_wrong_passwords_alike(
    sample: SampleRegister, email: str, password: str
) -> None:
    before = await table_contents(but=("audit_event",))
    with pytest.raises(WrongCredentials) as caught:
        await sign_in(email, password)
    assert str(caught.value) == WrongCredentials.message
    assert await table_contents(but=("audit_event",)) == before
    event, subject = await AuditEvent.get(), email if "@" in email else sessions.NO_ADDRESS
    assert (event.action, event.subject, event.actor_id) == ("session.refused", subject, None)


async def test_a_password_in_place_of_the_address_is_not_kept(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for given in ("correct-horse", "P@ssw0rd", "p@ss.w0rd!", "鍵@", "x" * 300 + "@example.jp"):
        with pytest.raises(WrongCredentials):
            await sign_in(given, "x", throttle)
    with pytest.raises(TooManyAttempts):
        await sign_in("another", "x", throttle)
    found = [(event.action, event.subject) for event in await AuditEvent.all()]
    assert sorted(found) == [("session.refused", sessions.NO_ADDRESS)] * 5 + [("signIn.exhausted", sessions.NO_ADDRESS)]


async def test_refuses_an_account_that_is_no_longer_active(sample: SampleRegister) -> None:
    token, _, viewer = await sign_in()
    await Account.filter(id=viewer.actor_id).update(is_active=False)
    try:
        with pytest.raises(WrongCredentials):
            await sign_in()
        assert await identified(token) is None
    finally:
        await Account.filter(id=viewer.actor_id).update(is_active=True)
    assert await identified(token) == viewer


async def test_five_wrong_passwords_are_enough(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            await sign_in(password="wrong", throttle=throttle)
    before = await table_contents()
    with pytest.raises(TooManyAttempts) as caught:
        await sign_in(throttle=throttle)
    assert 1 <= caught.value.retry_after <= 60
    assert await table_contents() == before
    await sign_in("surety@example.jp", throttle=throttle)


async def test_a_session_ends_after_twelve_hours(sample: SampleRegister) -> None:
    token, _, viewer = await sign_in()
    assert await identified(token, NOON + HOURS_12 - datetime.timedelta(microseconds=1)) == viewer
    assert await identified(token, NOON + HOURS_12) is None


async def test_a_session_ends_when_its_holder_signs_out(sample: SampleRegister) -> None:
    token, _, viewer = await sign_in()
    other, _, _ = await sign_in()
    assert await sessions.sign_out(token=token, viewer=viewer, at=NOON) is True
    assert await identified(token) is None
    assert await identified(other) == viewer
    assert await AuditEvent.filter(action="session.ended", actor_id=viewer.actor_id).count() == 1
    assert await sessions.sign_out(token=token, viewer=viewer, at=NOON) is False
    assert await AuditEvent.filter(action="session.ended").count() == 1


async def test_signing_out_needs_somebody_who_is_signed_in(sample: SampleRegister) -> None:
    with pytest.raises(NotSignedIn):
        await sessions.sign_out(token=None, viewer=None, at=NOON)


async def test_a_systems_token_is_no_session(sample: SampleRegister) -> None:
    system = await identified(sample_register.API_TOKEN)
    assert await sessions.sign_out(token=sample_register.API_TOKEN, viewer=system, at=NOON) is False
    assert await sessions.sign_out(token=None, viewer=system, at=NOON) is False
    assert await identified(sample_register.API_TOKEN) == system


async def test_a_system_acts_for_its_obligees_alone(sample: SampleRegister) -> None:
    system = await identified(sample_register.API_TOKEN, NOON + datetime.timedelta(days=3650))
    assert system is not None
    assert (system.role, system.obligee_ids) == (Role.E_CONTRACT_SYSTEM, (sample.obligees["栃木県"].id,))
    assert (system.obligee_id, system.email) == (None, None)
    await ApiClientObligee.create(api_client_id=system.actor_id, obligee_id=sample.obligees["富士市"].id)
    both = await identified(sample_register.API_TOKEN)
    assert both is not None
    assert both.obligee_ids == (sample.obligees["栃木県"].id, sample.obligees["富士市"].id)


async def test_and_for_none_of_another_systems(sample: SampleRegister) -> None:
    system = await identified(sample_register.API_TOKEN)
    assert system is not None
    other = await ApiClient.create(name="別のシステム", requests_per_minute=600)
    await ApiClientObligee.create(api_client_id=other.id, obligee_id=sample.obligees["富士市"].id)
    again = await link_holders.from_claims(*link_holders.claims_of(system), address=system.address, at=NOON)
    assert again is not None
    assert again.obligee_ids == system.obligee_ids == (sample.obligees["栃木県"].id,)
    assert await identified(sample_register.API_TOKEN) == system


async def test_a_systems_token_may_end_and_be_revoked(sample: SampleRegister) -> None:
    client = await ApiClient.get()
    endings: dict[str, dict[str, Any]] = {"ended": {"expires_at": NOON}, "revoked": {"revoked_at": NOON}}
    for token, ends in endings.items():
        digest = tokens.digest(token)
        await AccessToken.create(digest=digest, api_client_id=client.id, name=token, created_at=NOON, **ends)
        assert await identified(token) is None


async def test_a_system_that_is_no_longer_active_is_nobody(sample: SampleRegister) -> None:
    await ApiClient.all().update(is_active=False)
    try:
        assert await identified(sample_register.API_TOKEN) is None
    finally:
        await ApiClient.all().update(is_active=True)


@pytest.mark.parametrize("token", ["", "unknown", "\0", "鍵" * 1_000])
async def test_an_unknown_token_is_nobodys(sample: SampleRegister, token: str) -> None:
    assert await identified(token) is None


@pytest.fixture
async def token(sample: SampleRegister) -> str:
    """A token that has never been used."""
    client = await ApiClient.get()
    await AccessToken.create(digest=tokens.digest("t"), api_client_id=client.id, name="t", created_at=NOON)
    return "t"


async def last_use(token: str) -> datetime.datetime | None:
    return (await AccessToken.get(digest=tokens.digest(token))).last_used_at


async def test_the_use_of_a_systems_token_is_recorded_once_a_minute(token: str) -> None:
    minute = datetime.timedelta(minutes=1)
    counts: list[int] = []
    for moment in (NOON, NOON, NOON + minute - datetime.timedelta(microseconds=1), NOON + minute):
        with recorded_statements() as statements:
            assert await identified(token, moment) is not None
        counts.append(len(statements))
    assert counts == [2, 1, 1, 2]
    assert await last_use(token) == NOON + minute


async def test_of_many_uses_at_once_few_statements_record_them(token: str) -> None:
    with recorded_statements() as statements:
        found = await asyncio.gather(*(identified(token) for _ in range(100)))
    assert None not in found
    assert len([text for text in statements if "UPDATE" in text]) == 1, statements
    assert await last_use(token) == NOON


async def test_a_token_that_somebody_has_locked_is_not_waited_for(token: str) -> None:
    async with in_transaction():
        await AccessToken.filter(digest=tokens.digest(token)).select_for_update().first()
        async with asyncio.timeout(2):
            assert await identified(token) is not None
    assert await last_use(token) is None
    assert await identified(token) is not None
    assert await last_use(token) == NOON


async def test_the_use_of_a_token_that_has_ended_is_not_recorded(token: str) -> None:
    await AccessToken.filter(digest=tokens.digest(token)).update(expires_at=NOON)
    assert await identified(token) is None
    assert await last_use(token) is None


async def test_the_use_of_a_session_is_recorded_alike(sample: SampleRegister) -> None:
    session, _, _ = await sign_in()
    assert await last_use(session) == NOON
    counts: list[int] = []
    for seconds in (59, 60):
        with recorded_statements() as statements:
            assert await identified(session, NOON + datetime.timedelta(seconds=seconds)) is not None
        counts.append(len(statements))
    assert counts == [1, 2]
    assert await last_use(session) == NOON + datetime.timedelta(minutes=1)
