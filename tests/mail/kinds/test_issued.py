"""ISSUED: to the address of the application, if a notice of completion is requested, and never with a key."""

from typing import Any

import pytest
from tortoise import connections

from models.enums import ContractType, Medium
from models.guarantee import Guarantee
from models.outgoing_mail import MailKind
from sample.sample_register import SampleRegister
from tests.support.issuing import issue_each
from tests.support.mails import mail_of, mails_of, recipients_of, texts_of
from tests.support.use_cases import KEY, advance, approved, contract_request, issue, issued, performance


async def test_an_issue_enqueues_one_mail_with_its_facts_and_without_the_key(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    mail = await mail_of(MailKind.ISSUED)
    assert (mail.state, mail.attempts, mail.document_id) == ("WAITING", 0, None)
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
    }
    rows = await connections.get("default").execute_query_dict("SELECT to_jsonb(m)::text AS row FROM outgoing_mail m")
    assert KEY not in "".join(row["row"] for row in rows)


async def test_it_says_what_was_issued_and_leads_to_it(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    (text,) = await texts_of(MailKind.ISSUED)
    assert (text.subject, text.to) == (
        "電子保証（認証キー）発行完了のお知らせ",
        "○○建設 株式会社　総務部　見本 花子　様",
    )
    assert dict(text.items) == {
        "保証契約番号": guarantee.number,
        "商品": "前払金保証",
        "工事名": "●●●●工事",
        "発注者": "栃木県知事",
        "保証金額": "20,000,000円",
    }
    assert text.link == f"/guarantees/{guarantee.id}"
    assert text.signature == [
        "見本建設業保証株式会社　栃木支店",
        "電話 028-000-0000　ファクシミリ 028-000-0001",
    ]


async def test_mails_about_services_are_in_their_words(sample: SampleRegister) -> None:
    await issued(sample, advance(), contract=contract_request(sample, contract_type=ContractType.SERVICES))
    (text,) = await texts_of(MailKind.ISSUED)
    assert dict(text.items)["業務名"] == "●●●●工事"
    assert "工事名" not in dict(text.items)


async def test_each_of_a_batch_has_its_own(sample: SampleRegister) -> None:
    found = [guarantee.id for _ in range(5) for guarantee in await approved(sample, advance(), performance())]
    await issue_each(sample, found)
    assert sorted(mail.guarantee_id or "" for mail in await mails_of(MailKind.ISSUED)) == sorted(found)


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ({"notify_on_completion": False}, {}),
        ({"notify_on_completion": False, "email": None}, {}),
        ({}, {"medium": Medium.PAPER}),
    ],
    ids=["not wanted", "no address", "on paper"],
)
async def test_an_issue_of_which_nobody_wants_to_be_told_enqueues_none(
    sample: SampleRegister, form: dict[str, Any], asked: dict[str, Any]
) -> None:
    await issued(sample, performance(**asked), **form)
    assert await recipients_of(MailKind.ISSUED) == []


async def test_a_reason_given_before_is_not_told_with_the_issue(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    await Guarantee.filter(id=guarantee.id).update(status_reason="以前の理由")
    await issue(sample, guarantee)
    assert "以前の理由" not in str((await mail_of(MailKind.ISSUED)).facts)
