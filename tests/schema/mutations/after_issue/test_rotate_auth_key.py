"""rotateAuthKey: the surety replaces the key; the old one opens nothing any more."""

import asyncio
import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.auth_key import MOST_KEYS
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, handovers
from tests.support.handovers import ACCEPT, NOT_AVAILABLE, key_input, notice, upload
from tests.support.pdf.readers import by_pdfium, closed_up
from tests.support.refusals import error_of, refused
from tests.support.states import (
    INVALID,
    NOT_FOUND,
    PROBLEMS,
    REVIEWED,
    competitor,
    guarantee_in,
    others_than,
    rival_guarantee,
    wrong_state,
)

ROTATE = f"""
mutation($input: GuaranteeReasonInput!) {{ rotateAuthKey(input: $input) {REVIEWED} {PROBLEMS}
  ... on AuthKeyRotated {{ guarantee {{ id status number authKey handover {{ status }} certificate {{ id }} }} }} }} }}
"""
LOOK_UPS = {
    "compiled": api_calls.CERTIFICATE,
    "graphql-core": api_calls.CERTIFICATE.replace("{ id ", "{ guarantee { history { id } } id "),
}
REASON = "髙﨑𠮷工業より、認証キー漏えいの申出（禰󠄀・ｶﾞ・が）"
LOOKED = ("audit_event",)


async def rotate(api: Api, guarantee: dict[str, Any], reason: str = REASON) -> Any:
    given = {"guaranteeId": guarantee["id"], "reason": reason}
    answer = (await api.data(ROTATE, as_="surety", input=given))["rotateAuthKey"]
    assert answer["__typename"] == "AuthKeyRotated", answer
    return answer["guarantee"]


async def look_up(
    api: Api, guarantee: dict[str, Any], *, as_: str = "obligee", query: str = api_calls.CERTIFICATE
) -> Any:
    given = {"number": guarantee["number"], "key": guarantee["authKey"]}
    return (await api.data(query, as_=as_, **given))["certificate"]


async def seen(api: Api, as_: str) -> int:
    """How many certificates the viewer has in its list."""
    return len((await api.data("{ certificates { edges { node { id } } } }", as_=as_))["certificates"]["edges"])


@pytest.mark.parametrize("query", LOOK_UPS.values(), ids=LOOK_UPS)
async def test_only_the_new_key_opens_the_certificate(api: Api, sample: SampleRegister, query: str) -> None:
    before = await handovers.issued(api, sample)
    assert await look_up(api, before, query=query) is not None
    after = await rotate(api, before, f" {REASON}\n")
    assert after["authKey"] != before["authKey"]
    assert (after["id"], after["number"], after["status"]) == (before["id"], before["number"], "IN_FORCE")
    for as_ in ("obligee", "system", "surety"):
        assert await look_up(api, before, as_=as_, query=query) is None
        found = await look_up(api, after, as_=as_, query=query)
        assert found["id"] == after["certificate"]["id"]
    assert await AuditEvent.filter(action="certificate.refused", subject=before["number"]).count() == 3


async def test_what_is_stored(api: Api, sample: SampleRegister) -> None:
    before = await handovers.issued(api, sample)
    after = await rotate(api, before)
    row = await handovers.stored(before)
    keys = await models.AuthKey.filter(guarantee_id=row.id).order_by("id")
    assert [(key.status.value, key.created_at) for key in keys] == [("ROTATED", NOON), ("ACTIVE", NOON)]
    event = await AuditEvent.get(action="key.rotated")
    assert (event.subject_id, event.subject, event.at) == (row.id, REASON, NOON)
    # Once with the answer of the issue, and once with that of the rotation.
    assert await AuditEvent.filter(action="auth_key.revealed", subject_id=row.id).count() == 2
    (mail,) = await OutgoingMail.filter(kind="KEY_ROTATED")
    assert after["authKey"] not in str(mail.facts)


async def test_wrong_keys_of_before_count_as_failures(api: Api, sample: SampleRegister) -> None:
    before = await handovers.issued(api, sample)
    after = await rotate(api, before)
    for _ in range(5):
        assert await look_up(api, before) is None
    given = {"number": after["number"], "key": after["authKey"]}
    body = (await api.post(api_calls.CERTIFICATE, as_="obligee", **given)).json()
    assert body["errors"][0]["extensions"]["code"] == "TOO_MANY_ATTEMPTS"


async def test_who_has_presented_the_old_key_goes_on_seeing_it(api: Api, sample: SampleRegister) -> None:
    before = await handovers.issued(api, sample)
    for as_ in ("obligee", "system"):
        await look_up(api, before, as_=as_)
    await api.data(ACCEPT, as_="obligee", input=key_input(before))
    after = await rotate(api, before)
    assert after["handover"] == {"status": "ACCEPTED"}
    assert [await seen(api, as_) for as_ in ("obligee", "system")] == [1, 1]
    row = await handovers.stored(before)
    assert (row.presented_at, row.handover_status) == (NOON, "ACCEPTED")


async def test_acts_by_the_old_key_are_refused(api: Api, sample: SampleRegister) -> None:
    before = await handovers.issued(api, sample)
    file = await notice(api)
    await rotate(api, before)
    assert await refused(api, ACCEPT, as_="obligee", but=LOOKED, input=key_input(before)) == NOT_AVAILABLE
    assert await upload(api, file) == NOT_AVAILABLE
    assert await models.ReceivedNotice.all().count() == 0


@pytest.mark.parametrize("is_accepted", [False, True])
async def test_the_new_notice_is_uploaded(api: Api, sample: SampleRegister, *, is_accepted: bool) -> None:
    before = await handovers.issued(api, sample)
    old = await notice(api)
    await upload(api, old)
    if is_accepted:
        await api.data(ACCEPT, as_="system", input=key_input(before))
    after = await rotate(api, before)
    new = await notice(api)
    assert ["認証キー更新令和8年11月20日" in closed_up(by_pdfium(file)) for file in (old, new)] == [False, True]
    answer = await upload(api, new)
    assert answer["__typename"] == "NoticeFiled", answer
    assert answer["handover"]["status"] == ("ACCEPTED" if is_accepted else "SENT")
    accepted = (await api.data(ACCEPT, as_="obligee", input=key_input(after)))["acceptCertificate"]
    assert accepted["__typename"] == ("WrongState" if is_accepted else "CertificateAccepted")


async def test_links_to_the_old_notice_are_over(api: Api, sample: SampleRegister) -> None:
    before = await handovers.issued(api, sample)
    link = "{ guarantees { edges { node { keyNotice { url } } } } }"

    async def url() -> str:
        return (await api.data(link, as_="contractor"))["guarantees"]["edges"][0]["node"]["keyNotice"]["url"]

    old = await url()
    assert (await api.http.get(old)).status_code == 200
    await rotate(api, before)
    assert (await api.http.get(old)).status_code == 404
    assert (await api.http.get(await url())).status_code == 200


@pytest.mark.parametrize("state", others_than("IN_FORCE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    given = {"guaranteeId": await guarantee_in(state, api, sample), "reason": REASON}
    assert await refused(api, ROTATE, as_="surety", input=given) == wrong_state(state)


async def test_a_claimed_one_gets_a_key_and_an_ended_one_none(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    given = {"guaranteeId": id_, "reason": REASON}
    await models.Guarantee.filter(id=ids.split(id_)[1]).update(status="CLAIMED")
    assert (await rotate(api, {"id": id_}))["status"] == "CLAIMED"
    last = NOON.date() - datetime.timedelta(days=1)
    await models.Guarantee.filter(id=ids.split(id_)[1]).update(status="IN_FORCE", expiry_date=last)
    assert await refused(api, ROTATE, as_="surety", input=given) == wrong_state("EXPIRED")
    await models.Guarantee.filter(id=ids.split(id_)[1]).update(status="RELEASED")
    answer = await refused(api, ROTATE, as_="surety", input=given)
    assert (answer["__typename"], answer["status"]) == ("WrongState", "RELEASED")


async def test_paper_has_no_key(api: Api, sample: SampleRegister) -> None:
    asked = api_calls.advance_input(medium="PAPER")
    (payload,) = await api_calls.issued(api, sample, guarantees=[asked])
    given = {"guaranteeId": payload["guarantee"]["id"], "reason": REASON}
    answer = await refused(api, ROTATE, as_="surety", input=given)
    message = "紙の証書には認証キーがありません。"
    assert answer == {"__typename": "WrongState", "message": message, "status": "IN_FORCE"}


async def test_of_ten_at_once_one_wins(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    given = {"guaranteeId": guarantee["id"], "reason": REASON}
    await api.token("surety")
    answers = await asyncio.gather(*(api.data(ROTATE, as_="surety", input=given) for _ in range(10)))
    won = [each["rotateAuthKey"] for each in answers if each["rotateAuthKey"]["__typename"] == "AuthKeyRotated"]
    keys = await models.AuthKey.filter(guarantee__number=guarantee["number"])
    assert len(keys) == len(won) + 1
    assert sum(key.status == "ACTIVE" for key in keys) == 1
    assert await AuditEvent.filter(action="key.rotated").count() == len(won)
    assert await OutgoingMail.filter(kind="KEY_ROTATED").count() == len(won)


async def test_there_is_a_maximum_of_keys(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    row = await handovers.stored(guarantee)
    await models.AuthKey.bulk_create(
        models.AuthKey(
            guarantee_id=row.id,
            status="ROTATED",
            digest=number.to_bytes(32),
            envelope=b"",
            envelope_version=1,
            created_at=NOON,
        )
        for number in range(MOST_KEYS - 1)
    )
    answer = await refused(api, ROTATE, as_="surety", input={"guaranteeId": guarantee["id"], "reason": REASON})
    assert [problem["code"] for problem in answer["problems"]] == ["TOO_MANY"]


async def test_bad_input_and_others_objects(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    id_ = await guarantee_in("IN_FORCE", api, sample)
    for reason, code in ((" 　\n", "REQUIRED"), ("x" * 1_001, "TOO_LONG"), ("\x00", "FORBIDDEN_CHARACTER")):
        answer = await refused(api, ROTATE, as_="surety", input={"guaranteeId": id_, "reason": reason})
        assert answer.items() >= INVALID.items()
        assert [problem["code"] for problem in answer["problems"]] == [code]
    for other in (await rival_guarantee(api, sample), "", f"Guarantee_{'0' * 32}"):
        answer = await refused(api, ROTATE, as_="surety", input={"guaranteeId": other, "reason": REASON})
        assert answer == NOT_FOUND
    for role in ("contractor", "obligee", "operator", "system", "competitor"):
        _, code, _ = await error_of(api, ROTATE, as_=role, input={"guaranteeId": id_, "reason": REASON})
        assert code == "FORBIDDEN"
