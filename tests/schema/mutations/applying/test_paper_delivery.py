"""保証証書受取: where the certificates on paper go."""

from typing import Any

import pytest

import models
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.api_calls import APPLY, CHECK
from tests.support.drafts import codes
from tests.support.refusals import refused

DELIVERY = """query($id: ID!) { node(id: $id) { ... on Application { guarantees { medium paperDelivery } } } }"""
LIST = "{ guarantees { edges { node { medium paperDelivery } } } }"
PAPER = api_calls.performance_input(medium="PAPER")


async def deliveries(api: Api, application: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Of its guarantees; both ways of execution say the same."""
    node = (await api.data(DELIVERY, as_="surety", id=application["id"]))["node"]
    listed = [edge["node"] for edge in (await api.data(LIST, as_="contractor"))["guarantees"]["edges"]]
    assert all(each in listed for each in node["guarantees"])
    return [(each["medium"], each["paperDelivery"]) for each in node["guarantees"]]


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"paperDelivery": "OBLIGEE"}, "OBLIGEE"), ({"paperDelivery": "BRANCH"}, "BRANCH"), ({}, "CONTRACTOR")],
)
async def test_it_is_kept_on_guarantees_on_paper_alone(
    api: Api, sample: SampleRegister, given: dict[str, Any], expected: str
) -> None:
    application = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input(), PAPER], **given)
    assert await deliveries(api, application) == [("ELECTRONIC", None), ("PAPER", expected)]


async def test_without_a_guarantee_on_paper_it_is_refused(api: Api, sample: SampleRegister) -> None:
    given = api_calls.application_input(sample, paperDelivery="BRANCH")
    wrong = [("paperDelivery", "NOT_APPLICABLE")]
    assert codes(await refused(api, APPLY, as_="contractor", input=given)) == wrong
    dry = (await api.data(CHECK, as_="contractor", input=given))["checkApplication"]["problems"]
    assert [(".".join(each["path"]), each["code"]) for each in dry] == wrong
    for form in ({"paperDelivery": "BRANCH"}, {"paperDelivery": "BRANCH", "guarantees": [{"kind": "PERFORMANCE"}]}):
        found = (await api.data(CHECK, as_="contractor", input=form))["checkApplication"]["problems"]
        assert "paperDelivery" not in [each["path"][0] for each in found]


async def test_a_draft_keeps_it(api: Api, sample: SampleRegister) -> None:
    form = api_calls.application_input(sample, guarantees=[PAPER], paperDelivery="BRANCH")
    draft = await drafts.save(api, form)
    assert (await drafts.form_of(api, draft["id"]))["draft"]["paperDelivery"] == "BRANCH"
    await drafts.submit(api, draft["id"])
    assert await deliveries(api, draft) == [("PAPER", "BRANCH")]


async def test_a_resubmission_may_change_it(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample, guarantees=[PAPER], paperDelivery="BRANCH")
    await drafts.save(api, {"contactName": "新"}, applicationId=application["id"])
    await drafts.save(api, {"paperDelivery": "OBLIGEE"}, applicationId=application["id"])
    sent = await drafts.submit(api, application["id"])
    assert sent["submissions"][-1]["changes"] == [
        {"path": ["paperDelivery"], "label": "保証証書受取", "before": "支店窓口", "after": "発注者へ送付"}
    ]
    assert await deliveries(api, application) == [("PAPER", "OBLIGEE")]


async def test_it_goes_with_the_guarantee_that_is_withdrawn(api: Api, sample: SampleRegister) -> None:
    asked = [api_calls.advance_input(), PAPER]
    application = await drafts.returned(api, sample, count=2, guarantees=asked, paperDelivery="BRANCH")
    await drafts.save(api, {"paperDelivery": "OBLIGEE"}, applicationId=application["id"])
    paper = application["guarantees"][1]["id"]
    await api.data(drafts.WITHDRAW_ONE, as_="contractor", input={"guaranteeId": paper, "reason": "不要"})
    sent = await drafts.submit(api, application["id"])
    assert sent["submissions"][-1]["changes"] == []
    assert await deliveries(api, application) == [("ELECTRONIC", None), ("PAPER", "BRANCH")]


async def test_where_only_an_electronic_one_was_returned_it_cannot_be_changed(api: Api, sample: SampleRegister) -> None:
    asked = [api_calls.advance_input(), PAPER]
    application = await drafts.returned(api, sample, guarantees=asked, paperDelivery="BRANCH")
    given = {"applicationId": application["id"], "draft": {"paperDelivery": "OBLIGEE"}}
    answer = await refused(api, drafts.SAVE, as_="contractor", input=given)
    assert codes(answer) == [("draft.paperDelivery", "NOT_CHANGEABLE")]
    await drafts.save(api, {"paperDelivery": "BRANCH"}, applicationId=application["id"])
    sent = await drafts.submit(api, application["id"])
    assert sent["submissions"][-1]["changes"] == []
    assert await deliveries(api, application) == [("ELECTRONIC", None), ("PAPER", "BRANCH")]


async def test_a_guarantee_of_before_is_sent_to_the_contractor_when_it_is_sent_again(
    api: Api, sample: SampleRegister
) -> None:
    application = await drafts.returned(api, sample, guarantees=[PAPER])
    await models.Guarantee.all().update(paper_delivery=None)
    assert await deliveries(api, application) == [("PAPER", None)]
    await drafts.submit(api, application["id"])
    assert await deliveries(api, application) == [("PAPER", "CONTRACTOR")]


@pytest.mark.parametrize("method", ["SINGLE", "MONTHLY_CONSOLIDATED"])
async def test_the_statement_copies_it(api: Api, sample: SampleRegister, method: str) -> None:
    asked = [api_calls.performance_input(medium="PAPER", feePaymentMethod=method)]
    application = await api_calls.apply(api, sample, guarantees=asked, paperDelivery="OBLIGEE")
    id_ = application["guarantees"][0]["id"]
    await api_calls.approve(api, id_)
    if method == "MONTHLY_CONSOLIDATED":
        await api_calls.issue(api, id_)
    statement = await models.FeeStatement.get()
    assert statement.paper_delivery == "OBLIGEE"
