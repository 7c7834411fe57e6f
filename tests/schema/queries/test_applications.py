"""applications: listed to contractor, surety and operator, and filtered."""

import datetime
from typing import Any

from models.numbering import JAPAN
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import EMAILS, Api
from tests.support import api_calls
from tests.support.states import competitor, rival_branch

APPLICATIONS = "query($f: ApplicationFilter) { applications(filter: $f) { edges { node { id } } } }"


async def listed(api: Api, *, as_: str, **filter_: Any) -> list[str]:
    answer = await api.data(APPLICATIONS, as_=as_, f=filter_)
    return [edge["node"]["id"] for edge in answer["applications"]["edges"]]


async def test_contractor_surety_and_operator_see_them_and_nobody_else(api: Api, sample: SampleRegister) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    for payload in await api_calls.issued(api, sample):
        given = {"number": payload["guarantee"]["number"], "key": payload["guarantee"]["authKey"]}
        await api.data(api_calls.CERTIFICATE, as_="obligee", **given)
    await competitor(api)
    await rival_branch(api)
    seen = {name for name in (*EMAILS, "system", "competitor", "rival") if id_ in await listed(api, as_=name)}
    assert seen == {"contractor", "surety", "operator"}


async def test_by_the_state_of_any_guarantee(api: Api, sample: SampleRegister) -> None:
    first, second = await api_calls.apply(api, sample), await api_calls.apply(api, sample)
    await api_calls.approve(api, first["guarantees"][1]["id"])
    assert await listed(api, as_="surety", status="APPROVED") == [first["id"]]
    assert await listed(api, as_="surety", status="SUBMITTED") == [second["id"], first["id"]]
    assert await listed(api, as_="surety", status="DRAFT") == []


async def test_by_branch(api: Api, sample: SampleRegister) -> None:
    branch = await rival_branch(api)
    ours = await api_calls.apply(api, sample)
    theirs = await api_calls.apply(api, sample, submissionBranchId=ids.to_id("Branch", branch.id))
    by_branch = {id_: ids.to_id("Branch", id_) for id_ in (sample.branch.id, branch.id)}
    assert await listed(api, as_="contractor", branchId=by_branch[sample.branch.id]) == [ours["id"]]
    assert await listed(api, as_="contractor", branchId=by_branch[branch.id]) == [theirs["id"]]
    assert await listed(api, as_="contractor", branchId="Branch_x") == []
    assert await listed(api, as_="contractor") == [theirs["id"], ours["id"]]


async def test_days_are_days_in_japan(api: Api, sample: SampleRegister) -> None:
    moments = (
        datetime.datetime(2026, 11, 20, 23, 59, 59, 999999, tzinfo=JAPAN),
        datetime.datetime(2026, 11, 21, 0, 0, 0, tzinfo=JAPAN),
    )
    before, after = [], []
    for list_, moment in zip((before, after), moments, strict=True):
        api.clock.at = moment
        list_.append((await api_calls.apply(api, sample))["id"])
    assert await listed(api, as_="surety", submittedTo="2026-11-20") == before
    assert await listed(api, as_="surety", submittedFrom="2026-11-21") == after
    assert await listed(api, as_="surety", submittedFrom="2026-11-20", submittedTo="2026-11-21") == after + before
    assert await listed(api, as_="surety", submittedFrom="2026-11-22") == []


async def test_contact_and_messages_are_not_the_obligees(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample, message="連絡事項", contactName="見本 花子")
    id_ = application["guarantees"][0]["id"]
    await api_calls.approve(api, id_)
    issued = (await api_calls.issue(api, id_))["guarantee"]
    await api.data(api_calls.CERTIFICATE, as_="obligee", number=issued["number"], key=issued["authKey"])
    query = """query($id: ID!) { node(id: $id) { ... on Guarantee { billTo feePaymentMethod statusReason
      application { email contactName messages { body } guarantees { kind } } } } }"""
    private = {"billTo": "○○建設 株式会社", "feePaymentMethod": "MONTHLY_CONSOLIDATED", "statusReason": None}
    own = {"email": "soumu@example.jp", "contactName": "見本 花子", "messages": [{"body": "連絡事項"}]}
    both = {"guarantees": [{"kind": "ADVANCE_PAYMENT"}, {"kind": "PERFORMANCE"}]}
    assert (await api.data(query, as_="surety", id=id_))["node"] == private | {"application": own | both}
    nothing = {"email": None, "contactName": None, "messages": [], "guarantees": [{"kind": "ADVANCE_PAYMENT"}]}
    assert (await api.data(query, as_="obligee", id=id_))["node"] == dict.fromkeys(private) | {"application": nothing}
