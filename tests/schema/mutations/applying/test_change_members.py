"""changeContract: the members of a joint venture, and who reads along then."""

from typing import Any

from models.applying.contract import Contract
from models.applying.contract_party import ContractParty
from models.guarantee import Guarantee
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.access import joint_ventures
from tests.support.applying import contracts
from tests.support.refusals import refused

LEAD = "○○建設 株式会社"
MINE = "{ guarantees { edges { node { id } } } }"


async def changed(api: Api, contract_id: str, **changes: Any) -> Contract:
    """The row after a change by the surety."""
    given = await contracts.change_of(api, contract_id, as_="surety", **changes)
    answer = (await api.data(contracts.CHANGE, as_="surety", input=given))["changeContract"]
    assert answer["__typename"] == "ContractChanged", answer
    return await Contract.get()


async def seen_by_the_member(api: Api) -> int:
    return len((await api.data(MINE, as_="member"))["guarantees"]["edges"])


async def test_members_are_changed_as_one_list_and_links_follow(api: Api, sample: SampleRegister) -> None:
    names: dict[str, Any] = {"jointVentureName": "甲・乙ＪＶ", "jointVentureMembers": [LEAD, "乙"]}
    application = await api_calls.apply(api, sample, contract=api_calls.contract_input(sample, **names))
    id_ = application["contract"]["id"]
    known = joint_ventures.parties(sample)
    contract = await changed(api, id_, jointVentureParties=known)
    assert contract.joint_venture_members == [each["name"] for each in known]
    assert [each["share_percent"] for each in contract.joint_venture_parties] == [60.0, 40.0]
    assert await seen_by_the_member(api) == 2
    contract = await changed(api, id_, jointVentureName="○○・△△ＪＶ")
    assert [each["share_percent"] for each in contract.joint_venture_parties] == [60.0, 40.0]
    assert await ContractParty.all().count() == 1
    contract = await changed(api, id_, jointVentureMembers=[LEAD, "丙"])
    assert (contract.joint_venture_members, contract.joint_venture_parties) == ([LEAD, "丙"], [])
    assert await seen_by_the_member(api) == 0
    contract = await changed(api, id_, projectName="●●●●工事（第2期）")
    assert contract.joint_venture_members == [LEAD, "丙"]
    contract = await changed(api, id_, jointVentureName="", jointVentureParties=[])
    assert (contract.joint_venture_name, contract.joint_venture_members) == (None, [])


async def test_the_history_tells_what_is_known_of_members(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample, contract=joint_ventures.contract_input(sample))
    partner = joint_ventures.parties(sample)[1] | {"address": None, "sharePercent": None, "corporateNumber": None}
    await changed(api, application["contract"]["id"], jointVentureParties=[{"name": LEAD}, partner])
    (change,) = (await contracts.read(api, application["contract"]["id"]))["changes"]
    lead = f"{LEAD}（栃木県●●市●●町0-00-0、出資割合60％、法人番号0000000000001）"
    other = "△△建設 株式会社（栃木県▲▲市▲▲町0-00-0、出資割合40％、法人番号0000000000020）"
    assert [(each["label"], each["before"], each["after"]) for each in change["differences"]] == [
        (
            "共同企業体の構成員の詳細",
            f"{lead}、{other}",
            f"{LEAD}（栃木県●●市●●町0-00-0、法人番号0000000000001）、△△建設 株式会社",
        )
    ]


async def test_members_of_a_change_keep_the_rules(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample, contract=joint_ventures.contract_input(sample))
    id_ = application["contract"]["id"]
    known = joint_ventures.parties(sample)
    for changes, expected in (
        ({"jointVentureParties": known[::-1]}, (["jointVentureParties", "0", "name"], "NOT_THE_APPLICANT")),
        ({"jointVentureParties": [known[0], known[1] | {"sharePercent": 39}]}, (["jointVentureParties"], "NOT_WHOLE")),
        (
            {"jointVentureParties": [known[0], known[1] | {"name": "乙"}]},
            (["jointVentureParties", "1", "corporateNumber"], "OTHER_COMPANY"),
        ),
        (
            {"jointVentureParties": known, "jointVentureMembers": [LEAD, "乙"]},
            (["jointVentureParties"], "NOT_TOGETHER"),
        ),
    ):
        given = await contracts.change_of(api, id_, as_="surety", **changes)
        answer = await refused(api, contracts.CHANGE, as_="surety", input=given)
        assert expected in [(each["path"], each["code"]) for each in answer["problems"]], answer


async def test_a_contract_with_members_is_removed_with_its_links(api: Api, sample: SampleRegister) -> None:
    await joint_ventures.issued_over_http(api, sample)
    assert await ContractParty.all().count() == 1
    contract = await Contract.get()
    copy = Contract(
        **{name: getattr(contract, name) for name in Contract._meta.db_fields - {"id"}} | {"is_another": True}
    )
    await copy.save(force_create=True)
    assert await ContractParty.all().count() == 2
    assert await Guarantee.filter(contract_id=copy.id).count() == 0
    given = {"contractId": contracts.id_of(copy)}
    answer = await api.data(contracts.REMOVE, as_="contractor", input=given)
    assert answer["removeContract"]["__typename"] == "ContractRemoved", answer
    assert await ContractParty.all().values_list("contract_id", flat=True) == [contract.id]
