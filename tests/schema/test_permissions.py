"""Role × operation: the page, the rules, and what really happens are the same."""

import re
from typing import Any

import pytest

from models.enums import Role
from resolvers import access
from sample.sample_data import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, api_clients, handovers, permissions
from tests.support.api_calls import POST, RETRY, SEND_NOTICE
from tests.support.permissions import LABELS, PAGE, PUBLIC, root_fields
from tests.support.refusals import table_contents
from tests.support.states import DECLINE, RECORD_FEE, RETURN, WITHDRAW

PEOPLE: dict[Role | None, str | None] = {
    None: None,
    Role.CONTRACTOR: "contractor",
    Role.SURETY: "surety",
    Role.OBLIGEE: "obligee",
    Role.E_CONTRACT_SYSTEM: "system",
    Role.OPERATOR: "operator",
}
KEY = {"guaranteeNumber": "31073-00001M", "authKey": "Z28YUE4J3Bux"}
UNKNOWN = {"guaranteeId": f"Guarantee_{'0' * 32}"}
LISTS = (
    *("apiClients", "contractors", "contracts", "applications"),
    *("guarantees", "certificates", "obligees", "outgoingMails"),
)
SIGN_IN = "mutation($input: SignInInput!) { signIn(input: $input) { __typename } }"


def operations(sample: SampleRegister) -> dict[str, tuple[str, dict[str, Any]]]:
    """A call of every operation; of mutations one that is refused for what it asks, if not for who asks it."""
    pages = {name: (f"{{ {name} {{ edges {{ cursor }} }} }}", {}) for name in LISTS}
    reasoned = {"input": UNKNOWN | {"reason": "理由"}}
    return pages | {
        "viewer": ("{ viewer { role } }", {}),
        "node": ("query($id: ID!) { node(id: $id) { id } }", {"id": ids.to_id("Branch", sample.branch.id)}),
        "sureties": ("{ sureties { id } }", {}),
        "certificate": (api_calls.CERTIFICATE, {"number": "31073-00001M", "key": "Z28YUE4J3Bux"}),
        "certificatesCsv": ("{ certificatesCsv { url } }", {}),
        "verifyDocument": ('{ verifyDocument(file: "YQ==") { verdict } }', {}),
        "feeEstimate": (api_calls.FEE_ESTIMATE, {"input": api_calls.fee_input()}),
        "signIn": (SIGN_IN, {"input": {"email": "nobody@example.jp", "password": "x"}}),
        "signOut": ("mutation { signOut }", {}),
        "applyForGuarantees": (api_calls.APPLY, {"input": api_calls.application_input(sample, guarantees=[])}),
        "withdrawApplication": (WITHDRAW, {"input": {"applicationId": "x"}}),
        "returnGuarantee": (RETURN, reasoned),
        "declineGuarantee": (DECLINE, reasoned),
        "approveGuarantee": (api_calls.APPROVE, {"input": UNKNOWN}),
        "recordFeePayment": (RECORD_FEE, {"input": UNKNOWN | {"paidOn": "2026-11-20"}}),
        "issueGuarantee": (api_calls.ISSUE, {"input": UNKNOWN}),
        "sendNotice": (SEND_NOTICE, {"input": UNKNOWN | {"to": "a@example.jp"}}),
        "uploadNotice": (handovers.UPLOAD, {"input": {"file": "YQ=="}}),
        "acceptCertificate": (handovers.ACCEPT, {"input": KEY}),
        "returnCertificate": (handovers.RETURN, {"input": KEY | {"reason": "理由"}}),
        "retryMail": (RETRY, {"input": {"mailId": "x"}}),
        "postMessage": (POST, {"input": {"applicationId": "x", "body": "本文"}}),
        "issueGuarantees": (api_calls.ISSUE_EACH, {"input": {"guaranteeIds": []}}),
        "createApiClient": (api_clients.CREATE, {"input": {"name": "", "obligeeIds": []}}),
        "changeApiClient": (api_clients.CHANGE, {"input": {"apiClientId": "x"}}),
        "deactivateApiClient": (api_clients.DEACTIVATE, {"input": {"apiClientId": "x"}}),
        "issueApiToken": (api_clients.ISSUE_TOKEN, {"input": {"apiClientId": "x", "name": "x"}}),
        "revokeApiToken": (api_clients.REVOKE_TOKEN, {"input": {"accessTokenId": "x"}}),
    }


def matrix() -> dict[str, dict[str, str]]:
    """The first table of the page: by operation, then by label of the role."""
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.read_text(), re.MULTILINE)
    return {name: dict(zip(LABELS.values(), cells.split(" | "), strict=True)) for name, cells in rows}


def test_the_page_is_what_the_rules_say() -> None:
    assert PAGE.read_text() == permissions.page(), "run `python -m tests.support.permissions`"


def test_every_operation_is_public_by_name_or_says_for_whom_it_is(sample: SampleRegister) -> None:
    assert root_fields() == PUBLIC | set(access.OPERATIONS) == set(matrix()) == set(operations(sample))
    assert not PUBLIC & set(access.OPERATIONS)


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: LABELS[role])
async def test_every_operation_answers_as_the_page_says(api: Api, sample: SampleRegister, role: Role | None) -> None:
    table = matrix()
    for name, (query, variables) in operations(sample).items():
        may = table[name][LABELS[role]]
        found = await outcome(api, query, variables, as_=PEOPLE[role])
        refusal = "UNAUTHENTICATED" if role is None else "FORBIDDEN"
        assert found == ("answered" if may == "yes" else refusal), name
        if name == "signOut" and role not in {None, Role.E_CONTRACT_SYSTEM}:
            del api.tokens[str(PEOPLE[role])]
            await api.token(str(PEOPLE[role]))


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
