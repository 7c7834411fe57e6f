"""Hourly limits of drafts and their submissions, and forms for a contract with the maximum of guarantees."""

from typing import Any

import pytest

import models
from resolvers import quotas
from resolvers.applications import rules
from resolvers.quotas import Quota
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_calls, drafts
from tests.support.drafts import SAVE, SUBMIT
from tests.support.refusals import error_of

EXHAUSTED = (429, "TOO_MANY_REQUESTS")


async def exhaust(quota: Quota) -> None:
    """The contractor's account has done as much as it may within an hour."""
    account = await models.Account.get(email="contractor@example.jp")
    event: dict[str, Any] = {"action": quota.action, "address": "192.0.2.1", "actor_id": account.id, "at": NOON}
    await models.AuditEvent.bulk_create([models.AuditEvent(**event) for _ in range(quota.most)])


async def test_new_drafts_are_limited_and_changes_of_a_draft_are_not(api: Api, sample: SampleRegister) -> None:
    draft = await drafts.save(api, {})
    await exhaust(quotas.DRAFTS)
    status, code, _ = await error_of(api, SAVE, as_="contractor", input={"draft": {}})
    assert (status, code) == EXHAUSTED
    changed = await drafts.save(api, api_calls.application_input(sample), applicationId=draft["id"])
    assert changed["draft"]["version"] == 2


async def test_submissions_of_drafts_count_as_applications_and_repeated_ones_are_answered(
    api: Api, sample: SampleRegister
) -> None:
    sent, other = [(await drafts.save(api, api_calls.application_input(sample)))["id"] for _ in range(2)]
    await drafts.submit(api, sent)
    await exhaust(quotas.APPLICATIONS)
    status, code, _ = await error_of(api, SUBMIT, as_="contractor", input={"applicationId": other})
    assert (status, code) == EXHAUSTED
    assert (await drafts.submit(api, sent))["status"] == "OPEN"


async def test_a_returned_form_is_saved_also_if_its_contract_has_the_maximum_of_guarantees(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = await drafts.returned(api, sample)
    guarantees = await models.Guarantee.all().count()
    monkeypatch.setattr(rules, "MOST_GUARANTEES", guarantees)
    await drafts.save(api, {"contactName": "見本 次郎"}, applicationId=application["id"])
    assert (await drafts.submit(api, application["id"]))["contactName"] == "見本 次郎"
