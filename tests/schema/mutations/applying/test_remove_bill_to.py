"""removeBillTo, and how forms and resubmissions go on."""

import asyncio
from typing import Any

import models
from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.applying.bill_tos import OFFICE, REMOVE, registered, saved
from tests.support.drafts import SUBMIT, codes
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, competitor


async def remove(api: Api, entry: dict[str, Any]) -> None:
    answer = await api.data(REMOVE, as_="contractor", input={"billToId": entry["id"]})
    assert answer["removeBillTo"] == {"__typename": "BillToRemoved", "billToId": entry["id"]}


def asking(entry: dict[str, Any], **changes: Any) -> list[dict[str, Any]]:
    return [api_calls.performance_input(billTo=None, billToId=entry["id"], **changes)]


async def test_an_entry_is_removed_and_registered_anew(api: Api, sample: SampleRegister) -> None:
    entry = await saved(api)
    await remove(api, entry)
    assert await registered(api) == []
    given = {"billToId": entry["id"]}
    assert await refused(api, REMOVE, as_="contractor", input=given) == NOT_FOUND
    assert await AuditEvent.filter(action="bill_to.removed").count() == 1
    assert (await saved(api))["id"] != entry["id"]


async def test_at_once_it_is_removed_once(api: Api, sample: SampleRegister) -> None:
    given = {"billToId": (await saved(api))["id"]}
    answers = await asyncio.gather(*(api.data(REMOVE, as_="contractor", input=given) for _ in range(4)))
    assert sorted(each["removeBillTo"]["__typename"] for each in answers) == ["BillToRemoved"] + ["NotFound"] * 3


async def test_others_do_not_remove_it(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    given = {"billToId": (await saved(api))["id"]}
    assert await refused(api, REMOVE, as_="competitor", input=given) == NOT_FOUND
    for name in ("surety", "obligee", "operator", "system"):
        assert (await error_of(api, REMOVE, as_=name, input=given))[1] == "FORBIDDEN"


async def test_what_was_applied_for_with_it_keeps_it(api: Api, sample: SampleRegister) -> None:
    entry = await saved(api)
    id_ = (await api_calls.apply(api, sample, guarantees=asking(entry)))["guarantees"][0]["id"]
    await remove(api, entry)
    await api_calls.approve(api, id_)
    await api_calls.issue(api, id_)
    statement = await models.FeeStatement.get()
    assert (statement.bill_to, statement.bill_to_department, statement.bill_to_address) == tuple(OFFICE.values())


async def test_a_resubmission_names_another_one(api: Api, sample: SampleRegister) -> None:
    entry, other = await saved(api), await saved(api, name="△△商事", department=None)
    application = await drafts.returned(api, sample, guarantees=asking(entry))
    given = {"applicationId": application["id"]}
    await remove(api, entry)
    assert codes(await refused(api, SUBMIT, as_="contractor", input=given)) == [("guarantees.0.billToId", "NOT_FOUND")]
    form: dict[str, Any] = {"guarantees": [{"kind": "PERFORMANCE", "billToId": other["id"]}]}
    await drafts.save(api, form, **given)
    sent = await drafts.submit(api, application["id"])
    assert sent["guarantees"][0]["billTo"] == "△△商事"
    assert sent["submissions"][-1]["changes"] == [
        {
            "path": ["guarantees", "0", "billTo"],
            "label": "契約保証の保証料請求先",
            "before": "○○商事 株式会社　経理部",
            "after": "△△商事",
        }
    ]


async def test_a_resubmission_changes_from_an_entry_to_a_text(api: Api, sample: SampleRegister) -> None:
    entry = await saved(api)
    application = await drafts.returned(api, sample, guarantees=asking(entry))
    # The name that everybody sees is no change.
    await drafts.save(
        api, {"guarantees": [{"kind": "PERFORMANCE", "billTo": OFFICE["name"]}]}, applicationId=application["id"]
    )
    (kept,) = (await drafts.form_of(api, application["id"]))["draft"]["guarantees"]
    assert (kept["billTo"], kept["billToId"]) == (None, entry["id"])
    await drafts.save(
        api, {"guarantees": [{"kind": "PERFORMANCE", "billTo": "経理センター"}]}, applicationId=application["id"]
    )
    sent = await drafts.submit(api, application["id"])
    assert sent["guarantees"][0]["billTo"] == "経理センター"
    assert (await models.Guarantee.get()).bill_to_party_id is None
    assert [each["name"] for each in await registered(api)] == [OFFICE["name"], "経理センター"]
