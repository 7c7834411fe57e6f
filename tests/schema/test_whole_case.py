"""The case of the leaflets, from application to the obligee's reading, over HTTP only."""

from typing import Any

from models.audit_records import AuditEvent
from models.numbering import check_letter
from sample.sample_register import SampleRegister
from tests.conftest import EMAILS, Api
from tests.support import api_calls
from tests.support.states import guarantee_in

LISTED = "{ guarantees { edges { node { id number status authKey contract { projectName } } } } }"
SIGN_OUT = "mutation { signOut }"


async def issued_by_hand(api: Api, sample: SampleRegister) -> list[dict[str, Any]]:
    """Applied for by the contractor, approved and issued by the surety, each signed in by address and password."""
    application = await api_calls.apply(api, sample)
    assert [guarantee["status"] for guarantee in application["guarantees"]] == ["SUBMITTED", "SUBMITTED"]
    for guarantee in application["guarantees"]:
        await api_calls.approve(api, guarantee["id"])
    return [await api_calls.issue(api, guarantee["id"]) for guarantee in application["guarantees"]]


async def read(api: Api, name: str, number: str, key: str) -> dict[str, Any] | None:
    return (await api.data(api_calls.CERTIFICATE, as_=name, number=number, key=key))["certificate"]


async def seen_by(api: Api, name: str) -> dict[str, str | None]:
    """The auth keys that the account sees in the list, by number."""
    edges = (await api.data(LISTED, as_=name))["guarantees"]["edges"]
    return {edge["node"]["number"]: edge["node"]["authKey"] for edge in edges}


async def test_from_application_to_reading(api: Api, sample: SampleRegister) -> None:
    api.tokens = {}
    before = [
        payload["guarantee"]["number"]
        for payload in [await api_calls.issue(api, await guarantee_in("APPROVED", api, sample))]
    ]
    issued = await issued_by_hand(api, sample)
    numbers, keys = ([payload["guarantee"][name] for payload in issued] for name in ("number", "authKey"))
    assert (before, [number[:11] for number in numbers]) == (["31083-00001A"], ["31083-00002", "31082-00001"])
    assert [number[11] for number in numbers] == [check_letter(number[:11].replace("-", "")) for number in numbers]
    assert keys[0] != keys[1]

    assert await seen_by(api, "obligee") == {}
    for number, key, amount in zip(numbers, keys, (20_000_000, 5_000_000), strict=True):
        found = await read(api, "obligee", number, key)
        assert found is not None
        assert (found["guaranteeNumber"], found["amount"]) == (number, amount)
        assert await read(api, "city", number, key) is None
    assert [await read(api, "obligee", numbers[0], keys[1]), await read(api, "obligee", numbers[1], keys[0])] == [
        None
    ] * 2

    both = dict(zip(numbers, keys, strict=True))
    assert {name: await seen_by(api, name) for name in (*EMAILS, "system")} == {
        "contractor": await seen_by(api, "surety"),
        "surety": both | {"31083-00001A": (await seen_by(api, "contractor"))["31083-00001A"]},
        "obligee": dict.fromkeys(both),
        "member": {},
        "system": {},
        "city": {},
        "operator": dict.fromkeys((*both, "31083-00001A")),
    }


async def test_the_audit_log_tells_it(api: Api, sample: SampleRegister) -> None:
    api.tokens = {}
    issued = (await issued_by_hand(api, sample))[0]["guarantee"]
    await read(api, "obligee", issued["number"], issued["authKey"])
    await seen_by(api, "contractor")
    await api.data(SIGN_OUT, as_="contractor")
    told = await AuditEvent.all().order_by("id").values_list("action", "role")
    contractor, surety, obligee = ("CONTRACTOR",), ("SURETY",), ("OBLIGEE",)
    assert told == [
        ("session.begun", *contractor),
        ("application.submitted", *contractor),
        ("session.begun", *surety),
        *[("guarantee.approved", *surety)] * 2,
        *[("guarantee.issued", *surety), ("auth_key.revealed", *surety)] * 2,
        ("session.begun", *obligee),
        ("certificate.read", *obligee),
        *[("auth_key.revealed", *contractor)] * 2,
        ("session.ended", *contractor),
    ]
