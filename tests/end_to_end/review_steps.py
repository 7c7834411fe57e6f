"""Steps of the surety's branch: it is told of the application, and somebody reviews it before it is approved."""

from typing import Any

from tests.conftest import Api
from tests.end_to_end import operations
from tests.end_to_end.scenarios import Scenario
from tests.support.api_calls import APPROVE

SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { ... on SignedIn { token viewer { name } } } }"


async def choose_mails(api: Api, scenario: Scenario, *, branch_id: str, email: str, serial: int) -> None:
    """How the branch is told, at an address of this scenario."""
    as_ = "surety" if serial % 2 else "reviewer"  # because of the hourly limit of an account
    await _name(api, as_)
    given = {"branchId": branch_id, "timing": scenario.branch_mails, "email": email}
    answer = (await api.data(operations.SET_NOTIFICATIONS, as_=as_, input=given))["setBranchNotifications"]
    assert answer["branch"]["notifications"] == {"timing": scenario.branch_mails, "email": email}, answer


async def was_told_at_once(api: Api, email: str) -> bool:
    """Whether a mail about a single application is in the outbox, which is written with the application."""
    edges = (await api.data(operations.BRANCH_MAILS, as_="surety"))["outgoingMails"]["edges"]
    return email in {edge["node"]["recipient"] for edge in edges}


async def waits(api: Api, application_id: str, *, branch_id: str) -> bool:
    """Whether the work list of the branch has the application."""
    edges = (await api.data(operations.WORK_LIST, as_="surety", branch=branch_id))["applications"]["edges"]
    return application_id in {edge["node"]["id"] for edge in edges}


async def review(api: Api, scenario: Scenario, guarantee_id: str) -> None:
    """Review and approve it, as the scenario says: by one person, or begun by another one."""
    if scenario.review == "none":
        await _approve(api, "surety", guarantee_id)
        return
    first = await _start(api, "surety", guarantee_id)
    name = await _name(api, "surety")
    assert (first["guarantee"]["status"], first["guarantee"]["reviewer"]) == ("UNDER_REVIEW", name)
    assert first["guarantee"]["application"]["waitingSince"]
    assert first["guarantee"]["application"]["unreadMessages"] == 1
    if scenario.review == "taken_over":
        name = await _name(api, "reviewer")
        refused = await _start(api, "reviewer", guarantee_id)
        assert refused["__typename"] == "UnderReviewByAnother", refused
        assert refused["reviewer"] == first["guarantee"]["reviewer"]
        taken = await _start(api, "reviewer", guarantee_id, takeOver=True)
        assert taken["guarantee"]["reviewer"] == name
    seen = (await api.data(operations.GUARANTEE_REVIEW, as_="contractor", id=guarantee_id))["node"]
    assert (seen["status"], seen["reviewer"]) == ("UNDER_REVIEW", None)
    await _approve(api, "reviewer" if scenario.review == "taken_over" else "surety", guarantee_id)


async def _start(api: Api, as_: str, guarantee_id: str, **given: Any) -> dict[str, Any]:
    answer = await api.data(operations.START_REVIEW, as_=as_, input={"guaranteeId": guarantee_id, **given})
    return answer["startReview"]


async def _approve(api: Api, as_: str, guarantee_id: str) -> None:
    answer = (await api.data(APPROVE, as_=as_, input={"guaranteeId": guarantee_id}))["approveGuarantee"]
    assert answer["__typename"] == "GuaranteeApproved", answer


async def _name(api: Api, as_: str) -> str:
    """The name of the person, who is signed in if necessary."""
    if as_ == "reviewer" and as_ not in api.tokens:
        given = {"email": "reviewer@example.jp", "password": operations.PASSWORD}
        api.tokens[as_] = (await api.data(SIGN_IN, i=given))["signIn"]["token"]
    return (await api.data("{ viewer { name } }", as_=as_))["viewer"]["name"]
