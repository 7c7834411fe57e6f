"""fileClaim: the obligee claims with number and key."""

import asyncio
import datetime
from typing import Any

import pytest

from models.after_issue.claim import MOST_CLAIMS, Claim
from models.audit_records import AuditEvent
from models.guarantee import Guarantee
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_calls, handovers
from tests.support.handovers import ACCEPT, NOT_AVAILABLE, key_input
from tests.support.parties.claims import ACCOUNT, CLAIMS, FILE, WITHDRAW, claimed, done, filed, other_obligee
from tests.support.refusals import error_of, refused

LOOKED = ("audit_event", "guarantee", "handover", "handover_event", "key_presentation")
"""What presenting number and key changes, with any outcome."""


async def test_a_claim_arrives_and_both_sides_see_it(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    answer = await done(api, FILE, as_="obligee", **claimed(guarantee))
    assert answer["__typename"] == "ClaimFiled", answer
    claim = answer["claim"]
    assert (claim["status"], claim["amount"], claim["dueOn"]) == ("FILED", 5_000_000, "2026-12-20")
    assert claim["guarantee"]["status"] == "CLAIMED"
    assert claim["account"] == ACCOUNT | {"holder": "トチギケン"}
    for name in ("obligee", "surety", "operator"):
        assert (await api.data(CLAIMS, as_=name))["claims"]["edges"] == [{"node": claim}]
    (seen,) = (await api.data(CLAIMS, as_="contractor"))["claims"]["edges"]
    assert seen["node"] == claim | {"account": None}
    assert (await AuditEvent.get(action="claim.filed")).subject == "5,000,000円"
    row = await Guarantee.get(number=guarantee["number"])
    assert (row.handover_status, row.presented_at) == ("VIEWED", NOON)


async def test_an_accepted_certificate_is_claimed(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await api.data(ACCEPT, as_="obligee", input=key_input(guarantee))
    assert (await filed(api, guarantee))["status"] == "FILED"
    assert (await handovers.desk(api, guarantee))["status"] == "ACCEPTED"


async def test_under_a_performance_guarantee_the_guaranteed_sum_is_claimed(api: Api, sample: SampleRegister) -> None:
    _, performance = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    sums = dict.fromkeys(("advancePaid", "progressPaid", "finishedWorkValue"))
    claim = (await done(api, FILE, as_="obligee", **claimed(performance, **sums)))["claim"]
    assert (claim["amount"], claim["advancePaid"]) == (5_000_000, None)


async def test_a_claim_of_the_last_day_keeps_the_guarantee_alive(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await Guarantee.filter(number=guarantee["number"]).update(expiry_date=NOON.date())
    assert (await filed(api, guarantee))["guarantee"]["status"] == "CLAIMED"


async def test_past_the_last_day_it_is_too_late(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    yesterday = NOON.date() - datetime.timedelta(days=1)
    await Guarantee.filter(number=guarantee["number"]).update(expiry_date=yesterday)
    answer = await refused(api, FILE, as_="obligee", but=LOOKED, input=claimed(guarantee))
    assert (answer["__typename"], answer["status"]) == ("WrongState", "EXPIRED")


async def test_a_wrong_key_is_refused_as_by_the_look_up(api: Api, sample: SampleRegister) -> None:
    await other_obligee(api, sample)
    guarantee = await handovers.issued(api, sample)
    wrong, unknown = {"authKey": "Z28YUE4J3Bux"}, {"guaranteeNumber": "31073-00002N"}
    for as_, more in (("obligee", wrong), ("obligee", unknown), ("other", {})):
        answer = await refused(api, FILE, as_=as_, but=("audit_event",), input=claimed(guarantee) | more)
        assert answer == NOT_AVAILABLE
    assert await AuditEvent.filter(action="certificate.refused").count() == 3


async def test_wrong_keys_are_throttled_with_those_of_the_look_up(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    look = "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k) { id } }"
    for _ in range(10):
        await api.post(look, as_="obligee", n=guarantee["number"], k="Z28YUE4J3Bux")
    _, code, _ = await error_of(api, FILE, as_="obligee", input=claimed(guarantee))
    assert code == "TOO_MANY_ATTEMPTS"


@pytest.mark.parametrize("as_", ["contractor", "surety", "operator"])
async def test_only_the_obligees_side_claims(api: Api, sample: SampleRegister, as_: str) -> None:
    given = claimed(await handovers.issued(api, sample))
    _, code, _ = await error_of(api, FILE, as_=as_, input=given)
    assert code == "FORBIDDEN"


async def test_of_two_at_once_one_claims(api: Api, sample: SampleRegister) -> None:
    given = claimed(await handovers.issued(api, sample))
    answers = await asyncio.gather(*(done(api, FILE, as_=name, **given) for name in ("obligee", "system")))
    assert sorted(answer["__typename"] for answer in answers) == ["ClaimFiled", "WrongState"]
    assert await Claim.all().count() == 1


async def test_twice_is_refused(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await filed(api, guarantee)
    answer = await refused(api, FILE, as_="obligee", but=("audit_event",), input=claimed(guarantee))
    assert (answer["__typename"], answer["status"]) == ("WrongState", "CLAIMED")


async def test_the_same_idempotency_key_gives_the_same_claim(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    given = claimed(guarantee, idempotencyKey="k")
    first, second = [await done(api, FILE, as_="obligee", **given) for _ in range(2)]
    assert (first, await Claim.all().count()) == (second, 1)
    answer = await done(api, FILE, as_="obligee", **given | {"progressPaid": 1})
    assert answer["__typename"] == "IdempotencyConflict"


@pytest.mark.parametrize("state", ["RELEASED", "CANCELLED", "PAID", "EXPIRED"])
async def test_what_has_ended_is_not_claimed(api: Api, sample: SampleRegister, state: str) -> None:
    guarantee = await handovers.issued(api, sample)
    for step in ("CLAIMED", "PAID") if state == "PAID" else (state,):
        await Guarantee.filter(number=guarantee["number"]).update(status=step)
    answer = await refused(api, FILE, as_="obligee", but=LOOKED, input=claimed(guarantee))
    assert (answer["__typename"], answer["status"]) == ("WrongState", state)


PROBLEMS: list[tuple[dict[str, Any], str, str]] = [
    ({"finishedWorkValue": 20_000_000}, "finishedWorkValue", "NOTHING_TO_CLAIM"),
    ({"advancePaid": None}, "advancePaid", "REQUIRED"),
    ({"progressPaid": -1}, "progressPaid", "OUT_OF_RANGE"),
    ({"finishedWorkValue": -1}, "finishedWorkValue", "OUT_OF_RANGE"),
    ({"contractEndedOn": "2026-11-21"}, "contractEndedOn", "IN_THE_FUTURE"),
    ({"contractEndedOn": "2026-10-31"}, "contractEndedOn", "BEFORE_CONTRACT"),
]


@pytest.mark.parametrize(("more", "path", "code"), PROBLEMS)
async def test_sums_and_days_that_cannot_be_change_nothing(
    api: Api, sample: SampleRegister, more: dict[str, Any], path: str, code: str
) -> None:
    guarantee = await handovers.issued(api, sample)
    answer = await refused(api, FILE, as_="obligee", but=LOOKED, input=claimed(guarantee, **more))
    assert answer["problems"] == [{"path": [path], "code": code}]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("bank", " ", "REQUIRED"),
        ("branch", "あ" * 31, "TOO_LONG"),
        ("bank", "銀行\n", None),
        ("bank", "銀\n行", "FORBIDDEN_CHARACTER"),
        ("number", "123456", "MALFORMED"),
        ("number", "１２３４５６７", None),
        ("holder", "栃木県", "MALFORMED"),
        ("holder", "ヴ" * 49, "MALFORMED"),
    ],
)
async def test_an_account_that_cannot_be_is_refused_before_the_key_is_tried(
    api: Api, sample: SampleRegister, name: str, value: str, code: str | None
) -> None:
    given = claimed(await handovers.issued(api, sample), account=ACCOUNT | {name: value})
    if code is None:
        assert (await done(api, FILE, as_="obligee", **given))["__typename"] == "ClaimFiled"
    else:
        answer = await refused(api, FILE, as_="obligee", input=given)
        assert answer["problems"] == [{"path": ["account", name], "code": code}]


async def test_a_guarantee_is_claimed_so_many_times(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = await filed(api, guarantee)
    await done(api, WITHDRAW, as_="obligee", claimId=claim["id"], reason="誤り")
    (row,) = await Claim.all().values()
    await Claim.bulk_create([Claim(**{key: row[key] for key in row if key != "id"}) for _ in range(MOST_CLAIMS - 1)])
    answer = await refused(api, FILE, as_="obligee", but=LOOKED, input=claimed(guarantee))
    assert answer["problems"] == [{"path": ["guaranteeNumber"], "code": "TOO_MANY"}]
