"""recordClaimPayment: the surety has paid a claim."""

import asyncio
import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.numbering import JAPAN
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import handovers
from tests.support.parties.claims import CLAIMS, PAY, accepted, done, filed
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, rival_branch

TODAY = "2026-11-20"
VALIDITY = "query($id: ID!) { node(id: $id) { ... on Guarantee { validity { isValid reason since } } } }"


async def test_the_guarantee_is_paid_and_no_longer_counts(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = await accepted(api, guarantee, amount=4_000_000)
    answer = await done(api, PAY, claimId=claim["id"], paidOn=TODAY, amount=4_000_000)
    paid = answer["claim"]
    assert (answer["__typename"], paid["status"], paid["paidOn"]) == ("ClaimPaymentRecorded", "PAID", TODAY)
    assert (paid["paidAmount"], paid["lateDays"], paid["lateInterest"]) == (4_000_000, 0, 0)
    assert paid["guarantee"]["status"] == "PAID"
    row = await models.Guarantee.get(number=guarantee["number"])
    assert row.ended_at == NOON
    node = (await api.data(VALIDITY, as_="obligee", id=guarantee["id"]))["node"]
    assert node["validity"] == {"isValid": False, "reason": "PAID_OUT", "since": "2026-11-20T03:00:00+00:00"}
    assert (await AuditEvent.get(action="claim.paid")).subject == "2026-11-20 4,000,000円"


async def test_a_late_payment_owes_interest_which_may_be_waived(api: Api, sample: SampleRegister) -> None:
    claim = await accepted(api, await handovers.issued(api, sample))
    assert claim["dueOn"] == "2026-12-20"
    api.clock.at = datetime.datetime(2026, 12, 30, 9, tzinfo=JAPAN)
    api.tokens.clear()
    (edge,) = (await api.data(CLAIMS, as_="obligee"))["claims"]["edges"]
    assert (edge["node"]["lateDays"], edge["node"]["lateInterest"]) == (10, 4_109)  # 5,000,000 × 3 % × 10 / 365
    given: dict[str, Any] = {"claimId": claim["id"], "paidOn": "2026-12-30"}
    for amount in (4_999_999, 5_004_110):
        answer = await refused(api, PAY, as_="surety", input=given | {"amount": amount})
        assert [(each["path"], each["code"]) for each in answer["problems"]] == [(["amount"], "NOT_WHAT_IS_OWED")]
    paid = (await done(api, PAY, **given, amount=5_004_109))["claim"]
    assert (paid["paidAmount"], paid["lateDays"], paid["lateInterest"]) == (5_004_109, 10, 4_109)


@pytest.mark.parametrize(
    ("paid_on", "code"), [("2026-11-21", "IN_THE_FUTURE"), ("2026-11-19", "TOO_EARLY"), ("2999-12-31", "IN_THE_FUTURE")]
)
async def test_a_day_that_cannot_be_is_refused(api: Api, sample: SampleRegister, paid_on: str, code: str) -> None:
    claim = await accepted(api, await handovers.issued(api, sample))
    given = {"claimId": claim["id"], "paidOn": paid_on, "amount": 5_000_000}
    answer = await refused(api, PAY, as_="surety", input=given)
    assert answer["problems"] == [{"path": ["paidOn"], "code": code}]


async def test_only_an_accepted_claim_is_paid_and_only_once(api: Api, sample: SampleRegister) -> None:
    first, second = await handovers.issued(api, sample), await handovers.issued(api, sample)
    ids = {"FILED": (await filed(api, first))["id"], "PAID": (await accepted(api, second))["id"]}
    await done(api, PAY, claimId=ids["PAID"], paidOn=TODAY, amount=5_000_000)
    for status, id_ in ids.items():
        given = {"claimId": id_, "paidOn": TODAY, "amount": 5_000_000}
        answer = await refused(api, PAY, as_="surety", input=given)
        assert (answer["__typename"], answer["claimStatus"]) == ("ClaimInWrongState", status)


async def test_only_the_surety_of_the_claim_records_it(api: Api, sample: SampleRegister) -> None:
    await rival_branch(api)
    claim = await accepted(api, await handovers.issued(api, sample))
    given = {"claimId": claim["id"], "paidOn": TODAY, "amount": 5_000_000}
    for as_ in ("contractor", "obligee", "system", "operator"):
        _, code, _ = await error_of(api, PAY, as_=as_, input=given)
        assert code == "FORBIDDEN"
    assert await refused(api, PAY, as_="rival", input=given) == NOT_FOUND
    assert await refused(api, PAY, as_="surety", input=given | {"claimId": f"Claim_{'0' * 32}"}) == NOT_FOUND


async def test_of_two_at_once_one_is_recorded(api: Api, sample: SampleRegister) -> None:
    claim = await accepted(api, await handovers.issued(api, sample))
    given: dict[str, Any] = {"claimId": claim["id"], "paidOn": TODAY, "amount": 5_000_000}
    answers = await asyncio.gather(*(done(api, PAY, **given) for _ in range(4)))
    assert sorted(answer["__typename"] for answer in answers) == ["ClaimInWrongState"] * 3 + ["ClaimPaymentRecorded"]
    assert await AuditEvent.filter(action="claim.paid").count() == 1
