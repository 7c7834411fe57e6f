"""Requests for amendments over HTTP, and by the use case."""

from typing import Any

from models.after_issue.amendment_request import AmendmentRequest
from models.commands import AmendmentTerms
from models.enums import Role
from resolvers.amendments import amendment_requests
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support.states import PROBLEMS, REVIEWED, guarantee_in
from tests.support.use_cases import advance, issued

FIELDS = """id number status amount expiryDate projectName periodFrom periodTo contractPrice reason requestedAt by
  decidedAt decisionReason certificate { id } guarantee { id }"""
REQUEST = f"""
mutation($input: RequestAmendmentInput!) {{ requestAmendment(input: $input) {REVIEWED} {PROBLEMS}
  ... on AmendmentRequested {{ amendmentRequest {{ {FIELDS} }} }} }} }}
"""
WITHDRAW = f"""
mutation($input: AmendmentRequestActionInput!) {{ withdrawAmendmentRequest(input: $input) {{ __typename
  ... on UserError {{ message }} ... on WrongState {{ status }}
  ... on AmendmentRequestWithdrawn {{ amendmentRequest {{ {FIELDS} }} }} }} }}
"""
DECLINE = f"""
mutation($input: DeclineAmendmentRequestInput!) {{ declineAmendmentRequest(input: $input) {REVIEWED} {PROBLEMS}
  ... on AmendmentRequestDeclined {{ amendmentRequest {{ {FIELDS} }} }} }} }}
"""
REASON = "髙﨑𠮷橋の設計変更による（禰󠄀・ｶﾞ・が）"
EXTENDED = {"periodTo": "2027-10-31", "expiryDate": "2027-10-31"}


async def request(api: Api, guarantee_id: str, *, as_: str = "contractor", **wished: Any) -> dict[str, Any]:
    """An open request; without anything wished an extension."""
    given = {"guaranteeId": guarantee_id, "reason": REASON, **(wished or EXTENDED)}
    answer = (await api.data(REQUEST, as_=as_, input=given))["requestAmendment"]
    assert answer["__typename"] == "AmendmentRequested", answer
    return answer["amendmentRequest"]


async def requested(api: Api, sample: SampleRegister) -> dict[str, Any]:
    """An open request for a guarantee in force."""
    return await request(api, await guarantee_in("IN_FORCE", api, sample))


async def stored(sample: SampleRegister, **wished: Any) -> AmendmentRequest:
    """An open request for a guarantee in force, by the use case."""
    (guarantee,) = await issued(sample, advance())
    return await amendment_requests.request(
        guarantee_id=guarantee.id,
        terms=AmendmentTerms(**wished),
        reason="設計変更\n減額",
        viewer=sample.viewers[Role.CONTRACTOR],
        at=NOON,
    )
