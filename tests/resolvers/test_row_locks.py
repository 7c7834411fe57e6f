"""A use case locks a row before it acts on it: it sees concurrent decisions and never overwrites them."""

import asyncio
import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from resolvers.endings import expire_guarantees
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, api_clients, handovers
from tests.support.api_calls import APPLY, APPROVE, CERTIFICATE, ISSUE, RETRY, SEND_NOTICE
from tests.support.database.lock_waits import decided_concurrently, holding_locks, until_waited_for
from tests.support.handovers import ACCEPT, RETURN, TO, key_input, notice, upload
from tests.support.mails import enqueue_mails
from tests.support.states import DECLINE, RECORD_FEE, WITHDRAW, guarantee_in, status_of
from tests.support.states import RETURN as SEND_BACK
from tests.support.use_cases import advance, issued

DECLINED = "UPDATE guarantee SET status = 'DECLINED', status_reason = '別の理由'"
WITHDRAWN = "UPDATE guarantee SET status = 'WITHDRAWN'"
HANDED_OVER = """UPDATE guarantee SET handover_status = '{}', handover_channel = coalesce(handover_channel, 'DIRECT'),
    sent_at = coalesce(sent_at, issued_at), presented_at = issued_at, viewed_at = issued_at, decided_at = issued_at,
    return_reason = {}"""
ACCEPTED = HANDED_OVER.format("ACCEPTED", "NULL")
RETURNED = HANDED_OVER.format("RETURNED", "'別の理由'")


@pytest.fixture
async def signed_in(api: Api) -> Api:
    """With tokens, which excludes other waits."""
    for name in ("contractor", "surety", "obligee", "operator"):
        await api.token(name)
    return api


async def test_withdrawing_sees_that_it_was_declined(signed_in: Api, sample: SampleRegister, database_url: str) -> None:
    application = await api_calls.apply(signed_in, sample, guarantees=[api_calls.advance_input()])
    given = {"applicationId": application["id"]}
    withdrawing = signed_in.data(WITHDRAW, as_="contractor", input=given)
    answer = (await decided_concurrently(database_url, withdrawing, DECLINED))["withdrawApplication"]
    assert (answer["__typename"], answer["status"]) == ("WrongState", "DECLINED")
    assert await status_of(application["guarantees"][0]["id"]) == "DECLINED"


@pytest.mark.parametrize(
    "case",
    [
        ("SUBMITTED", APPROVE, {}),
        ("SUBMITTED", SEND_BACK, {"reason": "書類の不足"}),
        ("SUBMITTED", DECLINE, {"reason": "書類の不足"}),
        ("AWAITING_FEE", RECORD_FEE, {"paidOn": "2026-11-20"}),
        ("APPROVED", ISSUE, {}),
    ],
    ids=["approving", "returning", "declining", "the fee", "issuing"],
)
async def test_the_surety_sees_that_it_was_withdrawn(
    signed_in: Api, sample: SampleRegister, database_url: str, case: tuple[str, str, dict[str, str]]
) -> None:
    state, mutation, more = case
    id_ = await guarantee_in(state, signed_in, sample)
    acting = signed_in.data(mutation, as_="surety", input={"guaranteeId": id_} | more)
    (answer,) = (await decided_concurrently(database_url, acting, WITHDRAWN)).values()
    assert (answer["__typename"], answer["status"]) == ("WrongState", "WITHDRAWN")
    row = await models.Guarantee.get(id=ids.split(id_)[1])
    assert (row.status.value, row.number, row.status_reason, row.fee_paid_on) == ("WITHDRAWN", None, None, None)


async def test_sending_sees_that_it_was_accepted(signed_in: Api, sample: SampleRegister, database_url: str) -> None:
    guarantee = await handovers.issued(signed_in, sample)
    sending = signed_in.data(SEND_NOTICE, as_="contractor", input={"guaranteeId": guarantee["id"], "to": TO})
    answer = (await decided_concurrently(database_url, sending, ACCEPTED))["sendNotice"]
    assert (answer["__typename"], answer["message"]) == ("WrongState", "この証書は、すでに受理されています。")
    assert not await models.OutgoingMail.filter(kind="KEY_NOTICE").exists()
    assert (await handovers.stored(guarantee)).handover_status == "ACCEPTED"


@pytest.mark.parametrize(
    "case",
    [
        (ACCEPT, {}, RETURNED, "RETURNED"),
        (RETURN, {"reason": "誤り"}, ACCEPTED, "ACCEPTED"),
        (RETURN, {"reason": "誤り"}, RETURNED, "RETURNED"),
    ],
)
async def test_who_decides_sees_that_it_was_decided(
    signed_in: Api, sample: SampleRegister, database_url: str, case: tuple[str, dict[str, str], str, str]
) -> None:
    mutation, more, decision, status = case
    guarantee = await handovers.issued(signed_in, sample)
    await upload(signed_in, await notice(signed_in))
    deciding = signed_in.data(mutation, as_="obligee", input=key_input(guarantee, **more))
    (answer,) = (await decided_concurrently(database_url, deciding, decision)).values()
    assert answer["__typename"] == "WrongState"
    row = await handovers.stored(guarantee)
    assert (row.handover_status, row.return_reason) == (status, "別の理由" if status == "RETURNED" else None)
    assert not await models.OutgoingMail.filter(kind__startswith="OBLIGEE_").exists()


@pytest.mark.parametrize("earlier", [0, 1], ids=["a new file", "a known file"])
async def test_an_upload_sees_that_it_was_returned_and_begins_anew(
    signed_in: Api, sample: SampleRegister, database_url: str, earlier: int
) -> None:
    guarantee = await handovers.issued(signed_in, sample)
    file = await notice(signed_in)
    for _ in range(earlier):
        await upload(signed_in, file)
    before = await models.DocumentContent.all().count()
    answer = await decided_concurrently(database_url, upload(signed_in, file), RETURNED)
    assert (answer["__typename"], answer["handover"]["status"]) == ("NoticeFiled", "SENT")
    returned, current = await models.Handover.filter(guarantee__number=guarantee["number"]).order_by("id")
    assert (returned.handover_status, returned.return_reason) == ("RETURNED", "別の理由")
    assert (current.handover_status, current.return_reason) == ("SENT", None)
    kept = await models.ReceivedNotice.get(handover_id=current.id)
    assert await models.DocumentContent.exists(id=kept.storage_key)
    assert await models.DocumentContent.all().count() == before + 1


async def test_an_upload_sees_that_it_was_accepted(signed_in: Api, sample: SampleRegister, database_url: str) -> None:
    guarantee = await handovers.issued(signed_in, sample)
    file = await notice(signed_in)
    answer = await decided_concurrently(database_url, upload(signed_in, file, as_="obligee"), ACCEPTED)
    assert answer["handover"]["status"] == (await handovers.stored(guarantee)).handover_status.value == "ACCEPTED"


@pytest.mark.parametrize("decision", [ACCEPTED, RETURNED])
async def test_a_look_up_sees_what_was_decided(
    signed_in: Api, sample: SampleRegister, database_url: str, decision: str
) -> None:
    guarantee = await handovers.issued(signed_in, sample)
    await upload(signed_in, await notice(signed_in))
    given = {"number": guarantee["number"], "key": guarantee["authKey"]}
    looking = signed_in.data(CERTIFICATE, as_="obligee", **given)
    assert (await decided_concurrently(database_url, looking, decision))["certificate"] is not None
    row = await handovers.stored(guarantee)
    first, *rest = await models.Handover.filter(guarantee_id=row.id).order_by("id")
    assert decision == (ACCEPTED if first.handover_status == "ACCEPTED" else RETURNED)
    # A returned certificate is handed over again when number and key are presented afterwards.
    assert [handover.handover_status for handover in rest] == ([] if decision == ACCEPTED else ["VIEWED"])
    happened = await models.HandoverEvent.filter(handover_id__in=[handover.id for handover in rest]).order_by("id")
    assert [event.kind.value for event in happened] == ([] if decision == ACCEPTED else ["SENT", "VIEWED"])


async def test_a_first_reading_sees_what_was_decided(signed_in: Api, sample: SampleRegister, database_url: str) -> None:
    guarantee = await handovers.issued(signed_in, sample)
    await upload(signed_in, await notice(signed_in))
    query = "{ certificates { edges { node { document { url } } } } }"
    (edge,) = (await signed_in.data(query, as_="obligee"))["certificates"]["edges"]
    reading = signed_in.http.get(edge["node"]["document"]["url"])
    assert (await decided_concurrently(database_url, reading, RETURNED)).status_code == 200
    row = await handovers.stored(guarantee)
    assert (row.handover_status, row.viewed_at) == ("RETURNED", row.issued_at)
    assert not await models.HandoverEvent.filter(kind="VIEWED").exists()


async def test_applying_sees_what_was_applied_for(signed_in: Api, sample: SampleRegister, database_url: str) -> None:
    application = await api_calls.apply(signed_in, sample, guarantees=[api_calls.advance_input()])
    await models.Guarantee.all().update(amount=1_000_000)
    given = api_calls.application_input(sample, contract=None, guarantees=[api_calls.advance_input()])
    given["contractId"] = application["contract"]["id"]
    applying = signed_in.data(APPLY, as_="contractor", input=given)
    meanwhile = "SELECT FROM contract FOR UPDATE", "UPDATE guarantee SET amount = 20000000"
    answer = (await decided_concurrently(database_url, applying, *meanwhile))["applyForGuarantees"]
    assert answer["__typename"] == "InvalidInput"
    assert await models.Guarantee.all().count() == 1


async def test_releasing_a_mail_sees_that_it_was_sent(
    signed_in: Api, sample: SampleRegister, database_url: str
) -> None:
    (mail,) = await enqueue_mails(sample)
    releasing = signed_in.data(RETRY, as_="surety", input={"mailId": ids.to_id("OutgoingMail", mail.id)})
    sent = "UPDATE outgoing_mail SET state = 'SENT', sent_at = now() WHERE state = 'WAITING'"
    answer = (await decided_concurrently(database_url, releasing, sent))["retryMail"]
    assert answer["__typename"] == "MailAlreadySent"
    assert (await models.OutgoingMail.get(id=mail.id)).state == "SENT"


ENDED = "UPDATE api_client SET is_active = false WHERE name = '電子契約'"


@pytest.mark.parametrize(
    ("mutation", "more"),
    [(api_clients.CHANGE, {"requestsPerMinute": 7}), (api_clients.ISSUE_TOKEN, {"name": "本番"})],
    ids=["changing", "a token"],
)
async def test_who_changes_a_client_sees_that_it_has_ended(
    signed_in: Api, sample: SampleRegister, database_url: str, mutation: str, more: dict[str, Any]
) -> None:
    client = await api_clients.created(signed_in, sample)
    acting = signed_in.data(mutation, as_="operator", input={"apiClientId": client["id"]} | more)
    (answer,) = (await decided_concurrently(database_url, acting, ENDED)).values()
    assert answer["__typename"] == "ApiClientInactive"
    assert (await models.ApiClient.get(name="電子契約")).requests_per_minute == client["requestsPerMinute"]
    assert not await models.AccessToken.filter(name="本番").exists()


async def test_ending_a_client_sees_that_it_has_ended(
    signed_in: Api, sample: SampleRegister, database_url: str
) -> None:
    client = await api_clients.created(signed_in, sample)
    ending = signed_in.data(api_clients.DEACTIVATE, as_="operator", input={"apiClientId": client["id"]})
    answer = (await decided_concurrently(database_url, ending, ENDED))["deactivateApiClient"]
    assert answer["__typename"] == "ApiClientDeactivated"
    assert not await AuditEvent.filter(action="api_client.deactivated").exists()


async def test_revoking_sees_that_it_was_revoked(signed_in: Api, sample: SampleRegister, database_url: str) -> None:
    token = await api_clients.issued(signed_in, await api_clients.created(signed_in, sample), "本番")
    revoking = signed_in.data(api_clients.REVOKE_TOKEN, as_="operator", input={"accessTokenId": token["id"]})
    revoked = "UPDATE access_token SET revoked_at = '2026-11-19 00:00Z' WHERE name = '本番'"
    await decided_concurrently(database_url, revoking, revoked)
    row = await models.AccessToken.get(name="本番")
    assert row.revoked_at == datetime.datetime(2026, 11, 19, tzinfo=datetime.UTC)
    assert not await AuditEvent.filter(action="api_token.revoked").exists()


async def test_housekeeping_leaves_what_is_held_to_the_next_time(sample: SampleRegister, database_url: str) -> None:
    await issued(sample, advance())
    later = NOON + datetime.timedelta(days=1_000)
    async with holding_locks(database_url, "SELECT FROM guarantee FOR UPDATE"), asyncio.timeout(10):
        assert await expire_guarantees.expire(at=later) == 0
    assert await expire_guarantees.expire(at=later) == 1


async def test_a_retry_that_comes_too_early_is_answered_with_the_first(
    signed_in: Api, sample: SampleRegister, database_url: str
) -> None:
    await handovers.issued(signed_in, sample)
    file = await notice(signed_in)
    before = await models.DocumentContent.all().count()
    async with holding_locks(database_url, "SELECT FROM guarantee FOR UPDATE") as holder:
        first = asyncio.create_task(upload(signed_in, file, idempotencyKey="k"))
        await until_waited_for(holder)
        second = asyncio.create_task(upload(signed_in, file, idempotencyKey="k"))
        await until_waited_for(holder, waiting=2)
    assert await first == await second
    assert (await first)["handover"]["status"] == "SENT"
    assert await models.HandoverEvent.all().count() == await models.ReceivedNotice.all().count() == 1
    assert await models.DocumentContent.all().count() == before + 1
