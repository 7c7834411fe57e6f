"""NEW_APPLICATION: to the branch at once, unless it wants a digest or has had thirty in this hour."""

import datetime
from typing import Any
from uuid import UUID

import pytest

from models.applying.application import Application
from models.enums import ContractType, Role
from models.outgoing_mail import MailKind
from models.parties.account import Account
from models.parties.branch_notification import MOST_IMMEDIATE, BranchNotification
from resolvers.applications import submit_draft
from resolvers.guarantees import review
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.database.copied_rows import copy_rows
from tests.support.mails import mail_of, mails_of, recipients_of, texts_of
from tests.support.use_cases import advance, applied, contract_request

SURETY, BRANCH = "tochigi@surety.example.jp", "shinsa@surety.example.jp"


async def choose(sample: SampleRegister, **chosen: Any) -> None:
    await BranchNotification.create(branch_id=sample.branch.id, **chosen)


async def untold() -> dict[UUID, datetime.datetime | None]:
    return {each.id: each.untold_since for each in await Application.all()}


async def test_it_says_what_has_come_from_whom(sample: SampleRegister) -> None:
    first, *_ = await applied(sample)
    (text,) = await texts_of(MailKind.NEW_APPLICATION)
    assert (text.subject, text.to) == ("保証申込みの受付：●●●●工事", "栃木支店　ご担当者各位")
    assert text.items == [
        ("受付番号", str(first.application_id)),
        ("商品", "前払金保証、契約保証"),
        ("工事名", "●●●●工事"),
        ("請負者", "○○建設 株式会社"),
        ("発注者", "栃木県知事"),
    ]
    assert text.link == "/guarantees"
    assert await untold() == {first.application_id: None}


async def test_services_are_spoken_of_as_such(sample: SampleRegister) -> None:
    services = contract_request(sample, contract_type=ContractType.SERVICES, contract_price=60_000_000)
    await applied(sample, advance(1_000_000), contract=services)
    (text,) = await texts_of(MailKind.NEW_APPLICATION)
    assert {"業務名", "受注者"} <= {label for label, _ in text.items}


@pytest.mark.parametrize(
    ("chosen", "recipients"),
    [
        ({}, [SURETY]),
        ({"timing": "IMMEDIATE"}, [SURETY]),
        ({"email": BRANCH}, [BRANCH]),
        ({"timing": "HOURLY", "email": BRANCH}, []),
    ],
)
async def test_the_branch_chooses_when_and_where(
    sample: SampleRegister, chosen: dict[str, Any], recipients: list[str]
) -> None:
    if chosen:
        await choose(sample, **chosen)
    (guarantee,) = await applied(sample, advance())
    assert await recipients_of(MailKind.NEW_APPLICATION) == recipients
    assert await untold() == {guarantee.application_id: None if recipients else NOON}


async def test_not_to_an_account_that_is_deactivated(sample: SampleRegister) -> None:
    await choose(sample, email="City@example.jp")
    await Account.filter(email="city@example.jp").update(is_active=False)
    try:
        await applied(sample, advance())
    finally:
        await Account.filter(email="city@example.jp").update(is_active=True)
    assert await recipients_of(MailKind.NEW_APPLICATION) == [SURETY]


async def test_above_thirty_an_hour_the_digest_has_the_rest(sample: SampleRegister) -> None:
    (first,) = await applied(sample, advance())
    await copy_rows("outgoing_mail", MOST_IMMEDIATE - 2, event="'copy ' || n")
    (last,) = await applied(sample, advance())
    assert len(await mails_of(MailKind.NEW_APPLICATION)) == MOST_IMMEDIATE
    (next_,) = await applied(sample, advance())
    assert len(await mails_of(MailKind.NEW_APPLICATION)) == MOST_IMMEDIATE
    ids = (first.application_id, last.application_id, next_.application_id)
    assert await untold() == dict(zip(ids, (None, None, NOON), strict=True))


async def test_what_is_sent_again_is_told_again(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    surety, contractor = sample.viewers[Role.SURETY], sample.viewers[Role.CONTRACTOR]
    await review.return_application(guarantee_id=guarantee.id, reason="不足", viewer=surety, at=NOON)
    await choose(sample, email=BRANCH)
    later = NOON + datetime.timedelta(hours=2)
    await submit_draft.submit_form(application_id=guarantee.application_id, viewer=contractor, at=later)
    assert await recipients_of(MailKind.NEW_APPLICATION) == [SURETY, BRANCH]


async def test_what_the_digest_had_to_tell_is_told_at_once_when_it_is_sent_again(sample: SampleRegister) -> None:
    await choose(sample, timing="HOURLY")
    (guarantee,) = await applied(sample, advance())
    surety, contractor = sample.viewers[Role.SURETY], sample.viewers[Role.CONTRACTOR]
    later = NOON + datetime.timedelta(minutes=1)
    for timing, expected in (("HOURLY", NOON), ("IMMEDIATE", None)):
        await BranchNotification.all().update(timing=timing)
        await review.return_application(guarantee_id=guarantee.id, reason="不足", viewer=surety, at=NOON)
        await submit_draft.submit_form(application_id=guarantee.application_id, viewer=contractor, at=later)
        assert await untold() == {guarantee.application_id: expected}
    assert (await mail_of(MailKind.NEW_APPLICATION)).created_at == later
