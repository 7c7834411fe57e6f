"""declineGuarantee."""

import pytest

from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support.refusals import refused
from tests.support.states import (
    DECLINE,
    INVALID,
    NOT_FOUND,
    guarantee_in,
    others_than,
    rival_guarantee,
    status_of,
    wrong_state,
)

REASON = "当社の引受基準に合いません。"


@pytest.mark.parametrize("state", ["SUBMITTED", "UNDER_REVIEW"])
async def test_a_guarantee_in_review_is_declined_for_the_reason(api: Api, sample: SampleRegister, state: str) -> None:
    id_ = await guarantee_in(state, api, sample)
    answer = (await api.data(DECLINE, as_="surety", input={"guaranteeId": id_, "reason": f" {REASON}\n"}))[
        "declineGuarantee"
    ]
    assert answer["__typename"] == "GuaranteeDeclined"
    assert answer["guarantee"]["id"] == id_
    assert answer["guarantee"]["status"] == await status_of(id_) == "DECLINED"
    assert answer["guarantee"]["statusReason"] == REASON
    assert await AuditEvent.filter(action="guarantee.declined").values_list("subject_id", flat=True) == [
        ids.split(id_)[1]
    ]


@pytest.mark.parametrize("state", others_than("SUBMITTED", "UNDER_REVIEW"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    id_ = await guarantee_in(state, api, sample)
    given = {"guaranteeId": id_, "reason": REASON}
    assert await refused(api, DECLINE, as_="surety", input=given) == wrong_state(state)


@pytest.mark.parametrize(
    ("reason", "code", "message"),
    [
        ("", "REQUIRED", "入力してください。"),
        (" 　\n", "REQUIRED", "入力してください。"),
        ("あ" * 1001, "TOO_LONG", "1000文字以内で入力してください。"),
        ("不足\u0000", "FORBIDDEN_CHARACTER", "使用できない文字（U+0000）が含まれています。"),
    ],
    ids=["empty", "blank", "long", "hidden"],
)
async def test_the_reason_has_1_to_1000_characters(
    api: Api, sample: SampleRegister, reason: str, code: str, message: str
) -> None:
    id_ = await guarantee_in("SUBMITTED", api, sample)
    answer = await refused(api, DECLINE, as_="surety", input={"guaranteeId": id_, "reason": reason})
    problem = {"path": ["reason"], "code": code, "message": message}
    assert answer == INVALID | {"problems": [problem]}


async def test_a_foreign_guarantee_is_not_found(api: Api, sample: SampleRegister) -> None:
    id_ = await rival_guarantee(api, sample)
    assert await refused(api, DECLINE, as_="surety", input={"guaranteeId": id_, "reason": REASON}) == NOT_FOUND


@pytest.mark.parametrize("id_", ["", "x", "Guarantee_", f"Guarantee_{'0' * 32}", f"Contract_{'1' * 32}", "あ" * 50])
async def test_an_unknown_or_malformed_id_is_not_found(api: Api, id_: str) -> None:
    assert await refused(api, DECLINE, as_="surety", input={"guaranteeId": id_, "reason": REASON}) == NOT_FOUND
