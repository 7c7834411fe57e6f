"""Recipients: the address of the application, or an active account; never a deactivated account."""

import datetime
from typing import Any

import pytest

from models.applying.application import Application, Message
from models.enums import Medium, Role
from models.guarantee import FeePaymentMethod, Guarantee
from models.parties.account import Account
from models.parties.surety import Surety
from models.parties.viewer import Viewer
from resolvers.applications import post_message, withdraw
from resolvers.guarantees import review
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import recipients_of
from tests.support.use_cases import advance, applied, approved, issue, performance

HOUR = datetime.timedelta(hours=1)
NO_ADDRESS: dict[str, Any] = {"notify_on_completion": False, "email": None}
SINGLE = advance(fee_payment_method=FeePaymentMethod.SINGLE)
KINDS = ("RETURNED", "DECLINED", "FEE_REQUESTED", "MESSAGE_POSTED")
"""Kinds of mail to the contractor."""
CONTRACTOR, SURETY = "contractor@example.jp", "tochigi@surety.example.jp"


@pytest.fixture
async def colleagues(sample: SampleRegister) -> Any:
    """Two more accounts of the contractor in place of the sample's second, and two more of the surety's staff.

    Restored afterwards.
    """
    await deactivate("staff@example.jp")
    belongings: dict[str, dict[str, Any]] = {
        "contractor": {"role": Role.CONTRACTOR, "contractor_id": sample.contractor.id},
        "surety": {"role": Role.SURETY, "surety_id": sample.branch.surety_id},
    }
    for name, belonging in belongings.items():
        for place in (2, 3):
            email = f"{name}{place}@example.jp"
            await Account.create(email=email, name=email, password_hash="-", **belonging)
    yield
    await Account.all().update(is_active=True)
    await Surety.filter(id=sample.branch.surety_id).update(mail_reply_to=SURETY)


async def deactivate(*emails: str) -> None:
    await Account.filter(email__in=emails).update(is_active=False)


async def viewer_of(email: str) -> Viewer:
    account = await Account.get(email=email)
    return Viewer(account.role, account.id, account.name, "192.0.2.1", contractor_id=account.contractor_id)


async def told(*kinds: str) -> list[tuple[str, str]]:
    """The recipients of mails of these kinds."""
    return [(kind, recipient) for kind in kinds for recipient in await recipients_of(kind)]


async def told_of_everything(sample: SampleRegister, **form: Any) -> list[tuple[str, str]]:
    """The recipients of a return, a decline, a fee request and a message."""
    surety = sample.viewers[Role.SURETY]
    returned, declined = await applied(sample, advance(), performance(), **form)
    await review.return_application(guarantee_id=returned.id, reason="写しが不足", viewer=surety, at=NOON)
    await review.decline(guarantee_id=declined.id, reason="要件外", viewer=surety, at=NOON)
    await approved(sample, SINGLE, **form)
    await post_message.post(application_id=returned.application_id, body="写しを", viewer=surety, at=NOON)
    return await told(*KINDS)


def all_to(address: str) -> list[tuple[str, str]]:
    return [(kind, address) for kind in KINDS]


async def test_without_an_address_the_account_that_applied_is_told(sample: SampleRegister, colleagues: None) -> None:
    assert await told_of_everything(sample, **NO_ADDRESS) == all_to(CONTRACTOR)


async def test_an_address_without_a_notice_of_completion_is_used_too(sample: SampleRegister, colleagues: None) -> None:
    form = {"notify_on_completion": False, "email": "soumu@example.jp"}
    assert await told_of_everything(sample, **form) == all_to("soumu@example.jp")


async def test_it_is_the_account_that_applied_and_no_older_one(sample: SampleRegister, colleagues: None) -> None:
    await applied(sample, SINGLE, **NO_ADDRESS)
    second = await viewer_of("contractor2@example.jp")
    await Application.all().update(applicant_id=second.actor_id)
    guarantee = await Guarantee.get()
    viewer = sample.viewers[Role.SURETY]
    await review.return_application(guarantee_id=guarantee.id, reason="写し", viewer=viewer, at=NOON)
    assert await recipients_of("RETURNED") == ["contractor2@example.jp"]


async def test_who_applied_stands_on_the_application(sample: SampleRegister, colleagues: None) -> None:
    await applied(sample)
    assert (await Application.get()).applicant_id == sample.viewers[Role.CONTRACTOR].actor_id


@pytest.mark.parametrize("form", [NO_ADDRESS, {"email": "Contractor@example.jp"}], ids=["none", "of the account"])
async def test_an_account_that_is_out_of_use_is_not_told_but_the_next(
    sample: SampleRegister, colleagues: None, form: dict[str, Any]
) -> None:
    await deactivate(CONTRACTOR)
    assert await told_of_everything(sample, **form) == all_to("contractor2@example.jp")


async def test_where_nobody_is_left_nobody_is_told(sample: SampleRegister, colleagues: None) -> None:
    await deactivate(CONTRACTOR, "contractor2@example.jp", "contractor3@example.jp")
    assert await told_of_everything(sample, **NO_ADDRESS) == []


async def test_accounts_of_other_contractors_are_never_told(sample: SampleRegister, colleagues: None) -> None:
    await deactivate(CONTRACTOR, "contractor2@example.jp")
    assert await told_of_everything(sample, **NO_ADDRESS) == all_to("contractor3@example.jp")


async def test_a_notice_of_completion_does_not_go_to_an_account_out_of_use(
    sample: SampleRegister, colleagues: None
) -> None:
    await deactivate(CONTRACTOR)
    (guarantee,) = await approved(sample, advance(), email=CONTRACTOR)
    await issue(sample, guarantee)
    assert await recipients_of("ISSUED") == ["contractor2@example.jp"]


@pytest.mark.parametrize("medium", Medium)
async def test_a_notice_that_was_not_wished_is_not_sent_to_an_account(
    sample: SampleRegister, colleagues: None, medium: Medium
) -> None:
    (guarantee,) = await approved(sample, advance(medium=medium), **NO_ADDRESS)
    await issue(sample, guarantee)
    assert await recipients_of("ISSUED") == []


async def written_to_the_surety(sample: SampleRegister) -> list[tuple[str, str]]:
    """The recipients of a message of the contractor and of a withdrawal."""
    contractor = sample.viewers[Role.CONTRACTOR]
    (guarantee,) = await applied(sample, advance(), **NO_ADDRESS)
    await post_message.post(application_id=guarantee.application_id, body="お願い", viewer=contractor, at=NOON)
    await withdraw.application(application_id=guarantee.application_id, viewer=contractor, at=NOON)
    return await told("MESSAGE_POSTED", "WITHDRAWN")


@pytest.mark.parametrize(
    ("registered", "out_of_use", "expected"),
    [
        (SURETY, (), SURETY),
        (None, (), "surety@example.jp"),
        (None, ("surety@example.jp",), "reviewer@example.jp"),
        (None, ("surety@example.jp", "reviewer@example.jp"), "surety2@example.jp"),
        ("Surety2@example.jp", (), "Surety2@example.jp"),
        ("Surety2@example.jp", ("surety2@example.jp",), "surety@example.jp"),
        ("Surety2@example.jp", ("surety2@example.jp", "surety@example.jp"), "reviewer@example.jp"),
    ],
)
async def test_the_surety_is_told_where_somebody_is(
    sample: SampleRegister, colleagues: None, registered: str | None, out_of_use: tuple[str, ...], expected: str
) -> None:
    await Surety.filter(id=sample.branch.surety_id).update(mail_reply_to=registered)
    await deactivate(*out_of_use)
    assert await written_to_the_surety(sample) == [("MESSAGE_POSTED", expected), ("WITHDRAWN", expected)]


async def test_a_surety_without_anybody_is_not_told(sample: SampleRegister, colleagues: None) -> None:
    await Surety.filter(id=sample.branch.surety_id).update(mail_reply_to=None)
    await deactivate("surety@example.jp", "reviewer@example.jp", "surety2@example.jp", "surety3@example.jp")
    assert await written_to_the_surety(sample) == []
    assert await Message.all().count() == 1
