"""Role × operation: the page, the rules and the actual behaviour agree."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import get_named_type, is_leaf_type

from models.enums import AccountRole, Role
from resolvers import access
from sample.sample_register import SampleRegister
from schema.build import graphql_schema
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, permissions
from tests.support.inputs.operation_values import a_value
from tests.support.parties import accounts
from tests.support.permissions import LABELS, PAGE, PUBLIC, root_fields
from tests.support.refusals import table_contents

PEOPLE: dict[Role | None, str | None] = {
    None: None,
    Role.CONTRACTOR: "contractor",
    Role.SURETY: "surety",
    Role.OBLIGEE: "obligee",
    Role.E_CONTRACT_SYSTEM: "system",
    Role.OPERATOR: "operator",
}
LISTS = (
    *("amendmentRequests", "apiClients", "contractors", "contracts", "applications"),
    *("guarantees", "certificates", "obligees", "outgoingMails"),
    *("feeStatements", "feeRates", "monthlyPayments", "monthlyBills", "purges", "claims"),
)
FILES = ("certificatesCsv", "feeStatementsCsv", "monthlyBillsCsv")


def mutations() -> Iterator[tuple[str, tuple[str, dict[str, Any]]]]:
    """A call of every mutation that is refused for its input, if not for its sender."""
    assert graphql_schema.mutation_type is not None
    for name, field in graphql_schema.mutation_type.fields.items():
        if "input" not in field.args:
            yield name, (f"mutation {{ {name} }}", {})
        else:
            type_ = field.args["input"].type
            selection = "" if is_leaf_type(get_named_type(field.type)) else "{ __typename }"
            query = f"mutation($input: {type_}) {{ {name}(input: $input) {selection} }}"
            yield name, (query, {"input": a_value(type_)})


def operations(sample: SampleRegister) -> dict[str, tuple[str, dict[str, Any]]]:
    """A call of every operation."""
    pages = {name: (f"{{ {name} {{ edges {{ cursor }} }} }}", {}) for name in LISTS}
    return (
        pages
        | {
            "viewer": ("{ viewer { role } }", {}),
            "node": ("query($id: ID!) { node(id: $id) { id } }", {"id": ids.to_id("Branch", sample.branch.id)}),
            "sureties": ("{ sureties { id } }", {}),
            "siteTexts": ("{ siteTexts(kind: FAQ) { id } }", {}),
            "auditTrail": ('{ auditTrail(guaranteeId: "") { edges { cursor } } }', {}),
            "retentionRules": ("{ retentionRules { days } }", {}),
            "certificate": (api_calls.CERTIFICATE, {"number": "31073-00001M", "key": "Z28YUE4J3Bux"}),
            **{name: (f"{{ {name} {{ url }} }}", {}) for name in FILES},
            "verifyDocument": ('{ verifyDocument(file: "YQ==") { verdict } }', {}),
            "applicationSuggestions": ("{ applicationSuggestions { depositBanks } }", {}),
            "accounts": ("{ accounts { edges { cursor } } }", {}),
            "checkApplication": (api_calls.CHECK, {"input": {}}),
            "feeEstimate": (api_calls.FEE_ESTIMATE, {"input": api_calls.fee_input()}),
        }
        | dict(mutations())
    )


def matrix() -> dict[str, dict[str, str]]:
    """The first table of the page: by operation, then by label of the role."""
    return table(PAGE.read_text().partition("\n## Accounts")[0], list(LABELS.values()))


def matrix_of_accounts() -> dict[str, dict[str, str]]:
    """The second table: by operation, then by role within an organisation."""
    text = PAGE.read_text().partition("\n## Accounts")[2].partition("\n## ")[0]
    return table(text, [role.lower() for role in AccountRole])


def table(text: str, columns: list[str]) -> dict[str, dict[str, str]]:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE)
    return {name: dict(zip(columns, cells.split(" | "), strict=True)) for name, cells in rows}


def test_the_page_is_what_the_rules_say() -> None:
    assert PAGE.read_text() == permissions.page(), "run `python -m tests.support.permissions`"


def test_every_operation_is_public_by_name_or_says_for_whom_it_is(sample: SampleRegister) -> None:
    assert root_fields() == PUBLIC | set(access.OPERATIONS) == set(matrix()) == set(operations(sample))
    assert not PUBLIC & set(access.OPERATIONS)


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: LABELS[role])
async def test_every_operation_answers_as_the_page_says(api: Api, sample: SampleRegister, role: Role | None) -> None:
    rules = matrix()
    for name, (query, variables) in operations(sample).items():
        may = rules[name][LABELS[role]]
        found = await outcome(api, query, variables, as_=PEOPLE[role])
        refusal = "UNAUTHENTICATED" if role is None else "FORBIDDEN"
        assert found == ("answered" if may == "yes" else refusal), name
        if name == "signOut" and role not in {None, Role.E_CONTRACT_SYSTEM}:
            del api.tokens[str(PEOPLE[role])]
            await api.token(str(PEOPLE[role]))


@pytest.mark.parametrize("account_role", [AccountRole.STAFF, AccountRole.READER])
@pytest.mark.parametrize("role", [Role.CONTRACTOR, Role.SURETY, Role.OBLIGEE, Role.OPERATOR])
async def test_every_operation_answers_accounts_of_a_role_as_the_page_says(
    api: Api, sample: SampleRegister, role: Role, account_role: AccountRole
) -> None:
    given = accounts.of(sample, role.value, accountRole=account_role.value)
    email = (await accounts.colleague(api, as_="operator", **given))["email"]
    rules, restrictions = matrix(), matrix_of_accounts()
    for name, (query, variables) in operations(sample).items():
        restricted = name in restrictions and restrictions[name][account_role.lower()] != "yes"
        may = rules[name][LABELS[role]] == "yes" and not restricted
        assert await outcome(api, query, variables, as_=email) == ("answered" if may else "FORBIDDEN"), name
        if name == "signOut":
            await accounts.signed_in(api, email)


async def outcome(api: Api, query: str, variables: dict[str, Any], *, as_: str | None) -> str:
    before = await table_contents()
    response = await api.post(query, as_=as_, **variables)
    assert response.status_code == 200
    errors = response.json().get("errors", [])
    if not errors:
        return "answered"
    assert await table_contents() == before, "what was refused has changed something"
    (error,) = errors
    return error["extensions"]["code"]
