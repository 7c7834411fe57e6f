"""setMonthlyPayment: who may pay by the month, and where it is asked."""

import asyncio
import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.enums import Role
from models.fees.monthly_payment import MESSAGE, NOT_ALLOWED
from resolvers import quotas
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, use_cases
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, competitor, rival_branch

SET = """mutation($i: SetMonthlyPaymentInput!) { setMonthlyPayment(input: $i) { __typename
  ... on UserError { message } ... on InvalidInput { problems { path code } }
  ... on MonthlyPaymentSet { monthlyPayment { validFrom mayPayMonthly contractor { name } surety { name } } } } }"""
LIST = "{ monthlyPayments { edges { node { id validFrom mayPayMonthly contractor { name } surety { name } } } } }"
OF = "query($f: MonthlyPaymentFilter) { monthlyPayments(filter: $f) { edges { node { validFrom } } } }"
ISSUE = """mutation($input: IssueGuaranteeInput!) { issueGuarantee(input: $input) {
  ... on InvalidInput { problems { path code } } } }"""
TODAY, TOMORROW = "2026-11-20", "2026-11-21"
PROBLEM = {"code": NOT_ALLOWED, "message": MESSAGE}


@pytest.fixture
async def _known(api: Api, sample: SampleRegister) -> None:
    """A contract makes the contractor known to the surety."""
    await use_cases.applied(sample)


def given(sample: SampleRegister, *, may: bool, valid_from: str = TODAY) -> dict[str, Any]:
    id_ = ids.to_id("Contractor", sample.contractor.id)
    return {"contractorId": id_, "mayPayMonthly": may, "validFrom": valid_from}


async def set_(api: Api, sample: SampleRegister, **more: Any) -> dict[str, Any]:
    return (await api.data(SET, as_="surety", i=given(sample, **more)))["setMonthlyPayment"]


async def problems_of(api: Api, form: dict[str, Any]) -> list[tuple[str, str]]:
    found = (await api.data(api_calls.CHECK, as_="contractor", input=form))["checkApplication"]["problems"]
    return [(".".join(each["path"]), each["code"]) for each in found]


@pytest.fixture
async def _ended(sample: SampleRegister) -> None:
    """Known, and not allowed any more from today on."""
    await use_cases.applied(sample)
    surety_id, contractor_id = sample.branch.surety_id, sample.contractor.id
    day = NOON.date()
    await models.MonthlyPayment.create(
        surety_id=surety_id, contractor_id=contractor_id, valid_from=day, may_pay_monthly=False
    )


@pytest.mark.usefixtures("_known")
async def test_it_is_entered_for_a_day_and_replaced_on_the_same(api: Api, sample: SampleRegister) -> None:
    for may in (False, False, True):
        entry = (await set_(api, sample, may=may, valid_from=TOMORROW))["monthlyPayment"]
        assert entry == {"validFrom": TOMORROW, "mayPayMonthly": may, "contractor": {"name": "○○建設 株式会社"},
                         "surety": {"name": "見本建設業保証株式会社"}}  # fmt: skip
    assert await models.MonthlyPayment.filter(valid_from=datetime.date(2026, 11, 21)).count() == 1
    events = await AuditEvent.filter(action="monthly_payment.set", subject_id=sample.contractor.id).order_by("id")
    assert [event.subject for event in events] == [
        f"{TOMORROW} {how} ○○建設 株式会社" for how in ("single", "single", "monthly")
    ]


@pytest.mark.usefixtures("_ended")
async def test_the_application_is_refused_where_it_may_not(api: Api, sample: SampleRegister) -> None:
    asked = [api_calls.advance_input(), api_calls.performance_input(feePaymentMethod="SINGLE")]
    form = api_calls.application_input(sample, guarantees=asked)
    refusal = await refused(api, api_calls.APPLY, as_="contractor", input=form)
    problem = {"path": ["guarantees", "0", "feePaymentMethod"], **PROBLEM}
    assert [{name: each[name] for name in problem} for each in refusal["problems"]] == [problem]


@pytest.mark.usefixtures("_ended")
async def test_the_dry_run_tells_once_the_surety_is_chosen(api: Api, sample: SampleRegister) -> None:
    form = api_calls.application_input(sample, guarantees=[api_calls.advance_input()])
    assert (await problems_of(api, form)) == [("guarantees.0.feePaymentMethod", NOT_ALLOWED)]
    assert NOT_ALLOWED not in {code for _, code in await problems_of(api, form | {"submissionBranchId": None})}
    branch = await rival_branch(api)
    assert await problems_of(api, form | {"submissionBranchId": ids.to_id("Branch", branch.id)}) == []


@pytest.mark.usefixtures("_known")
async def test_approval_and_issue_are_refused_once_it_has_ended(api: Api, sample: SampleRegister) -> None:
    submitted, approved = await models.Guarantee.all().order_by("id")
    await api_calls.approve(api, ids.to_id("Guarantee", approved.id))
    await set_(api, sample, may=False)
    for query, guarantee in ((api_calls.APPROVE, submitted), (ISSUE, approved)):
        asked = {"guaranteeId": ids.to_id("Guarantee", guarantee.id)}
        refusal = await refused(api, query, as_="surety", input=asked)
        assert refusal["problems"][0]["code"] == NOT_ALLOWED
    await set_(api, sample, may=True)
    await api_calls.issue(api, ids.to_id("Guarantee", approved.id))


@pytest.mark.usefixtures("_known")
async def test_it_counts_from_its_day_on_at_its_surety(api: Api, sample: SampleRegister) -> None:
    await set_(api, sample, may=False, valid_from=TOMORROW)
    await use_cases.issued(sample, use_cases.advance(), contract=use_cases.contract_request(sample))
    api.clock.at = NOON.replace(day=21)
    form = api_calls.application_input(sample, guarantees=[api_calls.advance_input()])
    assert (await refused(api, api_calls.APPLY, as_="contractor", input=form))["problems"][0]["code"] == NOT_ALLOWED
    branch = await rival_branch(api)
    await api_calls.apply(api, sample, submissionBranchId=ids.to_id("Branch", branch.id))


@pytest.mark.usefixtures("_known")
async def test_bad_days_and_contractors_that_are_not_seen(api: Api, sample: SampleRegister) -> None:
    for day, code in (("2026-11-19", "IN_THE_PAST"), ("2200-01-01", "OUT_OF_RANGE")):
        refusal = await refused(api, SET, as_="surety", i=given(sample, may=True, valid_from=day))
        assert refusal["problems"] == [{"path": ["validFrom"], "code": code}]
    stranger = await competitor(api)
    await rival_branch(api)
    unseen = given(sample, may=True) | {"contractorId": ids.to_id("Contractor", stranger.id)}
    assert await refused(api, SET, as_="surety", i=unseen) == NOT_FOUND
    assert await refused(api, SET, as_="rival", i=given(sample, may=False)) == NOT_FOUND
    for viewer in ("contractor", "obligee", "system", "operator"):
        assert (await error_of(api, SET, as_=viewer, i=given(sample, may=True)))[1] == "FORBIDDEN"


@pytest.mark.usefixtures("_known")
async def test_at_once_there_is_one_entry(api: Api, sample: SampleRegister) -> None:
    answers = await asyncio.gather(*(set_(api, sample, may=bool(place % 2)) for place in range(6)))
    assert {answer["__typename"] for answer in answers} == {"MonthlyPaymentSet"}
    assert await models.MonthlyPayment.filter(valid_from=NOON.date()).count() == 1


@pytest.mark.usefixtures("_ended")
async def test_contractor_surety_and_operator_see_the_entries(api: Api, sample: SampleRegister) -> None:
    for viewer in ("contractor", "surety", "operator"):
        compiled = (await api.data(LIST, as_=viewer))["monthlyPayments"]
        assert compiled == (await api.data(f"{{ __typename {LIST[1:]}", as_=viewer))["monthlyPayments"]
        entries = [each["node"] for each in compiled["edges"]]
        assert [(each["validFrom"], each["mayPayMonthly"]) for each in entries] == [
            (TODAY, False), ("2020-04-01", True)]  # fmt: skip
    await competitor(api)
    own = ids.to_id("Contractor", sample.contractor.id)
    assert len((await api.data(OF, as_="operator", f={"contractorId": own}))["monthlyPayments"]["edges"]) == 2
    assert len((await api.data(OF, as_="operator"))["monthlyPayments"]["edges"]) == 3
    assert (await api.data(OF, as_="competitor", f={"contractorId": own}))["monthlyPayments"]["edges"] == []


@pytest.mark.usefixtures("_known")
async def test_its_number_an_hour_is_limited(api: Api, sample: SampleRegister) -> None:
    viewer, quota = sample.viewers[Role.SURETY], quotas.MONTHLY_PAYMENTS
    event: dict[str, Any] = {"action": quota.action, "at": NOON, "role": viewer.role, "actor_id": viewer.actor_id}
    await AuditEvent.bulk_create([AuditEvent(**event, address="x") for _ in range(quota.most)])
    assert (await error_of(api, SET, as_="surety", i=given(sample, may=True)))[1] == "TOO_MANY_REQUESTS"
