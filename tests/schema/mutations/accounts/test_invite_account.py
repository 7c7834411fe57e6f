"""inviteAccount."""

import asyncio
from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.outgoing_mail import OutgoingMail
from models.parties.account import Account
from models.parties.password_link import PasswordLink
from resolvers import quotas
from resolvers.accounts import invite_account
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support.parties import accounts
from tests.support.parties.accounts import INVITE, invitation, invited, link_of, of, stored, token_for
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND


async def test_an_administrator_invites_to_the_own_organisation(api: Api, sample: SampleRegister) -> None:
    account = await invited(api, email=" Hanako@Surety.example.jp ")
    assert account["id"].startswith("Account_")
    assert account | {"id": ""} == {
        "id": "",
        "email": "hanako@surety.example.jp",
        "name": "髙﨑 𠮷子",
        "role": "SURETY",
        "accountRole": "STAFF",
        "isActive": True,
        "isInvited": True,
        "contractor": None,
        "surety": {"name": "見本建設業保証株式会社"},
        "obligee": None,
    }
    event = await AuditEvent.get(action="account.invited")
    assert (event.subject_id, event.subject) == ((await stored(account)).id, "hanako@surety.example.jp")
    link, token = await link_of(account), await token_for(account["email"])
    assert (link.expires_at - NOON).total_seconds() == 72 * 3600
    mail = await OutgoingMail.get(recipient=account["email"])
    everything = f"{vars(mail)} {[vars(each) for each in await AuditEvent.all()]} {vars(link)}"
    assert token not in everything


@pytest.mark.parametrize("role", ["CONTRACTOR", "SURETY", "OBLIGEE", "OPERATOR"])
async def test_the_operator_invites_to_any_organisation(api: Api, sample: SampleRegister, role: str) -> None:
    answer = await api.data(INVITE, as_="operator", input=of(sample, role, accountRole="READER"))
    account = answer["inviteAccount"]["account"]
    assert (account["role"], account["accountRole"]) == (role, "READER")
    names = [bool(account[name]) for name in ("contractor", "surety", "obligee")]
    assert names == [role == each for each in ("CONTRACTOR", "SURETY", "OBLIGEE")]


async def test_inviting_again_replaces_the_link_and_changes_the_person(api: Api, sample: SampleRegister) -> None:
    first = await invited(api)
    old = await token_for(first["email"])
    second = await invited(api, name="別の名", accountRole="ADMINISTRATOR")
    assert second == first | {"name": "別の名", "accountRole": "ADMINISTRATOR"}
    assert await token_for(first["email"]) != old
    assert await PasswordLink.all().count() == 1
    answer = await refused(api, accounts.SET, input={"token": old, "password": accounts.PASSWORD})
    assert answer["__typename"] == "PasswordLinkUnknown"


async def test_a_key_gives_the_first_result(api: Api, sample: SampleRegister) -> None:
    first, again = [await invited(api, idempotencyKey="k") for _ in range(2)]
    assert first == again
    assert await OutgoingMail.all().count() == 1
    answer = await refused(api, INVITE, as_="surety", input=invitation(idempotencyKey="k", name="別"))
    assert answer["__typename"] == "IdempotencyConflict"


async def test_both_at_once_are_one_account(api: Api, sample: SampleRegister) -> None:
    found = await asyncio.gather(*(invited(api) for _ in range(4)))
    assert len({account["id"] for account in found}) == 1
    assert await PasswordLink.all().count() == 1


async def test_who_has_an_account_is_told_to_those_who_see_it_only(api: Api, sample: SampleRegister) -> None:
    taken = "contractor@example.jp"
    elsewhere = await invited(api, email=taken)
    assert (elsewhere["email"], elsewhere["isInvited"]) == (taken, True)
    nobody = await invited(api, email="nobody@example.jp")
    assert {**elsewhere, "id": "", "email": ""} == {**nobody, "id": "", "email": ""}
    for as_, input_ in [
        ("contractor", invitation(email=taken, role="CONTRACTOR")),
        ("operator", of(sample, "OBLIGEE", email=taken)),
    ]:
        assert (await refused(api, INVITE, as_=as_, input=input_))["__typename"] == "AccountExists"


@pytest.mark.parametrize("as_", ["contractor", "obligee"])
async def test_an_administrator_invites_to_no_other_organisation(api: Api, sample: SampleRegister, as_: str) -> None:
    answer = await refused(api, INVITE, as_=as_, input=invitation(role="SURETY"))
    assert answer["problems"] == [{"path": ["role"], "code": "OUT_OF_RANGE"}]
    foreign = {
        "contractor": invitation(role="CONTRACTOR", organisationId=ids.to_id("Contractor", sample.branch.id)),
        "obligee": invitation(role="OBLIGEE", organisationId=ids.to_id("Obligee", sample.obligees["富士市"].id)),
    }
    assert await refused(api, INVITE, as_=as_, input=foreign[as_]) == NOT_FOUND


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"email": "x"}, [("email", "MALFORMED")]),
        ({"email": "日本@example.jp"}, [("email", "MALFORMED")]),
        ({"email": f"{'x' * 250}@example.jp"}, [("email", "MALFORMED")]),
        ({"name": " "}, [("name", "REQUIRED")]),
        ({"name": "x" * 121}, [("name", "TOO_LONG")]),
        ({"email": "", "name": "\u202e"}, [("email", "MALFORMED"), ("name", "FORBIDDEN_CHARACTER")]),
        ({"idempotencyKey": ""}, [("idempotencyKey", "MALFORMED")]),
    ],
)
async def test_every_problem_at_once(
    api: Api, sample: SampleRegister, changes: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    answer = await refused(api, INVITE, as_="surety", input=invitation(**changes))
    assert answer["problems"] == [{"path": [path], "code": code} for path, code in problems]


async def test_the_operator_names_an_organisation_of_the_role(api: Api, sample: SampleRegister) -> None:
    without = await refused(api, INVITE, as_="operator", input=of(sample, "SURETY", organisationId=None))
    assert without["problems"] == [{"path": ["organisationId"], "code": "REQUIRED"}]
    system = await refused(api, INVITE, as_="operator", input=invitation(role="E_CONTRACT_SYSTEM"))
    assert system["problems"] == [{"path": ["role"], "code": "OUT_OF_RANGE"}]
    surety = ids.to_id("Surety", sample.branch.surety_id)
    for role, id_ in [("OBLIGEE", surety), ("OPERATOR", surety), ("SURETY", f"Surety_{'0' * 32}")]:
        input_ = of(sample, role, organisationId=id_)
        assert await refused(api, INVITE, as_="operator", input=input_) == NOT_FOUND


async def test_rare_names_stay_as_they_are(api: Api, sample: SampleRegister) -> None:
    name = "\u845b\U000e0100城 ﾊﾝｺ 髙﨑𠮷"
    account = await invited(api, name=f"{name}か\u3099")
    assert account["name"] == f"{name}が"


async def test_an_organisation_has_so_many_accounts(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invite_account, "MOST_ACCOUNTS", 3)
    await invited(api)
    answer = await refused(api, INVITE, as_="surety", input=invitation(email="x@example.jp"))
    assert answer["problems"] == [{"path": ["email"], "code": "TOO_MANY"}]
    await invited(api, name="again")


async def test_so_many_an_hour(api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "INVITATIONS", quotas.INVITATIONS._replace(most=2))
    for _ in range(2):
        await invited(api)
    assert (await error_of(api, INVITE, as_="surety", input=invitation()))[1] == "TOO_MANY_REQUESTS"


async def test_a_former_account_elsewhere_leaves_its_address_free(api: Api, sample: SampleRegister) -> None:
    former = await accounts.colleague(api, as_="contractor", role="CONTRACTOR")
    await api.data(accounts.DEACTIVATE, as_="contractor", input={"accountId": former["id"]})
    account = await accounts.colleague(api, as_="surety")
    assert await Account.filter(email=account["email"]).count() == 2
