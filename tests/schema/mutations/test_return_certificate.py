"""returnCertificate: the obligee returns a certificate that needs correction."""

from typing import Any

import pytest

from mail.compose import compose
from models.handover import MOST_RETURNS
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.api_calls import CERTIFICATE, SEND_NOTICE
from tests.support.database.copied_rows import copy_rows
from tests.support.handovers import ACCEPT, NEVER, NOON_THEN, NOT_AVAILABLE, RETURN, TO, key_input
from tests.support.mails import mails_of
from tests.support.refusals import refused

REASON = "保証金額が契約書と異なります。\n金額をご確認ください。"
RETURNED = {
    "status": "RETURNED",
    "channel": "DIRECT",
    "sentAt": NOON_THEN,
    "viewedAt": NOON_THEN,
    "decidedAt": NOON_THEN,
    "reason": REASON,
}


async def returned(api: Api, sample: SampleRegister) -> dict[str, Any]:
    guarantee = await handovers.issued(api, sample)
    await api.data(RETURN, as_="obligee", input=key_input(guarantee, reason=f" {REASON} "))
    return guarantee


async def test_everybody_concerned_sees_why(api: Api, sample: SampleRegister) -> None:
    guarantee = await returned(api, sample)
    for name in ("contractor", "surety", "obligee"):
        assert await handovers.desk(api, guarantee, as_=name) == RETURNED
    mails = await mails_of("OBLIGEE_RETURNED")
    assert [mail.recipient for mail in mails] == ["soumu@example.jp", "tochigi@surety.example.jp"]
    texts = [compose(mail.kind, mail.facts) for mail in mails]
    assert [dict(text.items)["理由"] for text in texts] == [REASON] * 2
    assert {text.link for text in texts} == {f"/guarantees/{mails[0].guarantee_id}"}


async def test_by_mail_it_begins_anew(api: Api, sample: SampleRegister) -> None:
    guarantee = await returned(api, sample)
    answer = await api.data(SEND_NOTICE, as_="contractor", input={"guaranteeId": guarantee["id"], "to": TO})
    assert answer["sendNotice"]["handover"]["status"] == "SENT"
    sent = NEVER | {"status": "SENT", "channel": "EMAIL", "sentAt": NOON_THEN}
    assert await handovers.desk(api, guarantee) == sent
    accepted = (await api.data(ACCEPT, as_="obligee", input=key_input(guarantee)))["acceptCertificate"]
    assert accepted["handover"]["status"] == "ACCEPTED"


async def test_what_is_accepted_is_not_sent_again(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await api.data(ACCEPT, as_="obligee", input=key_input(guarantee))
    given = {"guaranteeId": guarantee["id"], "to": TO}
    answer = await refused(api, SEND_NOTICE, as_="contractor", input=given)
    assert (answer["__typename"], answer["message"]) == ("WrongState", "この証書は、すでに受理されています。")


async def test_hand_overs_that_ended_with_their_version_are_no_returns(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await api.data(CERTIFICATE, as_="obligee", number=guarantee["number"], key=guarantee["authKey"])
    await copy_rows("handover", MOST_RETURNS)
    answer = await api.data(RETURN, as_="obligee", input=key_input(guarantee, reason=REASON))
    assert answer["returnCertificate"]["__typename"] == "CertificateReturned"


async def test_twice_is_refused(api: Api, sample: SampleRegister) -> None:
    guarantee = await returned(api, sample)
    given = key_input(guarantee)
    for mutation, more in ((RETURN, {"reason": "別の理由"}), (ACCEPT, {})):
        answer = await refused(api, mutation, as_="obligee", but=("audit_event",), input=given | more)
        assert answer["message"].startswith("この証書は、すでに返却されています。")


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "REQUIRED"), (" \n", "REQUIRED"), ("あ" * 1_001, "TOO_LONG"), ("誤り\u0000", "FORBIDDEN_CHARACTER")],
)
async def test_without_a_sound_reason_it_is_refused_before_the_key_is_tried(
    api: Api, sample: SampleRegister, reason: str, code: str
) -> None:
    given = key_input(await handovers.issued(api, sample), reason=reason)
    answer = await refused(api, RETURN, as_="obligee", input=given)
    assert answer["problems"] == [{"path": ["reason"], "code": code}]


async def test_a_wrong_key_returns_nothing(api: Api, sample: SampleRegister) -> None:
    given = key_input(await handovers.issued(api, sample), authKey="h7RkTq3WbN9e", reason=REASON)
    assert await refused(api, RETURN, as_="obligee", but=("audit_event",), input=given) == NOT_AVAILABLE
