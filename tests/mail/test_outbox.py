"""One mail for each event, in the transaction of the event."""

import asyncio
from typing import Any

import pytest
from tortoise import connections

from database.leases import CHANNEL
from database.notifications import listen
from database.transactions import transactional
from mail import outbox
from mail.compose import word
from mail.outbox import Event
from models.enums import ContractType, Medium, Role
from models.errors import WrongState
from models.guarantee import FeePaymentMethod, Guarantee
from models.outgoing_mail import MailKind, OutgoingMail
from resolvers.guarantees import review
from sample.sample_data import SampleRegister
from tests.conftest import NOON
from tests.support.issuing import issue_each
from tests.support.mails import enqueue_mails
from tests.support.use_cases import KEY, advance, applied, approved, contract_request, issue, issued, performance


async def mails() -> list[tuple[str, str]]:
    """Kinds and recipients of all mails."""
    return [(mail.kind.value, mail.recipient) for mail in await OutgoingMail.all().order_by("id")]


async def test_an_issue_owes_one_mail_with_what_it_tells_and_without_the_key(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    mail = await OutgoingMail.get()
    assert (mail.kind, mail.state, mail.attempts) == (MailKind.ISSUED, "WAITING", 0)
    assert (mail.sender, mail.reply_to) == ("no-reply@surety.example.jp", "tochigi@surety.example.jp")
    assert (mail.recipient, mail.surety_id, mail.guarantee_id) == (
        "soumu@example.jp",
        guarantee.surety_id,
        guarantee.id,
    )
    assert mail.facts == {
        "surety": "見本建設業保証株式会社",
        "branch": "栃木支店",
        "telephone": "028-000-0000",
        "fax": "028-000-0001",
        "addressee": "○○建設 株式会社",
        "person": "総務部　見本 花子",
        "guarantee": str(guarantee.id),
        "contract_type": "WORKS",
        "product": "ADVANCE_PAYMENT",
        "number": guarantee.number,
        "project": "●●●●工事",
        "obligee": "栃木県知事",
        "amount": 20_000_000,
        "reason": None,
    }
    rows = await connections.get("default").execute_query_dict("SELECT to_jsonb(m)::text AS row FROM outgoing_mail m")
    assert KEY not in rows[0]["row"]


async def test_mails_about_services_are_in_their_words(sample: SampleRegister) -> None:
    await issued(sample, advance(), contract=contract_request(sample, contract_type=ContractType.SERVICES))
    mail = await OutgoingMail.get()
    items = dict(word(mail.kind, mail.facts).items)
    assert items["業務名"] == "●●●●工事"
    assert "工事名" not in items


async def test_each_of_a_batch_owes_its_own(sample: SampleRegister) -> None:
    found = [guarantee.id for _ in range(5) for guarantee in await approved(sample, advance(), performance())]
    await issue_each(sample, found)
    assert sorted(await OutgoingMail.all().values_list("guarantee_id", flat=True)) == sorted(found)


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ({"notify_on_completion": False}, {}),
        ({"notify_on_completion": False, "email": None}, {}),
        ({}, {"medium": Medium.PAPER}),
    ],
    ids=["not wanted", "no address", "on paper"],
)
async def test_an_issue_of_which_nobody_wants_to_be_told_owes_none(
    sample: SampleRegister, form: dict[str, Any], asked: dict[str, Any]
) -> None:
    await issued(sample, performance(**asked), **form)
    assert await mails() == []


async def test_return_decline_and_fee_request_owe_one_each(sample: SampleRegister) -> None:
    surety = sample.viewers[Role.SURETY]
    single = performance(fee_payment_method=FeePaymentMethod.SINGLE)
    returned, declined = await applied(sample, advance(), performance())
    await review.send_back(guarantee_id=returned.id, reason="写しが不足", viewer=surety, at=NOON)
    await review.decline(guarantee_id=declined.id, reason="要件外", viewer=surety, at=NOON)
    await approved(sample, single)
    await approved(sample, advance())
    assert [kind for kind, _ in await mails()] == ["RETURNED", "DECLINED", "FEE_REQUESTED"]
    reasons = [mail.facts["reason"] for mail in await OutgoingMail.all().order_by("id")]
    assert reasons == ["写しが不足", "要件外", None]


async def test_what_is_refused_or_rolled_back_owes_none(sample: SampleRegister) -> None:
    surety = sample.viewers[Role.SURETY]
    (guarantee,) = await approved(sample, advance())
    with pytest.raises(WrongState):
        await review.decline(guarantee_id=guarantee.id, reason="要件外", viewer=surety, at=NOON)

    @transactional
    async def begun() -> None:
        await outbox.tell(MailKind.ISSUED, [Event("x", guarantee.id, NOON)])
        raise LookupError

    with pytest.raises(LookupError):
        await begun()
    assert await mails() == []


async def test_the_same_event_owes_one_mail_however_often_it_is_told(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    event = Event("x", guarantee.id, NOON)
    await asyncio.gather(*(outbox.tell(MailKind.RETURNED, [event]) for _ in range(10)))
    assert len(await mails()) == 1


async def test_an_event_may_have_any_name_and_stays_one_of_its_own(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    for name in ("x" * 1_000, "x" * 1_001, "x" * 1_000):
        await outbox.tell_both(MailKind.RETURNED, Event(name, guarantee.id, NOON))
    assert len(await mails()) == 4


async def test_a_reason_given_before_is_not_told_with_the_issue(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    await Guarantee.filter(id=guarantee.id).update(status_reason="以前の理由")
    await issue(sample, guarantee)
    assert (await OutgoingMail.get()).facts["reason"] is None


async def test_commits_are_heard_of_once_a_transaction_and_rollbacks_are_not(
    sample: SampleRegister, database_url: str
) -> None:
    heard, stop, ready = list[str](), asyncio.Event(), asyncio.Event()

    def hear(table: str) -> None:
        heard.append(table)
        ready.set()

    task = asyncio.create_task(listen(database_url, CHANNEL, heard=hear, stop=stop))
    await asyncio.wait_for(ready.wait(), 5)
    assert heard == [""], "a gap has ended"
    ready.clear()
    await enqueue_mails(sample, 7)
    await asyncio.wait_for(ready.wait(), 5)

    @transactional
    async def undone() -> None:
        await enqueue_mails(sample, 3)
        raise LookupError

    with pytest.raises(LookupError):
        await undone()
    ready.clear()
    await issued(sample, advance())
    await asyncio.wait_for(ready.wait(), 5)
    assert heard[:2] == ["", "outgoing_mail"]
    assert sorted(heard[2:]) == ["document", "outgoing_mail"]
    stop.set()
    await asyncio.wait_for(task, 5)


async def test_listening_goes_on_after_the_connection_is_lost(sample: SampleRegister, database_url: str) -> None:
    heard, stop = asyncio.Queue[None](), asyncio.Event()
    task = asyncio.create_task(listen(database_url, CHANNEL, heard=lambda _: heard.put_nowait(None), stop=stop))
    await asyncio.wait_for(heard.get(), 5)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    await connections.get("default").execute_query(cut)
    await asyncio.wait_for(heard.get(), 5)
    await enqueue_mails(sample)
    await asyncio.wait_for(heard.get(), 5)
    stop.set()
    await asyncio.wait_for(task, 5)
