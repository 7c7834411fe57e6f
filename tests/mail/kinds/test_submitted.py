"""SUBMITTED: to the account that applied, and to the address for the notice of completion; once to one address."""

from typing import Any

import pytest

from models.enums import Role
from models.outgoing_mail import MailKind
from models.parties.account import Account
from resolvers.applications import submit
from sample.sample_data import SampleRegister
from tests.conftest import NOON
from tests.support.mails import mails_of, recipients_of, texts_of
from tests.support.use_cases import applied, form

ACCOUNT = "contractor@example.jp"


@pytest.mark.parametrize(
    ("given", "recipients"),
    [
        ({}, [ACCOUNT, "soumu@example.jp"]),
        ({"email": "Contractor@Example.jp"}, [ACCOUNT]),
        ({"notify_on_completion": False}, [ACCOUNT]),
        ({"notify_on_completion": False, "email": None}, [ACCOUNT]),
    ],
    ids=["both", "the same address", "no notice is wished", "no address"],
)
async def test_each_address_is_told_once(sample: SampleRegister, given: dict[str, Any], recipients: list[str]) -> None:
    await applied(sample, **given)
    assert await recipients_of(MailKind.SUBMITTED) == recipients


async def test_an_address_of_a_deactivated_account_is_not_told(sample: SampleRegister) -> None:
    await Account.filter(email="city@example.jp").update(is_active=False)
    try:
        await applied(sample, email="City@example.jp")
    finally:
        await Account.filter(email="city@example.jp").update(is_active=True)
    assert await recipients_of(MailKind.SUBMITTED) == [ACCOUNT]


async def test_it_says_what_was_received_and_what_happens_next(sample: SampleRegister) -> None:
    first, *_ = await applied(sample)
    account, address = await texts_of(MailKind.SUBMITTED)
    assert account == address
    assert (account.subject, account.link) == ("保証申込み受付のお知らせ", "/guarantees")
    assert account.to == "○○建設 株式会社　総務部　見本 花子　様"
    assert account.items == [
        ("受付番号", str(first.application_id)),
        ("商品", "前払金保証、契約保証"),
        ("工事名", "●●●●工事"),
        ("発注者", "栃木県知事"),
    ]
    assert "審査" in account.request[0]


async def test_an_application_that_is_repeated_is_told_once(sample: SampleRegister) -> None:
    request, viewer = form(sample), sample.viewers[Role.CONTRACTOR]
    for _ in range(2):
        await submit.application(request=request, idempotency_key="k", viewer=viewer, at=NOON)
    assert len(await mails_of(MailKind.SUBMITTED)) == 2
