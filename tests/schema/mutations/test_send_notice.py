"""sendNotice."""

import datetime
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from mail.compose import compose
from models.audit_records import AuditEvent
from models.outgoing_mail import OutgoingMail
from models.parties.obligee import ElectronicAcceptance, Obligee
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api, Clock
from tests.support import api_calls
from tests.support.api_calls import SEND_NOTICE
from tests.support.handovers import TO
from tests.support.mails import all_in_state, mail_of, mails_of, recipients_of, running_outbox_worker, wait_until
from tests.support.mime_reader import read
from tests.support.refusals import refused
from tests.support.servers.smtp_servers import MailServer, listening
from tests.support.states import NOT_FOUND, competitor, guarantee_in, others_than, wrong_state

NOT_REGISTERED = {
    "__typename": "AddressNotRegistered",
    "message": "この宛先は、発注者が登録したメールアドレスではありません。",
}


async def in_force(api: Api, sample: SampleRegister) -> tuple[str, dict[str, Any]]:
    """A number, and the variables for sending its notice."""
    issued = (await api_calls.issued(api, sample, guarantees=[api_calls.performance_input()]))[0]["guarantee"]
    return issued["number"], {"guaranteeId": issued["id"], "to": TO}


async def test_the_notice_goes_to_the_obligee_and_is_handed_over(
    api: Api, sample: SampleRegister, database_url: str
) -> None:
    number, given = await in_force(api, sample)
    answer = (await api.data(SEND_NOTICE, as_="contractor", input=given))["sendNotice"]
    assert answer == {
        "__typename": "NoticeSent",
        "guarantee": {"id": given["guaranteeId"], "number": number},
        "handover": {"status": "SENT", "channel": "EMAIL", "sentAt": "2026-11-20T03:00:00+00:00"},
    }
    key = (await api.data("query($id: ID!) { node(id: $id) { ... on Guarantee { authKey } } }", as_="contractor",
                          id=given["guaranteeId"]))["node"]["authKey"]  # fmt: skip
    async with listening(MailServer()) as server, running_outbox_worker(database_url, server.url, Clock()):
        await wait_until(lambda: all_in_state("SENT", kind="KEY_NOTICE"))
    (taken,) = [mail for mail in server.accepted if mail.recipient == TO]
    letter, pdf = read(taken.content).parts
    assert pdf.parameter("content-disposition", "filename") == f"認証キーのお知らせ_{number}.pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert read(taken.content).headers["reply-to"] == "soumu@example.jp"
    assert "栃木県　ご担当者　様" in letter.parts[0].text
    assert f"/verify?number={number}\r\n" in letter.parts[0].text
    assert all(key not in part.text for part in letter.parts)
    event = await AuditEvent.get(action="key_notice.mailed")
    assert (event.subject_id, event.subject) == (ids.split(given["guaranteeId"])[1], TO)


MORNING, MIDNIGHT = NOON.replace(hour=0), NOON.replace(hour=0) + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "asked_again", "mails"),
    [
        ({"state": "WAITING"}, NOON, 1),
        ({"state": "WAITING"}, NOON + datetime.timedelta(days=3), 1),
        ({"state": "SENT", "sent_at": NOON}, MIDNIGHT - datetime.timedelta(microseconds=1), 1),
        ({"state": "SENT", "sent_at": NOON}, MIDNIGHT, 2),
        ({"state": "SENT", "sent_at": MIDNIGHT}, MIDNIGHT, 2),
        ({"state": "DEAD", "dead_at": MORNING}, NOON, 2),
    ],
    ids=["waits", "waits for days", "sent today", "sent yesterday", "owed yesterday", "dead"],
)
async def test_asked_for_again_there_is_another_mail_only_if_none_is_on_its_way_or_sent_today(
    api: Api, sample: SampleRegister, state: dict[str, Any], asked_again: datetime.datetime, mails: int
) -> None:
    _, given = await in_force(api, sample)
    await api.data(SEND_NOTICE, as_="contractor", input=given)
    await OutgoingMail.filter(kind="KEY_NOTICE").update(**state)
    api.clock.at = asked_again
    for _ in range(2):
        answer = (await api.data(SEND_NOTICE, as_="contractor", input=given))["sendNotice"]
        assert answer["__typename"] == "NoticeSent"
        sent_at = NOON if mails == 1 else asked_again
        assert datetime.datetime.fromisoformat(answer["handover"]["sentAt"]) == sent_at
    assert len(await mails_of("KEY_NOTICE")) == mails
    assert await AuditEvent.filter(action="key_notice.mailed").count() == mails


async def test_a_mail_of_the_morning_counts_all_day(api: Api, sample: SampleRegister) -> None:
    _, given = await in_force(api, sample)
    api.clock.at = MORNING
    await api.data(SEND_NOTICE, as_="contractor", input=given)
    await OutgoingMail.filter(kind="KEY_NOTICE").update(state="SENT", sent_at=MORNING)
    api.clock.at = NOON
    await api.data(SEND_NOTICE, as_="contractor", input=given)
    assert len(await mails_of("KEY_NOTICE")) == 1


async def test_each_address_has_its_own_mail(api: Api, sample: SampleRegister) -> None:
    _, given = await in_force(api, sample)
    async with registered(sample, TO, "b@obligee.example.jp"):
        for to in (TO, "b@obligee.example.jp", TO):
            await api.data(SEND_NOTICE, as_="contractor", input=given | {"to": to})
    assert sorted(await recipients_of("KEY_NOTICE")) == [
        "b@obligee.example.jp",
        TO,
    ]


def of_length(length: int) -> str:
    return f"{'a' * (length - len('@obligee.example.jp'))}@obligee.example.jp"


@pytest.mark.parametrize("length", [66, 120, 254])
async def test_long_addresses_are_written_to(api: Api, sample: SampleRegister, length: int) -> None:
    _, given = await in_force(api, sample)
    async with registered(sample, of_length(length)):
        answer = await api.data(SEND_NOTICE, as_="contractor", input=given | {"to": of_length(length)})
    assert answer["sendNotice"]["__typename"] == "NoticeSent"
    mail = await mail_of("KEY_NOTICE")
    assert mail.recipient == (await AuditEvent.get(action="key_notice.mailed")).subject == of_length(length)


async def test_what_is_longer_than_an_address_is_none(api: Api, sample: SampleRegister) -> None:
    _, given = await in_force(api, sample)
    async with registered(sample, of_length(255)):
        answer = await refused(api, SEND_NOTICE, as_="contractor", input=given | {"to": of_length(255)})
    assert answer == NOT_REGISTERED


@asynccontextmanager
async def registered(sample: SampleRegister, *addresses: str) -> AsyncGenerator[None]:
    """Within the context, these are the addresses of 栃木県."""
    acceptances = ElectronicAcceptance.filter(obligee_id=sample.obligees["栃木県"].id)
    before = await acceptances.first()
    assert before is not None
    await acceptances.update(notice_addresses=list(addresses))
    try:
        yield
    finally:
        await acceptances.update(notice_addresses=before.notice_addresses)


async def test_an_obligee_may_prescribe_the_subject(api: Api, sample: SampleRegister) -> None:
    _, given = await in_force(api, sample)
    obligee_id = sample.obligees["栃木県"].id
    await Obligee.filter(id=obligee_id).update(notice_subject="【{商品}】{工事名}（{請負者}→{発注者}）{0.__class__}")
    try:
        await api.data(SEND_NOTICE, as_="contractor", input=given)
    finally:
        await Obligee.filter(id=obligee_id).update(notice_subject=None)
    mail = await mail_of("KEY_NOTICE")
    assert compose(mail.kind, mail.facts).subject == "【契約保証】●●●●工事（○○建設 株式会社→栃木県知事）{0.__class__}"


@pytest.mark.parametrize("to", ["", "soumu@example.jp", f"{TO}, soumu@example.jp", f"{TO}\r\nBcc: x@b.jp", TO[1:]])
async def test_any_other_address_is_refused(api: Api, sample: SampleRegister, to: str) -> None:
    _, given = await in_force(api, sample)
    assert await refused(api, SEND_NOTICE, as_="contractor", input=given | {"to": to}) == NOT_REGISTERED


async def test_where_mail_is_not_accepted_it_is_told(api: Api, sample: SampleRegister) -> None:
    _, given = await in_force(api, sample)
    acceptances = ElectronicAcceptance.filter(obligee_id=sample.obligees["栃木県"].id, kind="PERFORMANCE")
    await acceptances.update(channels=["DIRECT"])
    try:
        assert await refused(api, SEND_NOTICE, as_="contractor", input=given) == {
            "__typename": "ChannelNotAccepted",
            "message": "この発注者は、この保証についてメールによる提出を受け付けていません。"
            "発注者への直接の提出により提出してください。",
        }
    finally:
        await acceptances.update(channels=["E_CONTRACT_SYSTEM", "EMAIL"])


@pytest.mark.parametrize("state", others_than("IN_FORCE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    given = {"guaranteeId": await guarantee_in(state, api, sample), "to": TO}
    assert await refused(api, SEND_NOTICE, as_="contractor", input=given) == wrong_state(state)


async def test_on_paper_there_is_none(api: Api, sample: SampleRegister) -> None:
    issued = (await api_calls.issued(api, sample, guarantees=[api_calls.performance_input(medium="PAPER")]))[0][
        "guarantee"
    ]
    answer = await refused(api, SEND_NOTICE, as_="contractor", input={"guaranteeId": issued["id"], "to": TO})
    assert answer == wrong_state("IN_FORCE")


async def test_a_foreign_guarantee_is_not_found(api: Api, sample: SampleRegister) -> None:
    _, given = await in_force(api, sample)
    await competitor(api)
    assert await refused(api, SEND_NOTICE, as_="competitor", input=given) == NOT_FOUND
