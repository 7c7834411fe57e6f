"""Lists without pages: the last allowed row is added, the next one is refused, and no more are loaded."""

import asyncio
import datetime
from typing import Any

import pytest

from models.applying.application import MOST_MESSAGES, Message
from models.applying.contract import MOST_GUARANTEES
from models.audit_records import AuditEvent
from models.certificate import MOST_VERSIONS
from models.enums import Role
from models.errors import InvalidInput
from models.fees.fee_statement import MOST_STATEMENTS, FeeStatement
from models.guarantee import FeePaymentMethod, Guarantee
from models.handover import MOST_MAILINGS, MOST_NOTICES, MOST_RETURNS, Handover, HandoverEvent
from models.outgoing_mail import OutgoingMail
from models.parties.account import MOST_SESSIONS, MOST_TOKENS, AccessToken
from models.parties.surety import MOST_BRANCHES, MOST_SURETIES
from models.received_notice import ReceivedNotice
from resolvers.applications import withdraw
from resolvers.guarantees import review
from sample.sample_register import SampleRegister
from schema.build import graphql_schema
from schema.reading.fields import LENGTH
from security import tokens
from tests.conftest import NOON, Api
from tests.support import api_calls, api_clients, handovers
from tests.support.api_calls import POST, SEND_NOTICE
from tests.support.applying.amending import amend, cancel, in_force
from tests.support.database.copied_rows import copy_rows
from tests.support.handovers import RETURN, TO, key_input, notice, retold, upload
from tests.support.refusals import refused, table_contents
from tests.support.use_cases import advance, approved

HOUR = datetime.timedelta(hours=1)


def problem(path: str, code: str = "TOO_MANY") -> list[dict[str, Any]]:
    return [{"path": [path], "code": code}]


def without_messages(answer: dict[str, Any]) -> Any:
    return [{"path": each["path"], "code": each["code"]} for each in answer["problems"]]


async def test_an_application_has_two_hundred_messages(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    given = {"applicationId": application["id"], "body": "写し"}
    await api.data(POST, as_="contractor", input=given)
    await copy_rows("message", MOST_MESSAGES - 2)
    answers = await asyncio.gather(*(api.data(POST, as_="surety", input=given) for _ in range(3)))
    assert sorted(answer["postMessage"]["__typename"] for answer in answers) == ["InvalidInput"] * 2 + ["MessagePosted"]
    assert await Message.all().count() == MOST_MESSAGES
    answer = await refused(api, POST, as_="contractor", input=given)
    assert without_messages(answer) == problem("applicationId")
    assert "200件" in answer["problems"][0]["message"]


async def test_a_contract_has_fifty_guarantees_also_withdrawn_ones(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    await Guarantee.all().update(status="WITHDRAWN")
    await copy_rows("guarantee", MOST_GUARANTEES - 3)
    given = api_calls.application_input(sample, contract=None, contractId=application["contract"]["id"])
    two = given | {"guarantees": [api_calls.advance_input(), api_calls.performance_input()]}
    answer = await refused(api, api_calls.APPLY, as_="contractor", input=two)
    assert without_messages(answer) == problem("contractId")
    one = given | {"guarantees": [api_calls.performance_input()]}
    await api.data(api_calls.APPLY, as_="contractor", input=one)
    assert await Guarantee.all().count() == MOST_GUARANTEES
    answer = await refused(api, api_calls.APPLY, as_="contractor", input=one)
    assert without_messages(answer) == problem("contractId")


async def test_a_certificate_is_returned_as_long_as_there_may_be_another_hand_over(
    api: Api, sample: SampleRegister
) -> None:
    guarantee = await handovers.issued(api, sample)
    await api.data(SEND_NOTICE, as_="contractor", input={"guaranteeId": guarantee["id"], "to": TO})
    decided = {"viewed_at": "original.sent_at", "decided_at": "original.sent_at", "return_reason": "'誤り'"}
    await copy_rows("handover", MOST_RETURNS - 1, handover_status="'RETURNED'", **decided)
    given = key_input(guarantee, reason="誤り")
    answer = await api.data(RETURN, as_="obligee", input=given)
    assert answer["returnCertificate"]["__typename"] == "CertificateReturned"
    await api.data(api_calls.CERTIFICATE, as_="obligee", number=guarantee["number"], key=guarantee["authKey"])
    assert await Handover.all().count() == MOST_RETURNS + 1
    answer = await refused(api, RETURN, as_="obligee", but=("audit_event",), input=given)
    assert answer["problems"] == problem("guaranteeNumber")
    accepted = await api.data(handovers.ACCEPT, as_="obligee", input=key_input(guarantee))
    assert accepted["acceptCertificate"]["__typename"] == "CertificateAccepted"


async def test_an_amendment_and_its_cancellation_begin_another_hand_over_each(api: Api, sample: SampleRegister) -> None:
    guarantee = await in_force(api, sample)
    mailed = {"guaranteeId": guarantee["id"], "to": TO}
    await api.data(SEND_NOTICE, as_="contractor", input=mailed)
    decided = {"viewed_at": "original.sent_at", "decided_at": "original.sent_at", "return_reason": "'誤り'"}
    await copy_rows("handover", MOST_RETURNS, handover_status="'RETURNED'", **decided)
    for act in (amend(api, guarantee["id"], amount=16_000_000), cancel(api, guarantee["id"])):
        assert (await act)["__typename"] in {"GuaranteeAmended", "AmendmentCancelled"}
        await all_mails_sent(at=NOON)
        api.clock.at += HOUR
        await api.data(SEND_NOTICE, as_="contractor", input=mailed)
    query = "query($id: ID!) { node(id: $id) { ... on Guarantee { handovers { status } } } }"
    found = (await api.data(query, as_="contractor", id=guarantee["id"]))["node"]["handovers"]
    assert len(found) == await Handover.all().count() == MOST_RETURNS + 2 + 1
    type_: Any = graphql_schema.type_map["Guarantee"]
    declared = type_.fields["handovers"].extensions["strawberry-definition"].metadata
    assert declared[LENGTH].at_most >= MOST_RETURNS + 2 * (MOST_VERSIONS - 1) + 1


async def test_a_notice_is_mailed_a_hundred_times_in_one_hand_over(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    given = {"guaranteeId": guarantee["id"], "to": TO}
    sending = SEND_NOTICE.replace("__typename", "__typename ... on InvalidInput { problems { path code } }", 1)
    await api.data(sending, as_="contractor", input=given)
    await copy_rows("handover_event", MOST_MAILINGS - 2)
    api.clock.at = NOON + datetime.timedelta(days=1)
    await all_mails_sent(at=NOON)
    await api.data(sending, as_="contractor", input=given)
    assert await HandoverEvent.all().count() == MOST_MAILINGS
    api.clock.at = NOON + datetime.timedelta(days=2)
    await all_mails_sent(at=NOON)
    answer = await refused(api, sending, as_="contractor", input=given)
    assert (answer["__typename"], answer["problems"]) == ("InvalidInput", problem("guaranteeId"))


async def all_mails_sent(*, at: datetime.datetime) -> None:
    await OutgoingMail.filter(state="WAITING").update(state="SENT", sent_at=at)


async def test_twenty_files_are_kept_of_one_guarantee(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    first = await notice(api)
    answer = await upload(api, first)
    assert answer["__typename"] == "NoticeFiled", answer
    await copy_rows("received_notice", MOST_NOTICES - 2, sha256="'\\x' || repeat(lpad(to_hex(n), 2, '0'), 32)")
    await upload(api, await retold(guarantee))
    assert await ReceivedNotice.all().count() == MOST_NOTICES
    other = first.rstrip() + b"\n\n\n"
    before = await table_contents(but=("audit_event",))
    answer = await upload(api, other)
    assert (answer["reason"], answer["retryAfter"]) == ("TOO_MANY_NOTICES", None)
    assert await table_contents(but=("audit_event",)) == before
    assert await AuditEvent.filter(action="notice.refused", subject="TOO_MANY_NOTICES").count() == 1
    assert (await upload(api, first))["__typename"] == "NoticeFiled", "what is kept already is answered"


async def test_files_at_the_same_moment_are_counted_one_after_the_other(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    files = [(await notice(api)).rstrip() + b"\n" * (place + 2) for place in range(6)]
    await upload(api, await retold(guarantee))
    await copy_rows("received_notice", MOST_NOTICES - 3, sha256="'\\x' || repeat(lpad(to_hex(n), 2, '0'), 32)")
    senders = ["system", "obligee"] * 3
    sendings = [upload(api, file, as_=sender) for file, sender in zip(files, senders, strict=True)]
    answers = await asyncio.gather(*sendings)
    assert sorted(answer["__typename"] for answer in answers) == ["NoticeFiled"] * 2 + ["NoticeNotReadable"] * 4
    assert await ReceivedNotice.all().count() == MOST_NOTICES


async def test_an_approval_is_given_and_revoked_as_long_as_there_may_be_statements(sample: SampleRegister) -> None:
    viewer = sample.viewers[Role.SURETY]
    (guarantee,) = await approved(sample, advance(fee_payment_method=FeePaymentMethod.SINGLE))
    number = "'310-2026-9' || lpad(n::text, 5, '0')"
    await copy_rows("fee_statement", MOST_STATEMENTS - 5, sequence="n + 1", number=number)

    async def revoke_and_approve(times: int) -> None:
        for hours in range(1, times + 1):
            at = NOON + hours * HOUR
            await review.revoke_approval(guarantee_id=guarantee.id, reason="誤り", viewer=viewer, at=at)
            await review.approve(guarantee_id=guarantee.id, expiry_date=None, viewer=viewer, at=at)

    with pytest.raises(InvalidInput) as caught:
        await revoke_and_approve(times=10)
    assert [(each.path, each.code) for each in caught.value.problems] == [(("guaranteeId",), "TOO_MANY")]
    contractor = sample.viewers[Role.CONTRACTOR]
    await withdraw.application(application_id=guarantee.application_id, viewer=contractor, at=NOON)
    assert MOST_STATEMENTS - 3 <= await FeeStatement.all().count() <= MOST_STATEMENTS


async def test_an_api_client_has_two_hundred_tokens(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample)
    await api_clients.issued(api, client, "本番")
    digest = "'\\x' || lpad(to_hex(n), 64, '0')"
    await copy_rows("access_token", MOST_TOKENS - 2, digest=digest, name="'予備' || n")
    await api_clients.issued(api, client, "最後")
    given = {"apiClientId": client["id"], "name": "もう一つ"}
    answer = await refused(api, api_clients.ISSUE_TOKEN, as_="operator", input=given)
    assert answer["problems"] == problem("apiClientId")


async def test_an_account_has_a_hundred_sessions(api: Api, sample: SampleRegister) -> None:
    await api.token("surety")
    digest = "'\\x' || lpad(to_hex(n), 64, '0')"
    account_id = sample.viewers[Role.SURETY].actor_id
    held = {"account_id": f"'{account_id}'", "api_client_id": "NULL", "name": "NULL", "expires_at": "now()"}
    await copy_rows("access_token", MOST_SESSIONS - 1, digest=digest, **held)
    first = api.tokens.pop("surety")
    api.clock.at = NOON + HOUR
    await api.token("surety")
    assert await AccessToken.filter(account_id=account_id).count() == MOST_SESSIONS
    assert await AccessToken.filter(digest=tokens.digest(first)).count() == 0, "the oldest has ended"


SURETIES = "{ sureties { branches { code } } }"


async def test_no_more_sureties_and_branches_are_shown_than_may_be(api: Api, sample: SampleRegister) -> None:
    free = "SELECT to_char(c, 'FM000') AS code FROM generate_series(0, 999) AS c EXCEPT SELECT code FROM branch"
    await copy_rows("branch", MOST_BRANCHES + 10, code=f"(ARRAY({free}))[n]")
    await copy_rows("surety", MOST_SURETIES + 10, name="'保証会社' || n")
    found = (await api.data(SURETIES))["sureties"]
    assert len(found) == MOST_SURETIES
    assert max(len(surety["branches"]) for surety in found) == MOST_BRANCHES


MESSAGES = "{ applications { edges { node { messages { body } } } } }"


async def test_no_more_messages_are_loaded_than_may_be_and_others_keep_theirs(api: Api, sample: SampleRegister) -> None:
    """An application may have more from before the maximum was introduced."""
    for body in ("甲", "乙"):
        application = await api_calls.apply(api, sample)
        await api.data(POST, as_="contractor", input={"applicationId": application["id"], "body": body})
        if body == "甲":
            await copy_rows("message", MOST_MESSAGES + 50, body="'甲' || n")
    expected = [["乙"], ["甲", *(f"甲{n}" for n in range(1, MOST_MESSAGES))]]
    for query in (MESSAGES, MESSAGES.replace("{ body }", "{ body ...{ body } }"), f"query X {MESSAGES}"):
        found = (await api.data(query, as_="surety"))["applications"]["edges"]
        assert [[message["body"] for message in edge["node"]["messages"]] for edge in found] == expected
    node = "query($id: ID!) { node(id: $id) { ... on Application { messages { body } } } }"
    edges = (await api.data("{ applications { edges { node { id } } } }", as_="surety"))["applications"]["edges"]
    for edge, bodies in zip(edges, expected, strict=True):
        found = (await api.data(node, as_="surety", id=edge["node"]["id"]))["node"]["messages"]
        assert [message["body"] for message in found] == bodies
