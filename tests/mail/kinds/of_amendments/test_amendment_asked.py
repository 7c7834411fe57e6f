"""AMENDMENT_ASKED: to the branch, with what would change."""

import pytest

from models.errors import DomainError
from models.outgoing_mail import MailKind
from models.parties.branch_notification import BranchNotification
from sample.sample_register import SampleRegister
from tests.support.applying.requesting import stored
from tests.support.mails import mails_of, recipients_of, texts_of


async def test_the_branch_is_told_what_would_change(sample: SampleRegister) -> None:
    request = await stored(sample, amount=10_000_000, contract_price=40_000_000)
    found = await recipients_of(MailKind.AMENDMENT_ASKED, guarantee_id=request.guarantee_id)
    assert found == ["tochigi@surety.example.jp"]
    (text,) = await texts_of(MailKind.AMENDMENT_ASKED)
    assert (text.subject, text.to) == ("保証の変更の依頼：●●●●工事", "栃木支店　ご担当者各位")
    assert text.link == f"/guarantees/{request.guarantee_id}"
    facts = dict(text.items)
    told = {"保証金額": "20,000,000円", "変更後の保証金額": "10,000,000円", "変更後の契約金額": "40,000,000円"}
    assert facts.items() >= (told | {"理由": "設計変更\n減額"}).items()
    assert {"変更後の保証期限", "変更後の件名", "変更後の始期", "変更後の終期"}.isdisjoint(facts)


async def test_it_goes_to_the_address_that_the_branch_has_chosen(sample: SampleRegister) -> None:
    await BranchNotification.create(branch_id=sample.branch.id, email="shinsa@surety.example.jp")
    await stored(sample, amount=10_000_000)
    assert await recipients_of(MailKind.AMENDMENT_ASKED) == ["shinsa@surety.example.jp"]


async def test_what_is_refused_tells_nobody(sample: SampleRegister) -> None:
    with pytest.raises(DomainError):
        await stored(sample, contract_price=40_000_000)
    assert await mails_of(MailKind.AMENDMENT_ASKED) == []
