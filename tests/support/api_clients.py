"""API clients and their tokens, as the operator creates them over HTTP."""

from typing import Any

from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api

REFUSED = "... on UserError { message } ... on InvalidInput { problems { path code } }"
CLIENT = "id name isActive requestsPerMinute obligees { obligee { name } }"
TOKEN = "id name createdAt expiresAt revokedAt lastUsedAt"
CREATE = f"""mutation($input: CreateApiClientInput!) {{ createApiClient(input: $input) {{ __typename
  ... on ApiClientCreated {{ apiClient {{ {CLIENT} tokens {{ id }} }} }} {REFUSED} }} }}"""
CHANGE = f"""mutation($input: ChangeApiClientInput!) {{ changeApiClient(input: $input) {{ __typename
  ... on ApiClientChanged {{ apiClient {{ {CLIENT} }} }} {REFUSED} }} }}"""
DEACTIVATE = f"""mutation($input: DeactivateApiClientInput!) {{ deactivateApiClient(input: $input) {{ __typename
  ... on ApiClientDeactivated {{ apiClient {{ {CLIENT} }} }} ... on UserError {{ message }} }} }}"""
ISSUE_TOKEN = f"""mutation($input: IssueApiTokenInput!) {{ issueApiToken(input: $input) {{ __typename
  ... on ApiTokenIssued {{ token accessToken {{ {TOKEN} }} }} {REFUSED} }} }}"""
REVOKE_TOKEN = f"""mutation($input: RevokeApiTokenInput!) {{ revokeApiToken(input: $input) {{ __typename
  ... on ApiTokenRevoked {{ accessToken {{ {TOKEN} }} }} ... on UserError {{ message }} }} }}"""
LIST = f"{{ apiClients {{ edges {{ node {{ {CLIENT} tokens {{ {TOKEN} }} }} }} }} }}"


def client_input(sample: SampleRegister, *obligees: str, **changes: Any) -> dict[str, Any]:
    """A valid input, for 栃木県 by default."""
    names = obligees or ("栃木県",)
    return {"name": "電子契約", "obligeeIds": [ids.to_id("Obligee", sample.obligees[n].id) for n in names]} | changes


async def created(api: Api, sample: SampleRegister, *obligees: str, **changes: Any) -> dict[str, Any]:
    """A new API client."""
    answer = await api.data(CREATE, as_="operator", input=client_input(sample, *obligees, **changes))
    return answer["createApiClient"]["apiClient"]


async def issued(api: Api, client: dict[str, Any], name: str, **changes: Any) -> dict[str, Any]:
    """A new token of the client, known to `api` by its name."""
    answer = await api.data(ISSUE_TOKEN, as_="operator", input={"apiClientId": client["id"], "name": name} | changes)
    api.tokens[name] = answer["issueApiToken"]["token"]
    return answer["issueApiToken"]["accessToken"]
