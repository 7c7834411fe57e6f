"""Rules that contradict each other are refused when they are set, with every problem at once."""

from typing import Any

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.parties.rules import KEIYAKU, KOUJI, SET, TODAY, TOMORROW, acceptance, given, set_rules
from tests.support.refusals import refused

Found = list[tuple[str, str]]


async def problems(api: Api, sample: SampleRegister, **changes: Any) -> Found:
    """Path and code of each problem."""
    answer = await refused(api, SET, as_="operator", input=given(sample, **changes))
    assert answer["__typename"] == "InvalidInput", answer
    return [(".".join(each["path"]), each["code"]) for each in answer["problems"]]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"advancePaymentRatio": 0.7}, [("advancePaymentRatio", "ABOVE_COMBINED")]),
        ({"servicesAdvancePaymentRatio": 0.6001}, [("servicesAdvancePaymentRatio", "ABOVE_COMBINED")]),
        ({"combinedRatio": 0.3, "intermediateRatio": 0.31},
         [("advancePaymentRatio", "ABOVE_COMBINED"), ("intermediateRatio", "ABOVE_COMBINED")]),
        ({"performanceMinimumRatio": 0.31}, [("performanceMinimumRatio", "ABOVE_RAISED")]),
        ({"roundingUnit": 100_001, "advancePaymentCap": 100_000}, [("roundingUnit", "ABOVE_CAP")]),
        ({"advancePaymentRatio": -0.0001}, [("advancePaymentRatio", "OUT_OF_RANGE")]),
        ({"combinedRatio": 1.0001}, [("combinedRatio", "OUT_OF_RANGE")]),
        ({"advancePaymentRatio": 0.40005}, [("advancePaymentRatio", "OUT_OF_RANGE")]),
        ({"servicesAdvancePaymentRatio": 40}, [("servicesAdvancePaymentRatio", "OUT_OF_RANGE")]),
        ({"advancePaymentCap": 0, "roundingUnit": -1, "minimumPrice": 1_000_000_000_001},
         [("advancePaymentCap", "OUT_OF_RANGE"), ("roundingUnit", "OUT_OF_RANGE"), ("minimumPrice", "OUT_OF_RANGE")]),
    ],
)  # fmt: skip
async def test_limits(api: Api, sample: SampleRegister, limits: dict[str, Any], expected: Found) -> None:
    assert await problems(api, sample, limits=limits) == [(f"limits.{path}", code) for path, code in expected]


@pytest.mark.parametrize(
    "limits",
    [
        {"advancePaymentRatio": 0, "intermediateRatio": 0, "combinedRatio": 0, "performanceMinimumRatio": 0},
        {
            "advancePaymentRatio": 1,
            "combinedRatio": 1,
            "performanceMinimumRatio": 1,
            "raisedPerformanceMinimumRatio": 1,
        },
        {"advancePaymentRatio": 0.0001, "servicesAdvancePaymentRatio": 0.2857, "intermediateRatio": 0.6},
        {"advancePaymentCap": 1_000_000_000_000, "roundingUnit": 1_000_000_000_000, "minimumPrice": 1},
    ],
)
async def test_the_outermost_limits_are_accepted(api: Api, sample: SampleRegister, limits: dict[str, Any]) -> None:
    answer = await set_rules(api, sample, limits=limits)
    assert answer["rules"]["limits"].items() >= limits.items()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"from": None}, [("from", "REQUIRED")]),
        ({"from": None, "basis": "TENDER_NOTICE_DATE"}, [("from", "REQUIRED")]),
        ({"channels": [], "noticeAddresses": []}, [("channels", "REQUIRED")]),
        ({"channels": ["EMAIL", "EMAIL"]}, [("channels", "DUPLICATE")]),
        ({"channels": ["DIRECT"]}, [("noticeAddresses", "NOT_APPLICABLE")]),
        ({"noticeAddresses": []}, [("noticeAddresses", "REQUIRED")]),
        ({"noticeAddresses": [KEIYAKU, "x", KEIYAKU, f"{'a' * 250}@b.jp"]},
         [("noticeAddresses.1", "MALFORMED"), ("noticeAddresses.2", "DUPLICATE"), ("noticeAddresses.3", "MALFORMED")]),
        ({"note": "あ" * 201}, [("note", "TOO_LONG")]),
        ({"note": "あ\u0007"}, [("note", "FORBIDDEN_CHARACTER")]),
    ],
)  # fmt: skip
async def test_an_acceptance(api: Api, sample: SampleRegister, changes: dict[str, Any], expected: Found) -> None:
    found = await problems(api, sample, acceptances=[acceptance(), acceptance("PERFORMANCE", **changes)])
    assert found == [(f"acceptances.1.{path}", code) for path, code in expected]


async def test_the_same_kind_and_type_twice_overlap(api: Api, sample: SampleRegister) -> None:
    later = acceptance(**{"from": "2027-04-01", "basis": "BID_DATE"})
    found = await problems(api, sample, acceptances=[acceptance(), acceptance("PERFORMANCE"), later])
    assert found == [("acceptances.2.kind", "OVERLAP")]


async def test_offices(api: Api, sample: SampleRegister) -> None:
    office = {"name": "契約課", "kind": "ADVANCE_PAYMENT", "noticeAddresses": [KOUJI]}
    offices = [
        office,
        office | {"noticeAddresses": []},
        office | {"kind": "PERFORMANCE", "noticeAddresses": ["x"]},
        office | {"name": " "},
        office | {"name": "課" * 61},
    ]
    assert await problems(api, sample, acceptances=[acceptance()], offices=offices) == [
        ("offices.1.name", "DUPLICATE"),
        ("offices.1.noticeAddresses", "REQUIRED"),
        ("offices.2.kind", "NOT_APPLICABLE"),
        ("offices.2.noticeAddresses.0", "MALFORMED"),
        ("offices.3.name", "REQUIRED"),
        ("offices.4.name", "TOO_LONG"),
    ]


async def test_every_problem_is_told_at_once(api: Api, sample: SampleRegister) -> None:
    wrong = acceptance(note="あ" * 201) | {"from": None}
    limits = {"advancePaymentRatio": 0.7, "minimumPrice": 0}
    found = await problems(api, sample, validFrom="2026-11-19", limits=limits, acceptances=[wrong, wrong])
    assert found == [
        ("validFrom", "IN_THE_PAST"),
        ("limits.minimumPrice", "OUT_OF_RANGE"),
        ("limits.advancePaymentRatio", "ABOVE_COMBINED"),
        ("acceptances.0.from", "REQUIRED"),
        ("acceptances.1.kind", "OVERLAP"),
        ("acceptances.1.from", "REQUIRED"),
        ("acceptances.0.note", "TOO_LONG"),
        ("acceptances.1.note", "TOO_LONG"),
    ]


@pytest.mark.parametrize(
    ("day", "code"), [("2026-11-19", "IN_THE_PAST"), ("1999-12-31", "IN_THE_PAST"), ("2126-11-22", "OUT_OF_RANGE")]
)
async def test_the_first_day(api: Api, sample: SampleRegister, day: str, code: str) -> None:
    assert await problems(api, sample, validFrom=day) == [("validFrom", code)]


async def test_what_was_submitted_today_keeps_the_rules_of_today(api: Api, sample: SampleRegister) -> None:
    await api_calls.apply(api, sample, obligee="富士市")
    assert await problems(api, sample, obligee="富士市", validFrom=TODAY) == [("validFrom", "APPLIED_FOR_TODAY")]
    await set_rules(api, sample, obligee="富士市", validFrom=TOMORROW)


async def test_lists_that_are_too_long(api: Api, sample: SampleRegister) -> None:
    addresses = [f"a{index}@example.jp" for index in range(21)]
    office = {"name": "契約課", "kind": "ADVANCE_PAYMENT", "noticeAddresses": addresses}
    for changes, path in (
        ({"acceptances": [acceptance()] * 7}, "acceptances"),
        ({"acceptances": [acceptance(noticeAddresses=addresses)]}, "acceptances.0.noticeAddresses"),
        ({"offices": [office]}, "offices.0.noticeAddresses"),
        ({"offices": [office | {"noticeAddresses": [KOUJI]}] * 31}, "offices"),
    ):
        assert await problems(api, sample, **changes) == [(path, "TOO_MANY")]
