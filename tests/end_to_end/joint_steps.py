"""The registered member of a joint venture reads along, without the key; nobody else's staff does."""

from typing import Any

import httpx

from tests.conftest import Api
from tests.end_to_end import operations
from tests.end_to_end.form_values import is_known
from tests.end_to_end.scenarios import Scenario
from tests.support import api_calls
from tests.support.pdf.readers import by_pypdf, closed_up


async def read_along(api: Api, scenario: Scenario, guarantee: dict[str, Any]) -> None:
    """State and certificate of an issued guarantee; no mutation."""
    seen = (await api.data(operations.GUARANTEE, as_="member", id=guarantee["id"]))["node"]
    if not is_known(scenario):
        assert seen is None
        return
    secret = {"authKey": None, "keyNotice": None, "feeStatements": []}
    assert {name: seen[name] for name in secret} == secret
    assert (seen["number"], seen["status"]) == (guarantee["number"], "IN_FORCE")
    document = await api.http.get(httpx.URL(seen["certificate"]["document"]["url"]).raw_path.decode())
    assert guarantee["number"] in closed_up(by_pypdf(document.content))
    given = {"guaranteeId": guarantee["id"], "to": "keiyaku@obligee.example.jp"}
    refused = (await api.data(api_calls.SEND_NOTICE, as_="member", input=given))["sendNotice"]
    assert refused["__typename"] == "NotFound", refused
