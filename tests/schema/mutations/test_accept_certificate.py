"""acceptCertificate: the obligee accepts what it has checked."""

import asyncio

import pytest

from models.audit_records import AuditEvent
from models.guarantee import Guarantee
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.handovers import ACCEPT, NEVER, NOON_THEN, NOT_AVAILABLE, RETURN, key_input, notice, upload
from tests.support.mails import mails_of
from tests.support.refusals import error_of, refused

ACCEPTED = NEVER | {
    "status": "ACCEPTED",
    "channel": "DIRECT",
    "sentAt": NOON_THEN,
    "viewedAt": NOON_THEN,
    "decidedAt": NOON_THEN,
}
LOOKED = ("audit_event", "guarantee")
"""What presenting number and key changes, with any outcome."""


async def test_number_and_key_alone_are_enough(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    answer = (await api.data(ACCEPT, as_="obligee", input=key_input(guarantee)))["acceptCertificate"]
    certificate = {"guaranteeNumber": guarantee["number"], "projectName": "●●●●工事"}
    assert answer == {"__typename": "CertificateAccepted", "certificate": certificate, "handover": ACCEPTED}
    for name in ("contractor", "surety", "obligee"):
        assert await handovers.desk(api, guarantee, as_=name) == ACCEPTED


async def test_contractor_and_surety_are_told(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await api.data(ACCEPT, as_="obligee", input=key_input(guarantee))
    mails = await mails_of("OBLIGEE_ACCEPTED")
    assert [(mail.recipient, mail.facts["addressee"]) for mail in mails] == [
        ("soumu@example.jp", "○○建設 株式会社"),
        ("tochigi@surety.example.jp", "栃木支店"),
    ]
    assert all(guarantee["authKey"] not in str(mail.facts) for mail in mails)
    event = await AuditEvent.get(action="certificate.accepted")
    assert event.subject_id == (await handovers.stored(guarantee)).id


async def test_a_system_accepts_what_it_has_received(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await upload(api, await notice(api))
    answer = (await api.data(ACCEPT, as_="system", input=key_input(guarantee)))["acceptCertificate"]
    assert answer["handover"] == ACCEPTED | {"channel": "E_CONTRACT_SYSTEM"}


async def test_twice_is_refused(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    given = key_input(guarantee)
    await api.data(ACCEPT, as_="obligee", input=given)
    for mutation, more in ((ACCEPT, {}), (RETURN, {"reason": "やはり"})):
        answer = await refused(api, mutation, as_="obligee", but=("audit_event",), input=given | more)
        message = "この証書は、すでに受理されています。"
        assert answer == {"__typename": "WrongState", "message": message, "status": "IN_FORCE"}


async def test_of_ten_at_once_one_accepts(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    given = key_input(guarantee)
    answers = await asyncio.gather(*(api.data(ACCEPT, as_=name, input=given) for name in ["obligee", "system"] * 5))
    kinds = sorted(answer["acceptCertificate"]["__typename"] for answer in answers)
    assert kinds == ["CertificateAccepted", *["WrongState"] * 9]
    assert len(await mails_of("OBLIGEE_ACCEPTED")) == 2


async def test_what_has_ended_is_not_accepted(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await Guarantee.filter(number=guarantee["number"]).update(status="EXPIRED")
    answer = await refused(api, ACCEPT, as_="obligee", but=LOOKED, input=key_input(guarantee))
    assert (answer["__typename"], answer["status"]) == ("WrongState", "EXPIRED")


@pytest.mark.parametrize(("name", "changes"), [("obligee", {"authKey": "h7RkTq3WbN9e"}), ("city", {})])
async def test_a_wrong_key_and_a_foreign_obligee_accept_nothing(
    api: Api, sample: SampleRegister, name: str, changes: dict[str, str]
) -> None:
    given = key_input(await handovers.issued(api, sample), **changes)
    assert await refused(api, ACCEPT, as_=name, but=("audit_event",), input=given) == NOT_AVAILABLE


async def test_wrong_keys_are_limited_together_with_look_ups(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    given = key_input(guarantee, authKey="h7RkTq3WbN9e")
    for _ in range(5):
        await refused(api, ACCEPT, as_="obligee", but=("audit_event",), input=given)
    assert (await error_of(api, ACCEPT, as_="obligee", input=key_input(guarantee)))[1] == "TOO_MANY_ATTEMPTS"


@pytest.mark.parametrize("name", ["contractor", "surety", "operator"])
async def test_others_may_not(api: Api, sample: SampleRegister, name: str) -> None:
    given = key_input(await handovers.issued(api, sample))
    assert (await error_of(api, ACCEPT, as_=name, input=given))[1] == "FORBIDDEN"
