"""feeStatements as a list: access, filters, pages; both execution paths agree."""

import datetime
from typing import Any

import pytest

import models
from models.enums import Role
from models.guarantee import FeePaymentMethod
from resolvers.guarantees import review
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import EMAILS, NOON, Api
from tests.support import use_cases
from tests.support.states import competitor, rival_branch

QUERY = """query($f: FeeStatementFilter, $first: Int, $after: String) {
  feeStatements(filter: $f, first: $first, after: $after) {
    edges { cursor node { number contractor { name } guarantee { status } } } pageInfo { hasNextPage endCursor } } }"""
ALL = "{ feeStatements { edges { node { number due contractor { name } guarantee { number } } } } }"


@pytest.fixture
async def numbers(sample: SampleRegister) -> dict[str, str]:
    """The numbers of statements: consolidated and issued, awaited, paid; cancelled; paid and paid back."""
    (issued,) = await use_cases.issued(sample, use_cases.advance())
    (awaited,) = await use_cases.approved(sample, single(bill_to="㈱髙﨑ﾊﾞﾝｸ"))
    (paid,) = await use_cases.paid(sample, single())
    (revoked,) = await use_cases.approved(sample, single())
    surety = sample.viewers[Role.SURETY]
    await review.revoke_approval(guarantee_id=revoked.id, reason="x", viewer=surety, at=NOON)
    rows = {name: await models.FeeStatement.filter(guarantee_id=each.id).order_by("sequence") for name, each in
            {"issued": issued, "awaited": awaited, "paid": paid, "revoked": revoked}.items()}  # fmt: skip
    first = {name: found[0].number for name, found in rows.items()}
    return first | {"cancelling": rows["revoked"][1].number}


def single(**changes: Any) -> Any:
    return use_cases.advance(fee_payment_method=FeePaymentMethod.SINGLE, **changes)


async def code(api: Api, as_: str | None) -> str:
    return (await api.post(QUERY, as_=as_, f={})).json()["errors"][0]["extensions"]["code"]


async def listed(api: Api, *, as_: str = "surety", **filter_: Any) -> list[str]:
    edges = (await api.data(QUERY, as_=as_, f=filter_))["feeStatements"]["edges"]
    return [edge["node"]["number"] for edge in edges]


async def test_contractor_surety_and_operator_see_them_newest_first(api: Api, numbers: dict[str, str]) -> None:
    newest_first = [numbers[name] for name in ("cancelling", "revoked", "paid", "awaited", "issued")]
    for viewer in ("contractor", "surety", "operator"):
        assert await listed(api, as_=viewer) == newest_first
    await competitor(api)
    await rival_branch(api)
    assert (
        await listed(api, as_="competitor") == await listed(api, as_="rival") == await listed(api, as_="member") == []
    )
    for viewer in {*EMAILS, "system"} - {"contractor", "member", "surety", "operator"}:
        assert await code(api, viewer) == "FORBIDDEN"
    assert await code(api, None) == "UNAUTHENTICATED"


async def test_compiled_and_not_the_answer_is_the_same(api: Api, numbers: dict[str, str]) -> None:
    for viewer in ("contractor", "surety", "operator"):
        compiled = (await api.data(ALL, as_=viewer))["feeStatements"]
        assert compiled == (await api.data(f"{{ __typename {ALL[1:]}", as_=viewer))["feeStatements"]
        assert len(compiled["edges"]) == len(numbers)


async def test_paid_and_open(api: Api, numbers: dict[str, str]) -> None:
    assert await listed(api, isPaid=True) == [numbers["paid"]]
    assert await listed(api, isPaid=False) == [numbers["awaited"], numbers["issued"]]
    assert await listed(api, isPaid=False, method="SINGLE") == [numbers["awaited"]]


async def test_what_is_paid_back_is_neither(api: Api, sample: SampleRegister) -> None:
    (paid,) = await use_cases.paid(sample, single())
    query = "mutation($i: GuaranteeReasonInput!) { withdrawGuarantee(input: $i) { __typename } }"
    given = {"guaranteeId": ids.to_id("Guarantee", paid.id), "reason": "辞退"}
    assert await api.data(query, as_="contractor", i=given) == {
        "withdrawGuarantee": {"__typename": "GuaranteeWithdrawn"}
    }
    assert await listed(api, isPaid=True) == await listed(api, isPaid=False) == []
    assert len(await listed(api)) == 2


async def test_by_days_month_and_method(api: Api, numbers: dict[str, str]) -> None:
    everything = await listed(api)
    assert await listed(api, issuedFrom="2026-11-20", issuedTo="2026-11-20") == everything
    assert await listed(api, issuedFrom="2026-11-21") == await listed(api, issuedTo="2026-11-19") == []
    assert await listed(api, billingMonth="2026-11-30") == [numbers["issued"]]
    assert await listed(api, billingMonth="2026-12-01") == []
    assert await listed(api, method="MONTHLY_CONSOLIDATED") == [numbers["issued"]]


async def test_by_contractor_bill_to_and_number(api: Api, sample: SampleRegister, numbers: dict[str, str]) -> None:
    everything = await listed(api)
    assert await listed(api, contractorId=ids.to_id("Contractor", sample.contractor.id)) == everything
    assert await listed(api, contractorId=ids.to_id("Contractor", sample.branch.id)) == []
    assert await listed(api, billTo="(株)髙﨑バンク") == [numbers["awaited"]]
    assert await listed(api, billTo="○○建設") == [each for each in everything if each != numbers["awaited"]]
    assert await listed(api, guaranteeNumber=numbers["issued"].removesuffix("-1")) == [numbers["issued"]]


async def test_pages_follow_one_another(api: Api, numbers: dict[str, str]) -> None:
    everything, after = [], None
    while True:
        page = (await api.data(QUERY, as_="surety", first=2, after=after))["feeStatements"]
        everything += [edge["node"]["number"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert everything == await listed(api)


async def test_the_contractor_is_that_of_the_guarantee_whatever_is_written(numbers: dict[str, str]) -> None:
    statement = await models.FeeStatement.get(number=numbers["paid"])
    columns = {name: getattr(statement, name) for name in statement._meta.db_fields if name != "id"}
    later: dict[str, Any] = {
        "sequence": 2,
        "number": "310-2026-999999",
        "issued_on": datetime.date(2026, 11, 21),
        "fee": 1,
        "due": 1,
    }
    later |= {"earlier_charges": 0, "due_on": None, "fee_account": None, "contractor_id": statement.surety_id}
    row = models.FeeStatement(**columns | later)
    await row.save(force_create=True)
    assert (await models.FeeStatement.get(id=row.id)).contractor_id == statement.contractor_id
