"""applicationSuggestions: what the contractor has used before."""

from typing import Any

from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.applying.bill_tos import REMOVE, saved
from tests.support.refusals import error_of
from tests.support.states import competitor, rival_branch

SUGGEST = """
query($first: Int! = 10, $search: String) {
  applicationSuggestions(first: $first, search: $search) {
    depositBanks billTos { id name department address } contacts { department title name telephone email }
    branches { name } obligees { name acceptances { kind } }
  }
}
"""
NOTHING: dict[str, Any] = {"depositBanks": [], "billTos": [], "contacts": [], "branches": [], "obligees": []}


async def suggested(api: Api, *, as_: str = "contractor", **given: Any) -> dict[str, Any]:
    return (await api.data(SUGGEST, as_=as_, **given))["applicationSuggestions"]


async def apply_twice(api: Api, sample: SampleRegister) -> None:
    await api_calls.apply(api, sample, contactName="見本 花子", contactDepartment="総務部")
    branch = await rival_branch(api)
    asked = [api_calls.advance_input(depositBank="△△銀行　本店", billTo="経理センター")]
    await api_calls.apply(
        api,
        sample,
        contract=api_calls.contract_input(sample, obligee="足利市"),
        guarantees=asked,
        submissionBranchId=ids.to_id("Branch", branch.id),
        contactName="見本 太郎",
    )


async def test_the_last_used_comes_first_and_each_once(api: Api, sample: SampleRegister) -> None:
    await apply_twice(api, sample)
    await api_calls.apply(api, sample, contactName="見本 花子", contactDepartment="総務部")
    await drafts.save(api, {"contactName": "未送信"})
    found = await suggested(api)
    assert found["depositBanks"] == ["○○銀行　××支店", "△△銀行　本店"]
    assert [each["name"] for each in found["billTos"]] == ["○○建設 株式会社", "経理センター"]
    assert [each["name"] for each in found["contacts"]] == ["見本 花子", "見本 太郎"]
    assert found["contacts"][0] == {
        "department": "総務部", "title": None, "name": "見本 花子", "telephone": None, "email": "soumu@example.jp",
    }  # fmt: skip
    assert [each["name"] for each in found["branches"]] == ["栃木支店", "大阪支店"]
    assert [each["name"] for each in found["obligees"]] == ["栃木県", "足利市"]
    assert found["obligees"][0]["acceptances"] != []
    first = await suggested(api, first=1)
    assert {name: len(each) for name, each in first.items()} == dict.fromkeys(NOTHING, 1)


async def test_the_register_is_suggested_in_the_order_of_its_use(api: Api, sample: SampleRegister) -> None:
    unused = await saved(api, name="未使用")
    office = await saved(api, name="髙﨑商事")
    await apply_twice(api, sample)
    by_id = api_calls.performance_input(billTo=None, billToId=office["id"])
    # A text finds the entry without a department, in any notation.
    by_text = api_calls.advance_input(billTo="経理ｾﾝﾀｰ")
    await api_calls.apply(api, sample, guarantees=[by_id])
    await api_calls.apply(api, sample, guarantees=[by_text])
    found = (await suggested(api))["billTos"]
    assert [each["name"] for each in found] == ["経理センター", "髙﨑商事", "○○建設 株式会社", "未使用"]
    assert found[1::2] == [office, unused]
    for search, count in (("経理部", 2), ("千代田区", 2), ("経理センター", 1)):
        assert len((await suggested(api, search=search))["billTos"]) == count
    assert [each["name"] for each in (await suggested(api, first=2))["billTos"]] == ["経理センター", "髙﨑商事"]
    await api.data(REMOVE, as_="contractor", input={"billToId": office["id"]})
    assert office not in (await suggested(api))["billTos"]


async def test_a_search_finds_any_notation(api: Api, sample: SampleRegister) -> None:
    await apply_twice(api, sample)
    assert (await suggested(api, search="△△銀行 本店"))["depositBanks"] == ["△△銀行　本店"]
    assert (await suggested(api, search="太郎"))["contacts"][0]["name"] == "見本 太郎"
    assert (await suggested(api, search="足利"))["obligees"][0]["name"] == "足利市"
    assert await suggested(api, search="どこにもない") == NOTHING


async def test_another_contractor_is_suggested_nothing_of_it(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    await api_calls.apply(api, sample)
    assert await suggested(api, as_="competitor") == NOTHING
    for name in ("surety", "obligee", "operator"):
        assert (await error_of(api, SUGGEST, as_=name))[1] == "FORBIDDEN"


async def test_bad_input_is_refused(api: Api, sample: SampleRegister) -> None:
    for given in ({"first": 0}, {"first": 51}, {"search": "x" * 151}, {"search": "\x00"}):
        assert (await error_of(api, SUGGEST, as_="contractor", **given))[1] == "BAD_USER_INPUT"
