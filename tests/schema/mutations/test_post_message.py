"""postMessage."""

import datetime

import pytest

from models.audit_records import AuditEvent
from models.enums import Role
from models.parties.surety import Surety
from resolvers import quotas
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.api_calls import POST
from tests.support.mails import mail_of, mails_of, recipients_of
from tests.support.refusals import refused, unchanged
from tests.support.states import INVALID, NOT_FOUND, competitor, rival_branch

BODY = "契約書の写しを\nお送りします。"


@pytest.mark.parametrize(
    ("as_", "recipient", "addressee"),
    [
        ("contractor", "tochigi@surety.example.jp", "栃木支店"),
        ("surety", "soumu@example.jp", "○○建設 株式会社"),
    ],
)
async def test_a_message_stands_with_the_application_and_the_other_side_is_told(
    api: Api, sample: SampleRegister, as_: str, recipient: str, addressee: str
) -> None:
    application = await api_calls.apply(api, sample)
    answer = await api.data(POST, as_=as_, input={"applicationId": application["id"], "body": f" {BODY}\n"})
    message = {"sentAt": "2026-11-20T03:00:00+00:00", "from": as_.upper(), "body": BODY}
    posted = {"__typename": "MessagePosted", "application": {"id": application["id"], "messages": [message]}}
    assert answer == {"postMessage": posted}
    mail = await mail_of("MESSAGE_POSTED")
    assert (mail.recipient, mail.facts["addressee"]) == (recipient, addressee)
    assert BODY not in str(mail.facts)
    assert await AuditEvent.filter(action="message.posted").count() == 1


async def test_messages_are_told_of_by_one_mail_while_it_waits(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    for _ in range(2):
        await api.data(POST, as_="surety", input={"applicationId": application["id"], "body": BODY})
    assert len(await mails_of("MESSAGE_POSTED")) == 1


async def test_who_posts_too_often_is_told_when_to_go_on(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    actor_id = sample.viewers[Role.CONTRACTOR].actor_id
    event = {"action": "message.posted", "address": "192.0.2.1", "actor_id": actor_id}
    at = NOON - datetime.timedelta(minutes=30)
    await AuditEvent.bulk_create([AuditEvent(**event, at=at) for _ in range(quotas.MESSAGES.most)])
    given = {"applicationId": application["id"], "body": BODY}
    (error,) = (await unchanged(api, POST, as_="contractor", input=given)).json()["errors"]
    assert error["extensions"] == {"code": "TOO_MANY_REQUESTS", "retryAfter": 1800}
    assert error["message"] == "メッセージの送信は1時間に120件までです。しばらくしてからやり直してください。"
    await api.data(POST, as_="surety", input=given)


async def test_who_gave_no_address_is_told_at_the_account_that_applied(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample, notifyOnCompletion=False, email=None)
    await api.data(POST, as_="surety", input={"applicationId": application["id"], "body": BODY})
    assert await recipients_of("MESSAGE_POSTED") == ["contractor@example.jp"]


async def test_a_surety_without_an_address_for_answers_is_told_by_its_staff(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    await Surety.filter(id=sample.branch.surety_id).update(mail_reply_to=None)
    try:
        await api.data(POST, as_="contractor", input={"applicationId": application["id"], "body": BODY})
    finally:
        await Surety.filter(id=sample.branch.surety_id).update(mail_reply_to="tochigi@surety.example.jp")
    assert await recipients_of("MESSAGE_POSTED") == ["surety@example.jp"]


@pytest.mark.parametrize(("body", "code"), [("", "REQUIRED"), (" 　\n", "REQUIRED"), ("あ" * 2001, "TOO_LONG")])
async def test_a_message_has_1_to_2000_characters(api: Api, sample: SampleRegister, body: str, code: str) -> None:
    application = await api_calls.apply(api, sample)
    answer = await refused(api, POST, as_="contractor", input={"applicationId": application["id"], "body": body})
    problem = {"path": ["body"], "code": code, "message": "メッセージを2,000文字以内で入力してください。"}
    assert answer == INVALID | {"problems": [problem]}


async def test_foreign_and_unknown_applications_are_not_found(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    await rival_branch(api)
    await competitor(api)
    for as_ in ("rival", "competitor"):
        given = {"applicationId": application["id"], "body": BODY}
        assert await refused(api, POST, as_=as_, input=given) == NOT_FOUND
    assert await refused(api, POST, as_="surety", input={"applicationId": "x", "body": BODY}) == NOT_FOUND
