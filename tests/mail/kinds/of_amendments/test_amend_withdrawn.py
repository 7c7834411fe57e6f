"""AMEND_WITHDRAWN: to the branch."""

from models.enums import Role
from models.outgoing_mail import MailKind
from models.parties.branch_notification import BranchNotification
from resolvers.amendments import amendment_requests
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.applying.requesting import stored
from tests.support.mails import recipients_of, texts_of


async def test_the_branch_is_told_at_the_address_that_it_has_chosen(sample: SampleRegister) -> None:
    await BranchNotification.create(branch_id=sample.branch.id, email="shinsa@surety.example.jp")
    request = await stored(sample, amount=10_000_000)
    await amendment_requests.withdraw(request_id=request.id, viewer=sample.viewers[Role.CONTRACTOR], at=NOON)
    found = await recipients_of(MailKind.AMEND_WITHDRAWN, guarantee_id=request.guarantee_id)
    assert found == ["shinsa@surety.example.jp"]
    (text,) = await texts_of(MailKind.AMEND_WITHDRAWN)
    assert (text.subject, text.link) == ("保証の変更の依頼の取下げ：●●●●工事", f"/guarantees/{request.guarantee_id}")
    assert dict(text.items)["変更後の保証金額"] == "10,000,000円"
