"""What the others do meanwhile, over the API: the surety's staff, and a contractor's own systems."""

import datetime
from typing import Any

from models.numbering import JAPAN
from tests.conftest import Api
from tests.support import api_calls, states
from tests.support.servers import server_processes

PROJECT = "市道●●線橋りょう補修工事"
REASON = "請負契約書の写しを添付し、預託金融機関の支店名をご確認ください。"
ADDRESS = "keiyaku@obligee.example.jp"
"""Where the obligee of the sample data takes key notices."""
REVOKE = """mutation($id: ID!) { endSession(input: {sessionId: $id}) { __typename } }"""
SESSIONS = "{ viewer { sessions { id isCurrent } } }"


def today() -> datetime.date:
    """In Japan."""
    return datetime.datetime.now(JAPAN).date()


async def issued(api: Api, project: str = PROJECT, *, obligee: str = "栃木県") -> dict[str, Any]:
    """An electronic advance payment guarantee in force of a new contract: id, number and key."""
    register = await server_processes.register(api)
    days = {"contractDate": today(), "periodFrom": today(), "periodTo": today() + datetime.timedelta(days=300)}
    dates: dict[str, Any] = {name: day.isoformat() for name, day in days.items()}
    contract = api_calls.contract_input(register, obligee=obligee, projectName=project, **dates)
    (payload,) = await api_calls.issued(api, register, contract=contract, guarantees=[api_calls.advance_input()])
    return payload["guarantee"]


async def return_application(api: Api, guarantee_id: str, reason: str = REASON) -> None:
    """The surety returns a guarantee of an application."""
    given = {"guaranteeId": guarantee_id, "reason": reason}
    answer = (await api.data(states.RETURN, as_="surety", input=given))["returnGuarantee"]
    assert answer["__typename"] == "GuaranteeReturned", answer


async def approve_and_issue(api: Api, guarantee_id: str) -> dict[str, Any]:
    """The surety approves and issues; the guarantee with its number and key."""
    await api_calls.approve(api, guarantee_id)
    return (await api_calls.issue(api, guarantee_id))["guarantee"]


async def hand_over(api: Api, guarantee_id: str, to: str = ADDRESS) -> None:
    """The contractor sends the key notice by mail."""
    given = {"guaranteeId": guarantee_id, "to": to}
    answer = (await api.data(api_calls.SEND_NOTICE, as_="contractor", input=given))["sendNotice"]
    assert answer["__typename"] == "NoticeSent", answer


FIND = """query($search: String!) { guarantees(first: 5, filter: {projectName: $search}) {
  edges { node { id contract { projectName } } } } }"""


async def guarantee_of(api: Api, project: str) -> str:
    """The only guarantee of the contract with exactly this name."""
    edges = (await api.data(FIND, as_="surety", search=project))["guarantees"]["edges"]
    (found,) = [edge["node"]["id"] for edge in edges if edge["node"]["contract"]["projectName"] == project]
    return found


COUNTED = """query($id: ID!) { node(id: $id) { ... on Guarantee {
  application { submissions { submittedAt } } handovers { status events { kind } }
  amendmentRequests { id } claims { id } } } }"""


async def counted(api: Api, guarantee_id: str) -> dict[str, int]:
    """How often each thing was done with a guarantee, as the surety sees it."""
    node = (await api.data(COUNTED, as_="surety", id=guarantee_id))["node"]
    events = [event["kind"] for handover in node["handovers"] for event in handover["events"]]
    lists = {"submissions": node["application"]["submissions"], "amendments": node["amendmentRequests"]}
    return {name: len(found) for name, found in (lists | {"claims": node["claims"]}).items()} | {
        kind.lower(): events.count(kind) for kind in sorted(set(events))
    }


async def end_sessions(api: Api, account: str) -> None:
    """End all sessions of an account but the API's own."""
    for session in (await api.data(SESSIONS, as_=account))["viewer"]["sessions"]:
        if not session["isCurrent"]:
            await api.data(REVOKE, as_=account, id=session["id"])
