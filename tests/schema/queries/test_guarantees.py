"""guarantees: listed to those who may see them, and filtered; auth keys to those who may read them."""

import datetime
from typing import Any

from models.audit_records import AuditEvent
from models.numbering import JAPAN
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import EMAILS, Api
from tests.support import api_calls, handovers
from tests.support.states import competitor, rival_branch

LIST = "query($f: GuaranteeFilter) { guarantees(filter: $f) { edges { node { id } } } }"
KEYS = "{ guarantees { edges { node { number authKey } } } }"
EVERYBODY = (*EMAILS, "system", "competitor", "rival")


async def listed(api: Api, *, as_: str, **filter_: Any) -> list[str]:
    answer = await api.data(LIST, as_=as_, f=filter_)
    return [edge["node"]["id"] for edge in answer["guarantees"]["edges"]]


async def test_the_parties_see_them_the_obligee_only_what_it_has_presented_a_key_for(
    api: Api, sample: SampleRegister
) -> None:
    await competitor(api)
    await rival_branch(api)
    advance, performance = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    both = [performance["id"], advance["id"]]
    none: dict[str, list[str]] = {name: [] for name in EVERYBODY}
    parties = {"contractor": both, "surety": both, "operator": both}
    assert {name: await listed(api, as_=name) for name in EVERYBODY} == none | parties
    await api.data(api_calls.CERTIFICATE, as_="obligee", number=advance["number"], key=advance["authKey"])
    presented = {"obligee": [advance["id"]]}
    assert {name: await listed(api, as_=name) for name in EVERYBODY} == none | parties | presented


async def test_what_is_electronic_and_issued_is_listed_by_its_hand_over(api: Api, sample: SampleRegister) -> None:
    await api_calls.apply(api, sample, guarantees=[api_calls.advance_input()])
    await api_calls.issued(api, sample, guarantees=[api_calls.performance_input(medium="PAPER")])
    accepted, waiting = [await handovers.issued(api, sample) for _ in range(2)]
    await api.data(handovers.ACCEPT, as_="obligee", input=handovers.key_input(accepted))
    assert await listed(api, handoverStatus="NOT_SENT", as_="contractor") == [waiting["id"]]
    assert await listed(api, handoverStatus="ACCEPTED", as_="contractor") == [accepted["id"]]
    assert await listed(api, handoverStatus="RETURNED", as_="contractor") == []


async def test_every_filter(api: Api, sample: SampleRegister) -> None:
    road = api_calls.contract_input(sample, projectName="道路工事", obligee="富士市")
    paper = [api_calls.performance_input(medium="PAPER")]
    advance, performance = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    other = (await api_calls.apply(api, sample, contract=road, guarantees=paper))["guarantees"][0]
    a, p, o = advance["id"], performance["id"], other["id"]
    fuji = ids.to_id("Obligee", sample.obligees["富士市"].id)
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, [o, p, a]),
        ({"kind": "ADVANCE_PAYMENT"}, [a]),
        ({"kind": "PERFORMANCE"}, [o, p]),
        ({"medium": "PAPER"}, [o]),
        ({"medium": "ELECTRONIC"}, [p, a]),
        ({"status": "IN_FORCE"}, [p, a]),
        ({"status": "SUBMITTED"}, [o]),
        ({"status": "PAID"}, []),
        ({"number": "31083-00001A"}, [a]),
        ({"number": "３１０８３－００００１Ａ"}, [a]),
        ({"number": "31073-00001M"}, []),
        ({"contractorName": "建設"}, [o, p, a]),
        ({"contractorName": "土木"}, []),
        ({"projectName": "道路"}, [o]),
        ({"projectName": "_路"}, []),
        ({"obligeeId": fuji}, [o]),
        ({"obligeeId": o}, []),
        ({"issuedFrom": "2026-11-20"}, [p, a]),
        ({"issuedTo": "2026-11-19"}, []),
        ({"issuedFrom": "2026-11-20", "issuedTo": "2026-11-20", "kind": "PERFORMANCE"}, [p]),
        ({"contractorName": "x" * 150, "projectName": "x" * 150}, []),
    ]
    for filter_, expected in cases:
        assert await listed(api, as_="contractor", **filter_) == expected, filter_


async def test_days_of_issue_are_days_in_japan(api: Api, sample: SampleRegister) -> None:
    api.clock.at = datetime.datetime(2026, 11, 21, 0, 0, 0, tzinfo=JAPAN)
    advance = (await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()]))[0]["guarantee"]
    assert await listed(api, as_="surety", issuedFrom="2026-11-21") == [advance["id"]]
    assert await listed(api, as_="surety", issuedTo="2026-11-20") == []


async def test_auth_keys_are_for_contractor_and_surety_and_each_reading_is_recorded(
    api: Api, sample: SampleRegister
) -> None:
    issued = [payload["guarantee"] for payload in await api_calls.issued(api, sample)]
    for guarantee in issued:
        await api.data(api_calls.CERTIFICATE, as_="system", number=guarantee["number"], key=guarantee["authKey"])
    keys = {guarantee["number"]: guarantee["authKey"] for guarantee in issued}
    hidden = dict.fromkeys(keys)
    for name, expected in {
        "contractor": keys,
        "surety": keys,
        "operator": hidden,
        "obligee": hidden,
        "system": hidden,
        "city": {},
    }.items():
        before = await AuditEvent.filter(action="auth_key.revealed").count()
        edges = (await api.data(KEYS, as_=name))["guarantees"]["edges"]
        assert {edge["node"]["number"]: edge["node"]["authKey"] for edge in edges} == expected, name
        revealed = await AuditEvent.filter(action="auth_key.revealed").count() - before
        assert revealed == len([key for key in expected.values() if key]), name


async def test_a_key_that_is_not_selected_is_not_read(api: Api, sample: SampleRegister) -> None:
    await api_calls.issued(api, sample)
    before = await AuditEvent.all().count()
    queries = (
        "{ guarantees { edges { node { number } } } }",
        "{ guarantees { edges { node { number authKey @skip(if: true) } } } }",
        "{ guarantees { edges { node { number ... @include(if: false) { authKey } } } } }",
    )
    for query in queries:
        await api.data(query, as_="contractor")
    assert await AuditEvent.all().count() == before


async def test_wherever_a_key_is_selected_its_reading_is_recorded(api: Api, sample: SampleRegister) -> None:
    await api_calls.issued(api, sample)
    for query in (
        "{ contracts { edges { node { guarantees { authKey } } } } }",
        "{ applications { edges { node { guarantees { again: authKey } } } } }",
        "{ contractors { edges { node { contracts { edges { node { guarantees { authKey } } } } } } } }",
        "{ viewer { contractor { contracts { edges { node { guarantees { authKey } } } } } } }",
    ):
        before = await AuditEvent.filter(action="auth_key.revealed").count()
        await api.data(query, as_="contractor")
        assert await AuditEvent.filter(action="auth_key.revealed").count() - before == 2, query
