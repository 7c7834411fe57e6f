"""Certificate.validity and Guarantee.validity: the same on every path, at the time of the query."""

import datetime
from typing import Any

import pytest

from models.certificate import Certificate
from models.guarantee import Guarantee
from models.parties.account import AccessToken
from models.validity import VALID_MESSAGE, InvalidityReason
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.received_certificates import amend
from tests.support.transitions.status_steps import put

VALIDITY = "validity { isValid reason since message }"
MINE = f"{{ guarantees {{ edges {{ node {{ {VALIDITY} certificate {{ {VALIDITY} }} }} }} }} }}"
BY_CORE = f"{{ viewer {{ name }} {MINE[2:]}"
LIST = f"{{ certificates {{ edges {{ node {{ {VALIDITY} guarantee {{ {VALIDITY} }} }} }} }} }}"
HISTORY = "{ guarantees { edges { node { history { validity { reason since } } } } } }"
LOOK_UP = """query($number: GuaranteeNumber!, $key: AuthKey!) {
  certificate(guaranteeNumber: $number, authKey: $key) { %s } }"""
LAST_MOMENT = datetime.datetime(2027, 8, 31, 14, 59, 59, tzinfo=datetime.UTC)
MIDNIGHT = "2027-08-31T15:00:00+00:00"
VALID = {"isValid": True, "reason": None, "since": None, "message": VALID_MESSAGE}


def invalid(reason: str, since: str | None) -> dict[str, Any]:
    return {"isValid": False, "reason": reason, "since": since, "message": InvalidityReason(reason).message}


@pytest.fixture
async def issued(api: Api, sample: SampleRegister) -> dict[str, str]:
    """Number and key of a guarantee that the obligee and the e-contract system have presented."""
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    keys = {"number": payload["guarantee"]["number"], "key": payload["guarantee"]["authKey"]}
    for account in ("obligee", "system"):
        await api.data(api_calls.CERTIFICATE, as_=account, **keys)
    return keys


async def answers(api: Api, issued: dict[str, str]) -> list[dict[str, Any]]:
    """The validity on every path, compiled and by graphql-core."""
    told: list[dict[str, Any]] = []
    for query in (MINE, BY_CORE):
        (edge,) = (await api.data(query, as_="surety"))["guarantees"]["edges"]
        told += [edge["node"]["validity"], edge["node"]["certificate"]["validity"]]
    for account in ("surety", "obligee", "system"):
        (edge,) = (await api.data(LIST, as_=account))["certificates"]["edges"]
        told += [edge["node"]["validity"], edge["node"]["guarantee"]["validity"]]
    for fields in (VALIDITY, f"{VALIDITY} guarantee {{ {VALIDITY} }}"):
        found = (await api.data(LOOK_UP % fields, as_="obligee", **issued))["certificate"]
        told += [found["validity"], *([found["guarantee"]["validity"]] if "guarantee" in found else [])]
    return told


async def test_the_clock_decides_whatever_the_status_says(api: Api, issued: dict[str, str]) -> None:
    assert await answers(api, issued) == [VALID] * 13
    # Every account stays signed in.
    await AccessToken.filter(expires_at__isnull=False).update(expires_at=LAST_MOMENT + datetime.timedelta(days=1))
    api.clock.at = LAST_MOMENT
    assert await answers(api, issued) == [VALID] * 13
    api.clock.at += datetime.timedelta(seconds=1)
    assert await answers(api, issued) == [invalid("EXPIRED", MIDNIGHT)] * 13


async def test_what_is_claimed_counts_beyond_its_last_day(api: Api, issued: dict[str, str]) -> None:
    await AccessToken.filter(expires_at__isnull=False).update(expires_at=LAST_MOMENT + datetime.timedelta(days=1))
    await Guarantee.all().update(status="CLAIMED")
    api.clock.at = LAST_MOMENT + datetime.timedelta(seconds=1)
    assert await answers(api, issued) == [VALID] * 13
    await Guarantee.all().update(status="IN_FORCE")
    assert await answers(api, issued) == [invalid("EXPIRED", MIDNIGHT)] * 13


@pytest.mark.parametrize(("status", "reason"), [("RELEASED", "RELEASED"), ("PAID", "PAID_OUT"), ("CANCELLED",) * 2])
async def test_what_becomes_of_the_guarantee_is_told_with_its_time(
    api: Api, issued: dict[str, str], status: str, reason: str
) -> None:
    await put(status, ended_at=NOON)
    assert await answers(api, issued) == [invalid(reason, NOON.astimezone(datetime.UTC).isoformat())] * 13


async def test_whoever_ends_something_the_time_is_written_down(api: Api, issued: dict[str, str]) -> None:
    before = datetime.datetime.now(datetime.UTC)
    await amend(issued["number"])
    await Guarantee.all().update(status="RELEASED")
    after = datetime.datetime.now(datetime.UTC)
    old, new = (await api.data(HISTORY, as_="surety"))["guarantees"]["edges"][0]["node"]["history"]
    assert (old["validity"]["reason"], new["validity"]["reason"]) == ("SUPERSEDED", "RELEASED")
    for validity in (old["validity"], new["validity"]):
        assert before <= datetime.datetime.fromisoformat(validity["since"]) <= after


async def test_paper_and_what_is_not_issued(api: Api, sample: SampleRegister) -> None:
    await api_calls.issued(api, sample, guarantees=[api_calls.advance_input(medium="PAPER")])
    await api_calls.apply(api, sample, guarantees=[api_calls.advance_input()])
    for query in (MINE, BY_CORE):
        unissued, paper = [edge["node"] for edge in (await api.data(query, as_="contractor"))["guarantees"]["edges"]]
        assert unissued == {"validity": invalid("NOT_ISSUED", None), "certificate": None}
        on_paper = invalid("ON_PAPER", NOON.astimezone(datetime.UTC).isoformat())
        assert paper == {"validity": on_paper, "certificate": {"validity": on_paper}}


async def test_a_guarantee_whose_certificate_was_taken_back_does_not_count(api: Api, issued: dict[str, str]) -> None:
    await Certificate.all().update(status="CANCELLED")
    for query in (MINE, BY_CORE):
        (edge,) = (await api.data(query, as_="surety"))["guarantees"]["edges"]
        assert edge["node"] == {"validity": invalid("CANCELLED", None), "certificate": None}
