"""applyForGuarantees: a refusal lists every problem, and nothing is stored."""

from typing import Any

import pytest

from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.api_calls import APPLY
from tests.support.refusals import refused
from tests.support.states import INVALID, competitor

UNKNOWN_ID = "0" * 32


async def problems(api: Api, given: dict[str, Any], *, as_: str = "contractor") -> list[tuple[str, str]]:
    answer = await refused(api, APPLY, as_=as_, input=given)
    assert {name: answer[name] for name in INVALID} == INVALID, answer
    assert all(problem["message"] for problem in answer["problems"])
    return [(".".join(problem["path"]), problem["code"]) for problem in answer["problems"]]


CONTRACTS: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"contractPrice": 0}, ("contract.contractPrice", "NOT_POSITIVE")),
    ({"contractPrice": -1}, ("contract.contractPrice", "NOT_POSITIVE")),
    ({"currentFiscalYearBase": 0}, ("contract.currentFiscalYearBase", "OUT_OF_RANGE")),
    ({"currentFiscalYearBase": 50_000_001}, ("contract.currentFiscalYearBase", "OUT_OF_RANGE")),
    ({"periodFrom": "2027-09-01"}, ("contract.periodTo", "END_BEFORE_START")),
    ({"projectName": " 　"}, ("contract.projectName", "REQUIRED")),
    ({"projectName": "工" * 121}, ("contract.projectName", "TOO_LONG")),
    ({"projectName": "工\u202e事"}, ("contract.projectName", "FORBIDDEN_CHARACTER")),
    ({"projectName": "工\x00事"}, ("contract.projectName", "FORBIDDEN_CHARACTER")),
    ({"jointVentureName": "JV"}, ("contract.jointVentureMembers", "REQUIRED_TOGETHER")),
    ({"jointVentureMembers": ["A"]}, ("contract.jointVentureMembers", "REQUIRED_TOGETHER")),
    ({"jointVentureName": "JV", "jointVentureMembers": [""]}, ("contract.jointVentureMembers.0", "REQUIRED")),
    ({"obligeeId": f"Obligee_{UNKNOWN_ID}"}, ("contract.obligeeId", "NOT_FOUND")),
    ({"obligeeId": "栃木県"}, ("contract.obligeeId", "NOT_FOUND")),
    ({"contractorId": f"Contractor_{UNKNOWN_ID}"}, ("contract.contractorId", "NOT_FOUND")),
    ({"advancePaymentPlanned": False}, ("guarantees.1.kind", "ADVANCE_PAYMENT_NOT_PLANNED")),
    ({"advancePaymentPlanned": False}, ("guarantees.0.kind", "ADVANCE_PAYMENT_NOT_PLANNED")),
    ({"contractDate": "2026-11-21"}, ("contract.contractDate", "IN_THE_FUTURE")),
    ({"periodFrom": "2025-04-01", "periodTo": "2025-10-31"}, ("contract.periodTo", "PERIOD_OVER")),
    (
        {"jointVentureName": "JV", "jointVentureMembers": ["△△土木", "○○建設 株式会社"]},
        ("contract.jointVentureMembers.0", "NOT_THE_APPLICANT"),
    ),
    (
        {"jointVentureName": "JV", "jointVentureParties": [{"name": "△△土木"}, {"name": "○○建設 株式会社"}]},
        ("contract.jointVentureParties.0.name", "NOT_THE_APPLICANT"),
    ),
    (
        {
            "jointVentureName": "JV",
            "jointVentureParties": [
                {"name": "○○建設 株式会社", "sharePercent": 99.99},
                {"name": "△△土木", "sharePercent": 0.02},
            ],
        },
        ("contract.jointVentureParties", "NOT_WHOLE"),
    ),
    (
        {"jointVentureParties": [{"name": "○○建設 株式会社"}, {"name": "△△土木"}]},
        ("contract.jointVentureParties", "REQUIRED_TOGETHER"),
    ),
    ({"lowPriceOrLabourOnly": True}, ("guarantees.1.amount", "BELOW_MINIMUM")),
]


@pytest.mark.parametrize(("change", "problem"), CONTRACTS, ids=[f"{i}-{c[1][0]}" for i, c in enumerate(CONTRACTS)])
async def test_a_contract_that_is_wrong(
    api: Api, sample: SampleRegister, change: dict[str, Any], problem: tuple[str, str]
) -> None:
    given = api_calls.application_input(sample, contract=api_calls.contract_input(sample, **change))
    assert problem in await problems(api, given)


ADVANCES: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"amount": 0}, ("guarantees.0.amount", "NOT_POSITIVE")),
    ({"amount": -20_000_000}, ("guarantees.0.amount", "NOT_POSITIVE")),
    ({"amount": 20_000_001}, ("guarantees.0.amount", "ABOVE_LIMIT")),
    ({"amount": 2**53 - 1}, ("guarantees.0.amount", "ABOVE_LIMIT")),
    ({"depositBank": None}, ("guarantees.0.depositBank", "REQUIRED")),
    ({"depositBank": "  "}, ("guarantees.0.depositBank", "REQUIRED")),
    ({"depositBank": "銀" * 61}, ("guarantees.0.depositBank", "TOO_LONG")),
    ({"redeposit": None}, ("guarantees.0.redeposit", "REQUIRED")),
    ({"recognizedOn": "2026-11-19"}, ("guarantees.0.recognizedOn", "NOT_APPLICABLE")),
    ({"billTo": ""}, ("guarantees.0.billTo", "REQUIRED")),
    ({"billTo": "請" * 121}, ("guarantees.0.billTo", "TOO_LONG")),
    (
        {"kind": "INTERMEDIATE_ADVANCE_PAYMENT", "recognizedOn": "2026-11-19"},
        ("guarantees.0.kind", "ADVANCE_PAYMENT_MISSING"),
    ),
    ({"kind": "PERFORMANCE", "amount": 4_999_999}, ("guarantees.0.amount", "BELOW_MINIMUM")),
    ({"kind": "PERFORMANCE"}, ("guarantees.0.depositBank", "NOT_APPLICABLE")),
]


@pytest.mark.parametrize(("change", "problem"), ADVANCES, ids=[f"{i}-{c[1][1]}" for i, c in enumerate(ADVANCES)])
async def test_a_guarantee_that_is_wrong(
    api: Api, sample: SampleRegister, change: dict[str, Any], problem: tuple[str, str]
) -> None:
    given = api_calls.application_input(sample, guarantees=[api_calls.advance_input(**change)])
    assert problem in await problems(api, given)


FORMS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"contract": None}, [("contract", "EXACTLY_ONE")]),
    ({"contractId": f"Contract_{UNKNOWN_ID}"}, [("contract", "EXACTLY_ONE"), ("contractId", "NOT_FOUND")]),
    ({"contract": None, "contractId": f"Contract_{UNKNOWN_ID}"}, [("contractId", "NOT_FOUND")]),
    ({"guarantees": []}, [("guarantees", "REQUIRED")]),
    ({"guarantees": [api_calls.advance_input(amount=1)] * 2}, [("guarantees.1.kind", "DUPLICATE")]),
    ({"submissionBranchId": f"Branch_{UNKNOWN_ID}"}, [("submissionBranchId", "NOT_FOUND")]),
    ({"email": None}, [("email", "REQUIRED")]),
    ({"email": "soumu@"}, [("email", "MALFORMED")]),
    ({"email": "x" * 300 + "@example.jp"}, [("email", "MALFORMED")]),
    ({"contactName": "見" * 61}, [("contactName", "TOO_LONG")]),
    ({"message": "m" * 2001}, [("message", "TOO_LONG")]),
    ({"idempotencyKey": ""}, [("idempotencyKey", "MALFORMED")]),
    ({"idempotencyKey": "k" * 121}, [("idempotencyKey", "MALFORMED")]),
]


@pytest.mark.parametrize(("change", "expected"), FORMS, ids=[f"{i}-{c[1][0][0]}" for i, c in enumerate(FORMS)])
async def test_a_form_that_is_wrong(
    api: Api, sample: SampleRegister, change: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert await problems(api, api_calls.application_input(sample, **change)) == expected


async def test_every_problem_is_told_at_once(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, contractPrice=50_000_000, periodTo="2026-11-09", projectName="")
    guarantees = [
        api_calls.advance_input(amount=20_000_001, redeposit=None),
        api_calls.performance_input(amount=-1, billTo=""),
    ]
    given = api_calls.application_input(sample, contract=contract, guarantees=guarantees, email=None)
    assert sorted(await problems(api, given)) == [
        ("contract.periodTo", "END_BEFORE_START"),
        ("contract.projectName", "REQUIRED"),
        ("email", "REQUIRED"),
        ("guarantees.0.amount", "ABOVE_LIMIT"),
        ("guarantees.0.redeposit", "REQUIRED"),
        ("guarantees.1.amount", "NOT_POSITIVE"),
        ("guarantees.1.billTo", "REQUIRED"),
    ]


async def test_what_is_guaranteed_already_counts(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input(amount=15_000_000)])
    again: dict[str, Any] = {"contract": None, "contractId": first["contract"]["id"]}
    given = api_calls.application_input(sample, guarantees=[api_calls.advance_input(amount=5_000_001)], **again)
    assert await problems(api, given) == [("guarantees.0.amount", "ABOVE_LIMIT")]


async def test_a_foreign_contract_or_contractor_is_not_found(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample)
    company = await competitor(api)
    foreign: dict[str, Any] = {"contract": None, "contractId": first["contract"]["id"]}
    assert await problems(api, api_calls.application_input(sample, **foreign), as_="competitor") == [
        ("contractId", "NOT_FOUND")
    ]
    contract = api_calls.contract_input(sample, contractorId=ids.to_id("Contractor", company.id))
    assert await problems(api, api_calls.application_input(sample, contract=contract)) == [
        ("contract.contractorId", "NOT_FOUND")
    ]


@pytest.mark.parametrize(
    ("obligee", "date", "accepted_from"), [("富士市", "2025-11-13", "2025-11-14"), ("見本町", "2026-11-01", None)]
)
async def test_an_obligee_that_does_not_accept_electronic_guarantees(
    api: Api, sample: SampleRegister, obligee: str, date: str, accepted_from: str | None
) -> None:
    contract = api_calls.contract_input(sample, obligee=obligee, contractDate=date)
    answer = await refused(api, APPLY, as_="contractor", input=api_calls.application_input(sample, contract=contract))
    message = "この発注者は、電子保証に対応していません。証書（紙）を選択してください。"
    if accepted_from:
        since = "電子保証は2025年11月14日以後の案件から利用できます。"
        message = f"この発注者は、この契約では電子保証を受け付けていません。{since}"
    refusal = {"__typename": "ObligeeDoesNotAcceptElectronic", "message": message}
    assert answer == refusal | {"acceptedFrom": accepted_from}


async def test_from_its_first_day_or_on_paper_it_is_accepted(api: Api, sample: SampleRegister) -> None:
    for obligee, date, medium in (("富士市", "2025-11-14", "ELECTRONIC"), ("見本町", "2026-11-01", "PAPER")):
        contract = api_calls.contract_input(sample, obligee=obligee, contractDate=date)
        application = await api_calls.apply(
            api, sample, contract=contract, guarantees=[api_calls.advance_input(medium=medium)]
        )
        assert application["guarantees"][0]["medium"] == medium
