"""KEY_NOTICE: to an address that the obligee has registered, with the PDF; replies go to the applicant."""

from typing import Any

import pytest

from mail.compose import compose
from models.document import Document
from models.enums import Role
from models.outgoing_mail import MailKind
from resolvers.handover import send_notice
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import FACTS, mail_of, texts_of
from tests.support.use_cases import advance, issued

ADDRESS = "keiyaku@obligee.example.jp"
TO_OBLIGEE = FACTS | {"addressee": "杉並区", "person": "ご担当者", "contractor": "○○建設 株式会社"}


@pytest.mark.parametrize(
    ("form", "reply_to"),
    [({}, "soumu@example.jp"), ({"notify_on_completion": False, "email": None}, "contractor@example.jp")],
    ids=["the address on the application", "the account that applied"],
)
async def test_the_obligee_gets_the_notice_and_may_answer_the_applicant(
    sample: SampleRegister, form: dict[str, Any], reply_to: str
) -> None:
    (guarantee,) = await issued(sample, advance(), **form)
    viewer = sample.viewers[Role.CONTRACTOR]
    await send_notice.send(guarantee_id=guarantee.id, to=ADDRESS, viewer=viewer, at=NOON)
    mail = await mail_of(MailKind.KEY_NOTICE)
    assert (mail.recipient, mail.reply_to, mail.guarantee_id) == (ADDRESS, reply_to, guarantee.id)
    assert mail.document_id == (await Document.get(kind="KEY_NOTICE")).id
    (text,) = await texts_of(MailKind.KEY_NOTICE)
    assert (text.subject, text.to) == (
        "『「認証キー」のお知らせ』の提出について（●●●●工事）",
        "栃木県　ご担当者　様",
    )
    assert dict(text.items) == {
        "保証契約番号": guarantee.number,
        "商品": "前払金保証",
        "工事名": "●●●●工事",
        "請負者": "○○建設 株式会社",
        "発注者": "栃木県知事",
        "保証金額": "20,000,000円",
    }
    assert text.link == f"/verify?number={guarantee.number}"


@pytest.mark.parametrize(
    ("contract_type", "project", "contractor"), [("WORKS", "工事名", "請負者"), ("SERVICES", "業務名", "受注者")]
)
def test_a_mail_calls_contract_and_contractor_by_one_name(contract_type: str, project: str, contractor: str) -> None:
    text = compose(MailKind.KEY_NOTICE, TO_OBLIGEE | {"contract_type": contract_type})
    items = dict(text.items)
    assert (items[project], items[contractor]) == ("●●●●工事", "○○建設 株式会社")
    names = {"工事名", "業務名", "請負者", "受注者", "保証契約者"}
    said = "".join([*items, *text.opening, *text.request, *text.notes])
    assert {name for name in names if name in said} == {project, contractor}


@pytest.mark.parametrize(
    ("subject", "filled"),
    [
        ("{発注者}／{工事名}／{請負者}", "栃木県知事／●●●●工事／○○建設 株式会社"),
        ("{商品}／{保証契約番号}", "契約保証／31072-00001I"),
        ("{業務名}・{受注者}・{保証契約者}・{保証金額}", "●●●●工事・○○建設 株式会社・○○建設 株式会社・5,000,000円"),
        ("{工事名}{工事名}", "●●●●工事●●●●工事"),
        ("{工期} {認証キー} {} {{工事名}} {工事名 }", "{工期} {認証キー} {} {●●●●工事} {工事名 }"),
        ("{0.__class__} {failures!r} {number} 100%s \\1", "{0.__class__} {failures!r} {number} 100%s \\1"),
    ],
)  # fmt: skip
def test_a_prescribed_subject_is_filled_in(subject: str, filled: str) -> None:
    assert compose(MailKind.KEY_NOTICE, TO_OBLIGEE | {"subject": subject}).subject == filled


NAMES = ["{請負者}工事", "{工事名}", "{failures}", "{0.__class__}", "\\1 \\g<0>", "{{請負者}}", "%s"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("field", ["project", "contractor", "obligee", "number"])
def test_what_is_filled_in_is_never_filled_in_itself(field: str, name: str) -> None:
    labels = {"project": "工事名", "contractor": "請負者", "obligee": "発注者", "number": "保証契約番号"}
    facts = TO_OBLIGEE | {field: name}
    text = compose(MailKind.KEY_NOTICE, facts | {"subject": f"（{{{labels[field]}}}）"})
    assert text.subject == f"（{name}）"
    assert dict(text.items)[labels[field]] == name
    default = compose(MailKind.KEY_NOTICE, facts)
    assert default.subject == f"『「認証キー」のお知らせ』の提出について（{facts['project']}）"
