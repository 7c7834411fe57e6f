"""To whom mails go: the address of the application, or an account that is still in use; never one that is not."""

import datetime
from typing import Any

import pytest

from models.application import Application, Message
from models.document import Document
from models.enums import Medium, Role
from models.errors import DomainError
from models.guarantee import FeePaymentMethod, Guarantee
from models.outgoing_mail import OutgoingMail
from models.parties.account import Account
from models.parties.surety import Surety
from models.parties.viewer import Viewer
from resolvers.applications import post_message, submit
from resolvers.guarantees import review
from resolvers.handover import hand_over
from sample.sample_data import SampleRegister
from tests.conftest import NOON
from tests.support.use_cases import advance, applied, approved, issue, performance

HOUR = datetime.timedelta(hours=1)
NO_ADDRESS: dict[str, Any] = {"notify_on_completion": False, "email": None}
SINGLE = advance(fee_payment_method=FeePaymentMethod.SINGLE)
CONTRACTOR, SURETY = "contractor@example.jp", "tochigi@surety.example.jp"


@pytest.fixture
async def colleagues(sample: SampleRegister) -> Any:
    """Two more accounts of the contractor, and two more of the surety's staff; all are as they were afterwards."""
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


async def recipients() -> list[tuple[str, str]]:
    return [(mail.kind.value, mail.recipient) for mail in await OutgoingMail.all().order_by("id")]


async def told_of_everything(sample: SampleRegister, **form: Any) -> list[tuple[str, str]]:
    """Whom a return, a decline, a fee request and a message reach."""
    surety = sample.viewers[Role.SURETY]
    returned, declined = await applied(sample, advance(), performance(), **form)
    await review.send_back(guarantee_id=returned.id, reason="写しが不足", viewer=surety, at=NOON)
    await review.decline(guarantee_id=declined.id, reason="要件外", viewer=surety, at=NOON)
    await approved(sample, SINGLE, **form)
    await post_message.post(application_id=returned.application_id, body="写しを", viewer=surety, at=NOON)
    return await recipients()


def all_to(address: str) -> list[tuple[str, str]]:
    return [(kind, address) for kind in ("RETURNED", "DECLINED", "FEE_REQUESTED", "MESSAGE_POSTED")]


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
    await review.send_back(guarantee_id=guarantee.id, reason="写し", viewer=viewer, at=NOON)
    assert await recipients() == [("RETURNED", "contractor2@example.jp")]


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
    assert await recipients() == [("ISSUED", "contractor2@example.jp")]


@pytest.mark.parametrize("medium", Medium)
async def test_a_notice_that_was_not_wished_is_not_sent_to_an_account(
    sample: SampleRegister, colleagues: None, medium: Medium
) -> None:
    (guarantee,) = await approved(sample, advance(medium=medium), **NO_ADDRESS)
    await issue(sample, guarantee)
    assert await recipients() == []


async def test_answers_to_a_key_notice_go_to_the_account_that_applied(sample: SampleRegister, colleagues: None) -> None:
    (guarantee,) = await approved(sample, advance(), **NO_ADDRESS)
    await issue(sample, guarantee)
    assert await Document.filter(kind="KEY_NOTICE").exists()
    viewer = sample.viewers[Role.CONTRACTOR]
    await hand_over.send_notice(guarantee_id=guarantee.id, to="keiyaku@obligee.example.jp", viewer=viewer, at=NOON)
    assert (await OutgoingMail.get()).reply_to == CONTRACTOR


async def written_to_the_surety(sample: SampleRegister) -> list[tuple[str, str]]:
    """Whom a message of the contractor and a withdrawal reach."""
    contractor = sample.viewers[Role.CONTRACTOR]
    (guarantee,) = await applied(sample, advance(), **NO_ADDRESS)
    await post_message.post(application_id=guarantee.application_id, body="お願い", viewer=contractor, at=NOON)
    await submit.withdraw(application_id=guarantee.application_id, viewer=contractor, at=NOON)
    return await recipients()


@pytest.mark.parametrize(
    ("registered", "out_of_use", "expected"),
    [
        (SURETY, (), SURETY),
        (None, (), "surety@example.jp"),
        (None, ("surety@example.jp",), "surety2@example.jp"),
        ("Surety2@example.jp", (), "Surety2@example.jp"),
        ("Surety2@example.jp", ("surety2@example.jp",), "surety@example.jp"),
        ("Surety2@example.jp", ("surety2@example.jp", "surety@example.jp"), "surety3@example.jp"),
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
    await deactivate("surety@example.jp", "surety2@example.jp", "surety3@example.jp")
    assert await written_to_the_surety(sample) == []
    assert await Message.all().count() == 1


async def facts_of(kind: str) -> dict[str, Any]:
    mail = await OutgoingMail.get(kind=kind)
    return {
        name: mail.facts[name] for name in ("fee", "due_on", "fee_account", "paid_on", "refund") if name in mail.facts
    }


async def test_a_fee_request_says_how_much_until_when_and_where_to(sample: SampleRegister) -> None:
    await approved(sample, SINGLE)
    account = "○○銀行　本店営業部　普通　0000001　ミホンケンセツギヨウホシヨウ（カ"
    assert await facts_of("FEE_REQUESTED") == {"fee": 68_000, "due_on": "2026-12-04", "fee_account": account}


async def test_a_withdrawal_says_what_is_paid_back(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, SINGLE)
    surety, contractor = sample.viewers[Role.SURETY], sample.viewers[Role.CONTRACTOR]
    await review.record_fee_payment(guarantee_id=guarantee.id, paid_on=NOON.date(), viewer=surety, at=NOON + 24 * HOUR)
    await submit.withdraw(application_id=guarantee.application_id, viewer=contractor, at=NOON + 48 * HOUR)
    assert await facts_of("WITHDRAWN") == {"paid_on": "2026-11-20", "refund": 68_000}
    assert (await OutgoingMail.get(kind="WITHDRAWN")).facts["contractor"] == "○○建設 株式会社"


async def test_each_withdrawn_guarantee_is_told_of_and_no_other(sample: SampleRegister) -> None:
    one, other, _ = [*await approved(sample), *await approved(sample)][:3]
    await issue(sample, one)
    contractor = sample.viewers[Role.CONTRACTOR]
    await submit.withdraw(application_id=one.application_id, viewer=contractor, at=NOON)
    mails = await OutgoingMail.filter(kind="WITHDRAWN")
    assert [(mail.guarantee_id, mail.recipient) for mail in mails] == [(other.id, SURETY)]
    assert mails[0].facts["paid_on"] is mails[0].facts["refund"] is None


async def test_a_withdrawal_that_is_refused_tells_nobody(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance(), **NO_ADDRESS)
    await issue(sample, guarantee)
    contractor = sample.viewers[Role.CONTRACTOR]
    with pytest.raises(DomainError):
        await submit.withdraw(application_id=guarantee.application_id, viewer=contractor, at=NOON)
    assert await recipients() == []
