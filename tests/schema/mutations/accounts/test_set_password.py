"""setPassword."""

import asyncio
import datetime

import pytest
from argon2 import PasswordHasher

from models.audit_records import AuditEvent
from models.parties.account import AccessToken
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support.parties import accounts
from tests.support.parties.accounts import PASSWORD, SET, SIGN_IN, invited, signed_in, stored, token_for
from tests.support.refusals import error_of, refused


async def test_the_person_signs_in_from_then_on(api: Api, sample: SampleRegister) -> None:
    account = await invited(api, accountRole="READER")
    before = await refused(api, SIGN_IN, but=("audit_event",), input={"email": account["email"], "password": PASSWORD})
    assert before["__typename"] == "WrongCredentials"
    token = await token_for(account["email"])
    answer = await api.data(SET, input={"token": token, "password": PASSWORD})
    assert answer["setPassword"] == {"__typename": "PasswordSet", "email": account["email"]}
    session = await api.data(SIGN_IN, input={"email": account["email"], "password": PASSWORD})
    assert session["signIn"]["viewer"] == {"role": "SURETY", "accountRole": "READER"}
    row = await stored(account)
    assert str(row.password_hash).startswith("$argon2id$")
    assert await AuditEvent.filter(action="password.set_by_invitation", actor_id=row.id).count() == 1
    everything = str([vars(each) for each in await AuditEvent.all()])
    assert PASSWORD not in everything
    assert token not in everything


async def test_a_link_is_used_once(api: Api, sample: SampleRegister) -> None:
    account = await accounts.colleague(api)
    input_ = {"token": await token_for(account["email"]), "password": f"{PASSWORD}-2"}
    assert (await refused(api, SET, input=input_))["__typename"] == "PasswordLinkUsed"


async def test_of_two_at_once_one_is_used(api: Api, sample: SampleRegister) -> None:
    account = await invited(api)
    token = await token_for(account["email"])
    answers = await asyncio.gather(
        *(api.data(SET, input={"token": token, "password": f"{PASSWORD}-{n}"}) for n in range(2))
    )
    found = sorted(answer["setPassword"]["__typename"] for answer in answers)
    assert found == ["PasswordLinkUsed", "PasswordSet"]


@pytest.mark.parametrize(("hours", "expected"), [(72, "PasswordLinkExpired"), (71.99, "PasswordSet")])
async def test_an_invitation_is_valid_for_72_hours(
    api: Api, sample: SampleRegister, hours: float, expected: str
) -> None:
    account = await invited(api)
    input_ = {"token": await token_for(account["email"]), "password": PASSWORD}
    api.clock.at = NOON + datetime.timedelta(hours=hours)
    assert (await api.data(SET, input=input_))["setPassword"]["__typename"] == expected


@pytest.mark.parametrize("token", ["", "x" * 43, "x" * 10_000, "日本"])
async def test_unknown_tokens_are_refused_and_then_limited(api: Api, sample: SampleRegister, token: str) -> None:
    input_ = {"token": token, "password": PASSWORD}
    for _ in range(5):
        assert (await refused(api, SET, but=("audit_event",), input=input_))["__typename"] == "PasswordLinkUnknown"
    assert (await error_of(api, SET, input=input_))[1] == "TOO_MANY_ATTEMPTS"


async def test_a_deactivated_account_has_no_link(api: Api, sample: SampleRegister) -> None:
    account = await invited(api)
    token = await token_for(account["email"])
    await api.data(accounts.DEACTIVATE, as_="surety", input={"accountId": account["id"]})
    answer = await refused(api, SET, input={"token": token, "password": PASSWORD})
    assert answer["__typename"] == "PasswordLinkUnknown"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "TOO_SHORT"),
        ("x" * 11, "TOO_SHORT"),
        ("㍿" * 11, "TOO_SHORT"),
        ("x" * 201, "TOO_LONG"),
        (f"{PASSWORD}\n", "FORBIDDEN_CHARACTER"),
        ("password1234", "TOO_COMMON"),
        ("ｐａｓｓｗｏｒｄ１２３４", "TOO_COMMON"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "TOO_COMMON"),
        ("2026年11月20日20261120", None),
        ("hanako@surety.example.jp", "CONTAINS_NAME"),
        ("髙﨑 𠮷子髙﨑 𠮷子髙﨑 𠮷子", "CONTAINS_NAME"),
    ],
)
async def test_passwords_that_would_be_guessed_are_refused(
    api: Api, sample: SampleRegister, password: str, code: str | None
) -> None:
    account = await invited(api)
    input_ = {"token": await token_for(account["email"]), "password": password}
    if code is None:
        assert (await api.data(SET, input=input_))["setPassword"]["__typename"] == "PasswordSet"
        return
    assert (await refused(api, SET, input=input_))["problems"] == [{"path": ["password"], "code": code}]
    # The link is still valid.
    answer = await api.data(SET, input=input_ | {"password": PASSWORD})
    assert answer["setPassword"]["__typename"] == "PasswordSet"


@pytest.mark.parametrize(
    "password",
    ["".join(chr(0x4E00 + 61 * n) for n in range(199)) + "𠮷", "ﾎｼｮｳﾉｱｲｺﾄﾊﾞﾃﾞｽ", "か\u3099く\u3099ひ\u3099わ-hitsuji-41"],
)
async def test_the_longest_and_the_rarest_are_accepted_in_each_width(
    api: Api, sample: SampleRegister, password: str
) -> None:
    account = await invited(api)
    await api.data(SET, input={"token": await token_for(account["email"]), "password": password})
    await signed_in(api, account["email"], password)
    composed = password.replace("ﾎｼｮｳﾉｱｲｺﾄﾊﾞﾃﾞｽ", "ホショウノアイコトバデス")
    await signed_in(api, account["email"], composed)


async def test_an_address_that_has_an_account_is_told_to_its_reader(api: Api, sample: SampleRegister) -> None:
    account = await invited(api, email="contractor@example.jp")
    input_ = {"token": await token_for(account["email"]), "password": PASSWORD}
    assert (await refused(api, SET, input=input_))["__typename"] == "AccountExists"


async def test_of_two_invitations_of_one_address_one_gets_it(api: Api, sample: SampleRegister) -> None:
    tokens: list[str] = []
    for as_, role in [("surety", "SURETY"), ("contractor", "CONTRACTOR")]:
        account = await invited(api, as_=as_, role=role)
        tokens.append(await token_for(account["email"]))
    answers = await asyncio.gather(*(api.data(SET, input={"token": token, "password": PASSWORD}) for token in tokens))
    assert sorted(answer["setPassword"]["__typename"] for answer in answers) == ["AccountExists", "PasswordSet"]


async def test_a_reset_ends_every_session(api: Api, sample: SampleRegister) -> None:
    account = await accounts.colleague(api)
    await api.data(accounts.RESET, input={"email": account["email"]})
    await api.data(SET, input={"token": await token_for(account["email"]), "password": f"{PASSWORD}-2"})
    assert await api.data("{ viewer { name } }", as_=account["email"]) == {"viewer": None}
    row = await stored(account)
    assert await AccessToken.filter(account_id=row.id, revoked_at=None).count() == 0
    assert PasswordHasher().verify(str(row.password_hash), f"{PASSWORD}-2")
    await signed_in(api, account["email"], f"{PASSWORD}-2")
