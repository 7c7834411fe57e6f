"""accounts, and what accounts of a role may do."""

from typing import Any

import pytest

from models.enums import AccountRole
from models.parties.account import Account
from resolvers import access, account_roles
from resolvers.relations import PageOf
from sample import sample_register
from sample.sample_register import SampleRegister
from schema.build import graphql_schema
from schema.reading.fields import ROOT
from tests.conftest import Api
from tests.support.parties import accounts
from tests.support.parties.accounts import LIST, invited
from tests.support.refusals import error_of

POST = "mutation($input: PostMessageInput!) { postMessage(input: $input) { __typename } }"
MESSAGE = {"applicationId": "x", "body": "x"}


async def listed(api: Api, as_: str, **variables: Any) -> list[str]:
    edges = (await api.data(LIST, as_=as_, **variables))["accounts"]["edges"]
    return [edge["node"]["email"] for edge in edges]


async def test_of_the_own_organisation_and_of_all_for_the_operator(api: Api, sample: SampleRegister) -> None:
    new = await invited(api)
    assert await listed(api, "surety") == [new["email"], "reviewer@example.jp", "surety@example.jp"]
    assert await listed(api, "obligee") == ["reader@example.jp", "obligee@example.jp"]
    assert sorted(await listed(api, "operator")) == sorted([new["email"], *sample_register.ACCOUNTS])


async def test_pages_and_search(api: Api, sample: SampleRegister) -> None:
    for n in range(3):
        await invited(api, email=f"p{n}@surety.example.jp", name=f"担当{n}")
    page = (await api.data(LIST, as_="surety", first=2))["accounts"]
    assert page["pageInfo"] == {"hasNextPage": True}
    after = page["edges"][-1]["cursor"]
    assert await listed(api, "surety", after=after) == [
        "p0@surety.example.jp",
        "reviewer@example.jp",
        "surety@example.jp",
    ]
    assert await listed(api, "surety", search="担当１") == ["p1@surety.example.jp"]
    assert await listed(api, "surety", search="P2@") == ["p2@surety.example.jp"]
    assert await listed(api, "surety", search="contractor") == []


@pytest.mark.parametrize("role", ["STAFF", "READER"])
async def test_only_administrators_manage_accounts(api: Api, sample: SampleRegister, role: str) -> None:
    account = await accounts.colleague(api, accountRole=role)
    for query, variables in [
        (LIST, {}),
        (accounts.INVITE, {"input": accounts.invitation()}),
        (accounts.DEACTIVATE, {"input": {"accountId": account["id"]}}),
    ]:
        assert (await error_of(api, query, as_=account["email"], **variables))[1] == "FORBIDDEN"


async def test_readers_read_and_staff_act(api: Api, sample: SampleRegister) -> None:
    reader = await accounts.colleague(api, accountRole="READER")
    staff = await accounts.colleague(api, email="staff@surety.example.jp")
    assert (await error_of(api, POST, as_=reader["email"], input=MESSAGE))[1] == "FORBIDDEN"
    assert await api.data(POST, as_=staff["email"], input=MESSAGE) == {"postMessage": {"__typename": "NotFound"}}
    for query in ("{ guarantees { edges { cursor } } }", "{ viewer { accountRole } guarantees { edges { cursor } } }"):
        assert await api.data(query, as_=reader["email"]) is not None


def test_readers_call_no_mutation_but_for_themselves() -> None:
    assert graphql_schema.mutation_type is not None
    own = {"signOut", "changePassword", "endSession"}
    assert graphql_schema.mutation_type.fields.keys() & account_roles.OF_READERS == own
    assert graphql_schema.query_type is not None
    queries = graphql_schema.query_type.fields.keys() & access.OPERATIONS.keys()
    assert queries - account_roles.OF_READERS == {"accounts"}


def test_what_is_compiled_is_the_same_for_every_account_of_a_role() -> None:
    assert graphql_schema.query_type is not None
    roots = {
        name
        for name, field in graphql_schema.query_type.fields.items()
        if isinstance(field.extensions["strawberry-definition"].metadata.get(ROOT), PageOf)
    }
    assert roots
    assert all(account_roles.of(name) == frozenset(AccountRole) for name in roots & access.OPERATIONS.keys())


async def test_a_name_of_what_is_allowed_does_not_allow_it(api: Api, sample: SampleRegister) -> None:
    query = """mutation($input: PostMessageInput!) {
      signOut: postMessage(input: $input) { __typename } guarantees: postMessage(input: $input) { __typename } }"""
    reader = "reader@example.jp"
    await accounts.signed_in(api, reader, sample_register.PASSWORD)
    assert (await error_of(api, query, as_=reader, input=MESSAGE))[1] == "FORBIDDEN"


async def test_the_sample_has_accounts_of_each_role(sample: SampleRegister) -> None:
    found = {account.email: account.account_role for account in await Account.all()}
    others = {"staff@example.jp": "STAFF", "reviewer@example.jp": "STAFF", "reader@example.jp": "READER"}
    assert found == dict.fromkeys(sample_register.ACCOUNTS, "ADMINISTRATOR") | others
    assert {viewer.account_role for viewer in sample.viewers.values()} == {AccountRole.ADMINISTRATOR}
