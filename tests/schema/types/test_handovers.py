"""Guarantee.handovers: the history of hand-overs; a return starts a new one, on every channel."""

import base64
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from mail.kinds import DEFINITIONS
from models.document import DocumentContent
from models.handover import Handover, HandoverEvent
from models.outgoing_mail import MailKind, OutgoingMail
from models.received_notice import ReceivedNotice
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.api_calls import CERTIFICATE, SEND_NOTICE
from tests.support.handovers import ACCEPT, NOON_THEN, RETURN, TO, UPLOAD, key_input, notice, upload
from tests.support.mails import all_in_state, mails_of, running_outbox_worker, wait_until
from tests.support.servers.smtp_servers import MailServer, listening
from tests.support.states import competitor

EVENTS = "events { at kind channel role by mail { recipient state sentAt problem } }"
ENTRY = f"status channel sentAt viewedAt decidedAt reason {EVENTS}"
READABLE = "contractor", "surety", "obligee", "system", "operator"
OFFICIAL = {"role": "OBLIGEE", "by": "栃木県"}
SYSTEM = {"role": "E_CONTRACT_SYSTEM", "by": "見本電子契約システム"}
CONTRACTOR = {"role": "CONTRACTOR", "by": "○○建設 株式会社"}


def event(kind: str, who: dict[str, str], channel: str | None = None, **more: Any) -> dict[str, Any]:
    return {"at": NOON_THEN, "kind": kind, "channel": channel, "mail": None} | who | more


def mail(**more: Any) -> dict[str, Any]:
    return {"recipient": TO, "state": "WAITING", "sentAt": None, "problem": None} | more


async def both_ways(api: Api, guarantee: dict[str, Any], selection: str, *, as_: str) -> dict[str, Any]:
    """The selection on the guarantee, the same for both execution paths: a page is compiled, a node is not."""
    node = f"query($id: ID!) {{ node(id: $id) {{ ... on Guarantee {{ {selection} }} }} }}"
    found = (await api.data(node, as_=as_, id=guarantee["id"]))["node"]
    page = f"{{ guarantees(first: 1) {{ edges {{ node {{ {selection} }} }} }} }}"
    assert (await api.data(page, as_=as_))["guarantees"]["edges"] == [{"node": found}]
    return found


async def history(api: Api, guarantee: dict[str, Any], *, as_: str = "contractor") -> list[dict[str, Any]]:
    """All hand-overs, of which the last one is the current one."""
    found = await both_ways(api, guarantee, f"handover {{ {ENTRY} }} handovers {{ {ENTRY} }}", as_=as_)
    assert found["handover"] == found["handovers"][-1]
    return found["handovers"]


async def by_mail(api: Api, guarantee: dict[str, Any], _: bytes) -> None:
    answer = await api.data(SEND_NOTICE, as_="contractor", input={"guaranteeId": guarantee["id"], "to": TO})
    assert answer["sendNotice"]["handover"] == {"status": "SENT", "channel": "EMAIL", "sentAt": NOON_THEN}


async def by_system(api: Api, _: dict[str, Any], file: bytes) -> None:
    assert (await upload(api, file))["handover"]["status"] == "SENT"


async def by_official(api: Api, _: dict[str, Any], file: bytes) -> None:
    assert (await upload(api, file, as_="obligee"))["handover"]["status"] == "VIEWED"


async def by_key(api: Api, guarantee: dict[str, Any], _: bytes) -> None:
    await api.data(CERTIFICATE, as_="obligee", number=guarantee["number"], key=guarantee["authKey"])


async def by_the_systems_key(api: Api, guarantee: dict[str, Any], _: bytes) -> None:
    await api.data(CERTIFICATE, as_="system", number=guarantee["number"], key=guarantee["authKey"])


Way = Callable[[Api, dict[str, Any], bytes], Awaitable[None]]
WAYS: dict[Way, list[dict[str, Any]]] = {
    by_mail: [event("SENT", CONTRACTOR, "EMAIL", mail=mail())],
    by_system: [event("SENT", SYSTEM, "E_CONTRACT_SYSTEM")],
    by_official: [event("SENT", OFFICIAL, "DIRECT"), event("VIEWED", OFFICIAL)],
    by_key: [event("SENT", OFFICIAL, "DIRECT"), event("VIEWED", OFFICIAL)],
    by_the_systems_key: [event("SENT", SYSTEM, "E_CONTRACT_SYSTEM")],
}


async def is_sent(count: int) -> bool:
    return await HandoverEvent.filter(mail__state__in=["SENT", "DEAD"]).count() == count


async def return_certificate(api: Api, guarantee: dict[str, Any], reason: str, *, as_: str = "obligee") -> None:
    answer = await api.data(RETURN, as_=as_, input=key_input(guarantee, reason=reason))
    assert answer["returnCertificate"]["handover"]["status"] == "RETURNED"


async def test_what_was_never_sent_has_no_history(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    found = await both_ways(api, guarantee, f"handover {{ status {EVENTS} }} handovers {{ status }}", as_="surety")
    assert found == {"handover": {"status": "NOT_SENT", "events": []}, "handovers": []}


@pytest.mark.parametrize("again", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("first", WAYS, ids=lambda way: way.__name__)
async def test_after_a_return_any_way_begins_another_hand_over_that_can_be_accepted(
    api: Api, sample: SampleRegister, first: Way, again: Way
) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    await first(api, guarantee, file)
    await return_certificate(api, guarantee, "金額の誤り")
    await again(api, guarantee, file)
    accepted = await api.data(ACCEPT, as_="obligee", input=key_input(guarantee))
    assert accepted["acceptCertificate"]["__typename"] == "CertificateAccepted"
    returned, last = await history(api, guarantee)
    assert (returned["status"], returned["reason"]) == ("RETURNED", "金額の誤り")
    assert (last["status"], last["reason"], last["decidedAt"]) == ("ACCEPTED", None, NOON_THEN)
    seen = [event("VIEWED", OFFICIAL)]
    for entry, way, decision in ((returned, first, "RETURNED"), (last, again, "ACCEPTED")):
        ways = WAYS[way]
        assert entry["events"] == [*ways, *([] if ways[-1:] == seen else seen), event(decision, OFFICIAL)]


async def test_both_sides_read_the_same_and_strangers_nothing(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    await by_system(api, guarantee, file)
    await return_certificate(api, guarantee, "工期の誤り", as_="system")
    await by_mail(api, guarantee, file)
    entries = await history(api, guarantee)
    assert [event["kind"] for entry in entries for event in entry["events"]] == ["SENT", "RETURNED", "SENT"]
    assert entries[0]["events"][1] == event("RETURNED", SYSTEM)
    for name in READABLE:
        assert await history(api, guarantee, as_=name) == entries
    await competitor(api)
    for name in ("city", "competitor"):
        query = "query($id: ID!) { node(id: $id) { ... on Guarantee { handovers { status } } } }"
        assert (await api.data(query, as_=name, id=guarantee["id"]))["node"] is None


async def test_ten_returns_are_ten_entries(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    before = await DocumentContent.all().count()
    for place in range(10):
        await by_system(api, guarantee, file)
        await by_system(api, guarantee, file)
        await return_certificate(api, guarantee, f"{place}回目")
    entries = await history(api, guarantee)
    assert [entry["reason"] for entry in entries] == [f"{place}回目" for place in range(10)]
    assert await ReceivedNotice.all().count() == 10
    assert await DocumentContent.all().count() == before + 10
    told = Counter(mail.facts["reason"] for mail in await mails_of("OBLIGEE_RETURNED"))
    assert told == {entry["reason"]: len(DEFINITIONS[MailKind.OBLIGEE_RETURNED].deliveries) for entry in entries}


async def test_every_sending_stands_in_it(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    await by_mail(api, guarantee, file)
    await by_mail(api, guarantee, file)
    await by_system(api, guarantee, file)
    await by_system(api, guarantee, file)
    (entry,) = await history(api, guarantee)
    assert entry["events"] == [*WAYS[by_mail], *WAYS[by_system]]


async def test_a_retry_with_the_same_key_answers_the_first_also_after_a_return(
    api: Api, sample: SampleRegister
) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    await upload(api, file, idempotencyKey="k")
    await return_certificate(api, guarantee, "誤り")
    assert (await upload(api, file, idempotencyKey="k"))["handover"]["status"] == "RETURNED"
    assert [entry["status"] for entry in await history(api, guarantee)] == ["RETURNED"]


async def test_the_answer_of_every_act_has_the_events(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    sending = SEND_NOTICE.replace(
        "guarantee { id number } handover { status channel sentAt }",
        "guarantee { handover { events { by } } } handover { events { kind mail { recipient } } }",
    )
    sent = (await api.data(sending, as_="contractor", input={"guaranteeId": guarantee["id"], "to": TO}))["sendNotice"]
    assert sent == {
        "__typename": "NoticeSent",
        "handover": {"events": [{"kind": "SENT", "mail": {"recipient": TO}}]},
        "guarantee": {"handover": {"events": [{"by": "○○建設 株式会社"}]}},
    }
    told = "handover { events { kind } }"
    uploading = UPLOAD.replace(handovers.HANDOVER, told)
    given = {"file": base64.b64encode(file).decode()}
    filed = (await api.data(uploading, as_="system", input=given))["uploadNotice"]
    assert [each["kind"] for each in filed["handover"]["events"]] == ["SENT", "SENT"]
    accepting = ACCEPT.replace(handovers.HANDOVER, told)
    accepted = (await api.data(accepting, as_="system", input=key_input(guarantee)))["acceptCertificate"]
    assert [each["kind"] for each in accepted["handover"]["events"]] == ["SENT", "SENT", "ACCEPTED"]


async def test_a_document_that_is_read_stands_in_it(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await by_system(api, guarantee, await notice(api))
    query = "{ certificates { edges { node { document { url } } } } }"
    (edge,) = (await api.data(query, as_="obligee"))["certificates"]["edges"]
    for _ in range(2):
        assert (await api.http.get(edge["node"]["document"]["url"])).status_code == 200
    (entry,) = await history(api, guarantee)
    assert entry["events"] == [*WAYS[by_system], event("VIEWED", OFFICIAL)]


async def test_what_could_not_be_delivered_is_told_and_really_sent_again(
    api: Api, sample: SampleRegister, database_url: str
) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    await by_mail(api, guarantee, file)
    refusing = MailServer(always={"RCPT": "550 5.1.1 no such user"})
    async with listening(refusing) as server, running_outbox_worker(database_url, server.url, api.clock):
        await wait_until(lambda: all_in_state("DEAD", kind="KEY_NOTICE"))
    (entry,) = await history(api, guarantee)
    (sending,) = entry["events"]
    assert sending["mail"]["state"] == "DEAD"
    assert "お届けできませんでした" in sending["mail"]["problem"]
    assert "550" not in sending["mail"]["problem"]
    await by_mail(api, guarantee, file)
    await by_mail(api, guarantee, file)
    assert len(await mails_of("KEY_NOTICE")) == 2
    async with listening(MailServer()) as server, running_outbox_worker(database_url, server.url, api.clock):
        await wait_until(lambda: is_sent(2))
    assert [each.recipient for each in server.accepted].count(TO) == 1
    await by_mail(api, guarantee, file)
    ((first, second),) = [entry["events"] for entry in await history(api, guarantee)]
    assert (first["mail"]["state"], second["mail"]) == ("DEAD", mail(state="SENT", sentAt=NOON_THEN))


async def test_what_is_delayed_is_told(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await by_mail(api, guarantee, b"")
    await OutgoingMail.filter(kind="KEY_NOTICE").update(last_error="451 4.7.1 try again later")
    (entry,) = await history(api, guarantee)
    assert entry["events"][0]["mail"]["problem"] == "メールをまだお届けできていません。自動的に再送しています。"


async def test_the_history_is_kept_whoever_changes_the_guarantee(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    row = await handovers.stored(guarantee)
    await type(row).filter(id=row.id).update(handover_status="SENT", handover_channel="EMAIL", sent_at=row.issued_at)
    kept = await Handover.get(guarantee_id=row.id)
    assert (kept.id, kept.sent_at) == ((await handovers.stored(guarantee)).handover_id, row.issued_at)
