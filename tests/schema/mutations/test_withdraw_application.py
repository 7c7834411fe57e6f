"""withdrawApplication."""

import pytest

import models
from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND, RECORD_FEE, WITHDRAW, competitor, guarantee_in, others_than, wrong_state

OPEN = ("SUBMITTED", "UNDER_REVIEW", "RETURNED", "APPROVED", "AWAITING_FEE")


async def application_of(guarantee_id: str) -> str:
    guarantee = await models.Guarantee.get(id=ids.split(guarantee_id)[1])
    return ids.to_id("Application", guarantee.application_id)


@pytest.mark.parametrize("state", OPEN)
async def test_what_is_not_issued_is_withdrawn(api: Api, sample: SampleRegister, state: str) -> None:
    id_ = await guarantee_in(state, api, sample)
    application_id = await application_of(id_)
    answer = await api.data(WITHDRAW, as_="contractor", input={"applicationId": application_id})
    guarantees = [{"id": id_, "kind": "ADVANCE_PAYMENT", "status": "WITHDRAWN"}]
    withdrawn = {"id": application_id, "guarantees": guarantees}
    assert answer["withdrawApplication"] == {"__typename": "ApplicationWithdrawn", "application": withdrawn}
    assert await AuditEvent.filter(action="application.withdrawn").values_list("subject_id", flat=True) == [
        ids.split(application_id)[1]
    ]


@pytest.mark.parametrize("state", others_than(*OPEN))
async def test_where_nothing_is_open_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    application_id = await application_of(await guarantee_in(state, api, sample))
    answer = await refused(api, WITHDRAW, as_="contractor", input={"applicationId": application_id})
    assert answer == wrong_state(state)


async def test_of_two_guarantees_the_issued_one_stays(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    await api_calls.approve(api, application["guarantees"][0]["id"])
    await api_calls.issue(api, application["guarantees"][0]["id"])
    answer = await api.data(WITHDRAW, as_="contractor", input={"applicationId": application["id"]})
    withdrawn = answer["withdrawApplication"]["application"]["guarantees"]
    assert [guarantee["status"] for guarantee in withdrawn] == ["IN_FORCE", "WITHDRAWN"]


async def test_after_the_payment_it_shows_what_is_paid_back(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    paid = {"guaranteeId": id_, "paidOn": "2026-11-20"}
    await api.data(RECORD_FEE, as_="surety", input=paid)
    await api.data(WITHDRAW, as_="contractor", input={"applicationId": await application_of(id_)})
    query = "query($id: ID!) { node(id: $id) { ... on Guarantee { status feeStatements { fee due dueOn } } } }"
    asked = {"fee": 68_000, "due": 68_000, "dueOn": "2026-12-04"}
    paid_back = {"fee": 0, "due": -68_000, "dueOn": None}
    for name in ("contractor", "surety"):
        assert (await api.data(query, as_=name, id=id_))["node"] == {
            "status": "WITHDRAWN",
            "feeStatements": [asked, paid_back],
        }


async def test_a_foreign_or_unknown_application_is_not_found(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    await competitor(api)
    given = {"applicationId": application["id"]}
    assert await refused(api, WITHDRAW, as_="competitor", input=given) == NOT_FOUND
    for id_ in ("", "Application_1", f"Application_{'0' * 32}", application["guarantees"][0]["id"]):
        assert await refused(api, WITHDRAW, as_="contractor", input={"applicationId": id_}) == NOT_FOUND
