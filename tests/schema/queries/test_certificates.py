"""certificate: read by number and key, only by those who may."""

import unicodedata
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.auth_key import AuthKeyStatus
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.api_calls import CERTIFICATE
from tests.support.refusals import error_of, unchanged
from tests.support.states import rival_branch

NONE = {"certificate": None}
NONE_AT_ITS_COST = b'{"data":{"certificate":null},"extensions":{"cost":{"requested":16,"maximum":20000}}}'


async def look(api: Api, issued: dict[str, Any], *, as_: str, **other: str) -> Any:
    guarantee = issued["guarantee"]
    given = {"number": guarantee["number"], "key": guarantee["authKey"]} | other
    return (await api.data(CERTIFICATE, as_=as_, **given))["certificate"]


@pytest.mark.parametrize("name", ["obligee", "system", "surety"])
async def test_number_and_key_open_the_certificate(api: Api, sample: SampleRegister, name: str) -> None:
    advance, performance = await api_calls.issued(api, sample)
    read = await look(api, advance, as_=name)
    assert read == {
        "id": advance["certificate"]["id"],
        "guaranteeNumber": advance["guarantee"]["number"],
        "kind": "ADVANCE_PAYMENT",
        "amount": 20_000_000,
        "projectName": "●●●●工事",
        "obligeeTitle": "栃木県知事",
    }
    assert (await look(api, performance, as_=name))["amount"] == 5_000_000


@pytest.mark.parametrize("name", ["city", "contractor", "operator"])
async def test_to_others_the_right_key_is_as_good_as_a_wrong_one(api: Api, sample: SampleRegister, name: str) -> None:
    for issued in await api_calls.issued(api, sample):
        given = {"number": issued["guarantee"]["number"], "key": issued["guarantee"]["authKey"]}
        answer = await unchanged(api, CERTIFICATE, as_=name, but=("audit_event",), **given)
        assert answer.json()["data"] == NONE


async def test_another_suretys_staff_reads_nothing(api: Api, sample: SampleRegister) -> None:
    advance, _ = await api_calls.issued(api, sample)
    await rival_branch(api)
    assert await look(api, advance, as_="rival") is None


async def test_each_certificate_opens_with_its_own_key_only(api: Api, sample: SampleRegister) -> None:
    advance, performance = await api_calls.issued(api, sample)
    assert advance["guarantee"]["authKey"] != performance["guarantee"]["authKey"]
    assert await look(api, advance, as_="obligee", key=performance["guarantee"]["authKey"]) is None
    assert await look(api, performance, as_="obligee", key=advance["guarantee"]["authKey"]) is None


async def test_letter_case_of_the_key_matters(api: Api, sample: SampleRegister) -> None:
    advance, _ = await api_calls.issued(api, sample)
    key = advance["guarantee"]["authKey"]
    assert await look(api, advance, as_="obligee", key=key.swapcase()) is None
    assert await look(api, advance, as_="obligee", key=key[::-1]) is None


async def test_full_width_input_and_spaces_are_accepted(api: Api, sample: SampleRegister) -> None:
    advance, _ = await api_calls.issued(api, sample)
    number, key = advance["guarantee"]["number"], advance["guarantee"]["authKey"]
    wide = {ord(c): chr(ord(c) + 0xFEE0) for c in map(chr, range(0x21, 0x7F))}
    assert unicodedata.normalize("NFKC", number.translate(wide)) == number
    for form in (number.translate(wide), f"　{number} ", number.lower(), number.replace("-", ""), "31083ー00001Ａ"):
        assert await look(api, advance, as_="obligee", number=form, key=f" {key.translate(wide)}　") is not None


async def test_a_wrong_check_letter_is_told_and_is_no_try(api: Api, sample: SampleRegister) -> None:
    await api_calls.issued(api, sample)
    status, code, message = await error_of(api, CERTIFICATE, as_="obligee", number="31083-00001B", key="Z28YUE4J3Bux")
    assert (status, code) == (400, "BAD_USER_INPUT")
    assert "検査文字" in message


async def test_an_unknown_number_answers_like_a_wrong_key(api: Api, sample: SampleRegister) -> None:
    await api_calls.issued(api, sample)
    answers = [
        await api.post(CERTIFICATE, as_="obligee", number=number, key="Z28YUE4J3Bux")
        for number in ("31083-00001A", "31073-00001M")
    ]
    assert answers[0].content == answers[1].content == NONE_AT_ITS_COST
    assert answers[0].headers == answers[1].headers
    assert await AuditEvent.filter(action="certificate.refused").order_by("id").values_list("subject", flat=True) == [
        "31083-00001A",
        "31073-00001M",
    ]


async def test_on_paper_there_is_no_certificate_to_read(api: Api, sample: SampleRegister) -> None:
    guarantees = [api_calls.advance_input(medium="PAPER")]
    (paper,) = await api_calls.issued(api, sample, guarantees=guarantees)
    assert await look(api, paper, as_="obligee", key="Z28YUE4J3Bux") is None


async def test_a_rotated_key_opens_nothing(api: Api, sample: SampleRegister) -> None:
    advance, _ = await api_calls.issued(api, sample)
    await models.AuthKey.all().update(status=AuthKeyStatus.ROTATED)
    assert await look(api, advance, as_="obligee") is None


async def test_each_reading_is_recorded_with_who_and_from_where(api: Api, sample: SampleRegister) -> None:
    advance, _ = await api_calls.issued(api, sample)
    await look(api, advance, as_="obligee")
    await look(api, advance, as_="system")
    read = AuditEvent.filter(action="certificate.read").order_by("id")
    assert await read.values_list("role", "address") == [
        ("OBLIGEE", "192.0.2.1"),
        ("E_CONTRACT_SYSTEM", "192.0.2.1"),
    ]


async def test_a_refused_reading_makes_nothing_visible(api: Api, sample: SampleRegister) -> None:
    advance, _ = await api_calls.issued(api, sample)
    await look(api, advance, as_="obligee", key="Z28YUE4J3Bux")
    await look(api, advance, as_="surety")
    assert await models.Guarantee.filter(presented_at__isnull=False).count() == 0


async def test_nobody_reads_without_signing_in(api: Api, sample: SampleRegister) -> None:
    advance, _ = await api_calls.issued(api, sample)
    given = {"number": advance["guarantee"]["number"], "key": advance["guarantee"]["authKey"]}
    assert (await error_of(api, CERTIFICATE, **given))[:2] == (200, "UNAUTHENTICATED")
