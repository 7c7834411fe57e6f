"""deleteApplicationDraft."""

import asyncio

import pytest

import models
from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.drafts import DELETE
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, colleague, competitor, guarantee_in, wrong_state


async def test_a_draft_is_deleted_with_its_form(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.save(api, api_calls.application_input(sample)))["id"]
    answer = await api.data(DELETE, as_="contractor", input={"applicationId": id_})
    assert answer["deleteApplicationDraft"] == {"__typename": "DraftDeleted", "applicationId": id_}
    assert await models.Application.all().count() == await models.ApplicationDraft.all().count() == 0
    actions = await AuditEvent.filter(subject_id=ids.split(id_)[1]).order_by("id").values_list("action", flat=True)
    assert actions == ["application.draft_created", "application.draft_deleted"]


async def test_a_colleague_may_delete_it_once(api: Api, sample: SampleRegister) -> None:
    await colleague(api, sample)
    given = {"applicationId": (await drafts.save(api, {}))["id"]}
    answers = await asyncio.gather(*(api.data(DELETE, as_="colleague", input=given) for _ in range(5)))
    kinds = [answer["deleteApplicationDraft"]["__typename"] for answer in answers]
    assert sorted(kinds) == ["DraftDeleted"] + ["NotFound"] * 4
    assert await refused(api, DELETE, as_="contractor", input=given) == NOT_FOUND


async def test_changes_after_a_return_are_discarded_and_the_application_stays(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    given = {"applicationId": application["id"]}
    assert await refused(api, DELETE, as_="contractor", input=given) == wrong_state("RETURNED")
    await drafts.save(api, {"contactName": "新"}, applicationId=application["id"])
    await api.data(DELETE, as_="contractor", input=given)
    found = await drafts.form_of(api, application["id"])
    assert (found["status"], found["draft"]) == ("RETURNED", None)


@pytest.mark.parametrize("state", ["SUBMITTED", "APPROVED", "IN_FORCE", "WITHDRAWN"])
async def test_what_is_sent_is_not_deleted(api: Api, sample: SampleRegister, state: str) -> None:
    guarantee = await models.Guarantee.get(id=ids.split(await guarantee_in(state, api, sample))[1])
    given = {"applicationId": ids.to_id("Application", guarantee.application_id)}
    assert await refused(api, DELETE, as_="contractor", input=given) == wrong_state(state)


async def test_anothers_is_not_found(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    given = {"applicationId": (await drafts.save(api, {}))["id"]}
    assert await refused(api, DELETE, as_="competitor", input=given) == NOT_FOUND
    for name in ("surety", "obligee", "operator"):
        assert (await error_of(api, DELETE, as_=name, input=given))[1] == "FORBIDDEN"
