"""changePassword."""

import asyncio

import pytest

from fair_queue import QueueFull
from models.audit_records import AuditEvent
from models.parties.password_link import PasswordLink
from sample import sample_register
from sample.sample_register import SampleRegister
from security import passwords
from tests.conftest import Api
from tests.support.parties import accounts
from tests.support.parties.accounts import CHANGE, PASSWORD, SIGN_IN, signed_in
from tests.support.refusals import error_of, refused

VIEWER = "{ viewer { name } }"
NEW = f"{PASSWORD}-new"


async def test_the_other_sessions_end(api: Api, sample: SampleRegister) -> None:
    account = await accounts.colleague(api)
    email = account["email"]
    first = api.tokens[email]
    await signed_in(api, email)
    await api.data(accounts.RESET, input={"email": email})
    answer = await api.data(CHANGE, as_=email, input={"currentPassword": PASSWORD, "newPassword": NEW})
    assert answer["changePassword"]["viewer"] == {"name": "髙﨑 𠮷子", "sessions": [{"isCurrent": True}]}
    assert not await PasswordLink.exists()
    api.tokens["first"] = first
    assert await api.data(VIEWER, as_="first") == {"viewer": None}
    assert await api.data(VIEWER, as_=email) != {"viewer": None}
    await signed_in(api, email, NEW)
    old = await api.data(SIGN_IN, input={"email": email, "password": PASSWORD})
    assert old["signIn"]["__typename"] == "WrongCredentials"
    everything = str([vars(each) for each in await AuditEvent.all()])
    assert PASSWORD not in everything
    assert await AuditEvent.filter(action="password.changed").count() == 1


async def test_a_reader_changes_the_own_password(api: Api, sample: SampleRegister) -> None:
    account = await accounts.colleague(api, accountRole="READER")
    answer = await api.data(CHANGE, as_=account["email"], input={"currentPassword": PASSWORD, "newPassword": NEW})
    assert answer["changePassword"]["__typename"] == "PasswordChanged"


async def test_wrong_passwords_are_recorded_and_limited_from_every_address(api: Api, sample: SampleRegister) -> None:
    input_ = {"currentPassword": "wrong", "newPassword": NEW}
    for _ in range(5):
        answer = await refused(api, CHANGE, as_="surety", but=("audit_event",), input=input_)
        assert answer["__typename"] == "WrongPassword"
    assert await AuditEvent.filter(action="password.refused").count() == 5
    right = {"currentPassword": sample_register.PASSWORD, "newPassword": NEW}
    assert (await error_of(api, CHANGE, as_="surety", input=right))[1] == "TOO_MANY_ATTEMPTS"


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "TOO_SHORT"), ("password1234", "TOO_COMMON"), ("surety@example.jp", "CONTAINS_NAME")],
)
async def test_the_rules_for_a_new_password(api: Api, sample: SampleRegister, password: str, code: str) -> None:
    input_ = {"currentPassword": sample_register.PASSWORD, "newPassword": password}
    answer = await refused(api, CHANGE, as_="surety", input=input_)
    assert answer["problems"] == [{"path": ["newPassword"], "code": code}]


async def test_of_two_at_once_one_is_stored(api: Api, sample: SampleRegister) -> None:
    account = await accounts.colleague(api)
    answers = await asyncio.gather(
        *(
            api.data(CHANGE, as_=account["email"], input={"currentPassword": PASSWORD, "newPassword": f"{NEW}-{n}"})
            for n in range(2)
        )
    )
    assert sorted(answer["changePassword"]["__typename"] for answer in answers) == ["PasswordChanged", "WrongPassword"]


async def test_a_full_queue_is_no_failure(api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    account = await accounts.colleague(api)
    right = {"currentPassword": PASSWORD, "newPassword": NEW}

    def full(*_: object) -> None:
        raise QueueFull

    for name in ("turn",):
        monkeypatch.setattr(passwords, name, full)
    for _ in range(6):
        assert (await error_of(api, CHANGE, as_=account["email"], input=right))[1] == "SERVICE_UNAVAILABLE"
    token = await accounts.invited(api, email="other@example.jp")
    input_ = {"token": await accounts.token_for(token["email"]), "password": PASSWORD}
    assert (await error_of(api, accounts.SET, input=input_))[1] == "SERVICE_UNAVAILABLE"
