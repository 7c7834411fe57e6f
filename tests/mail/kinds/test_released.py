"""RELEASED: to the contractor, and to an obligee to whom the key notice was mailed."""

from models.enums import Role
from models.outgoing_mail import MailKind, OutgoingMail
from resolvers.endings import end_guarantees
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_calls, handovers, use_cases
from tests.support.mails import recipients_of, texts_of

REASON = "髙﨑𠮷工業の工事（禰󠄀・ｶﾞ）\n二行目"


async def test_the_contractor_is_told_why(sample: SampleRegister) -> None:
    (guarantee,) = await use_cases.issued(sample, use_cases.advance())
    surety = sample.viewers[Role.SURETY]
    await end_guarantees.release(guarantee_id=guarantee.id, reason=REASON, viewer=surety, at=NOON)
    assert await recipients_of(MailKind.RELEASED, guarantee_id=guarantee.id) == ["soumu@example.jp"]
    (text,) = await texts_of(MailKind.RELEASED)
    assert (text.subject, text.link) == ("保証の解除のお知らせ", f"/guarantees/{guarantee.id}")
    assert dict(text.items)["理由"] == REASON


async def test_an_obligee_is_told_where_the_notice_was_mailed_to(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    given = {"guaranteeId": guarantee["id"], "to": handovers.TO}
    await api.data(api_calls.SEND_NOTICE, as_="contractor", input=given)
    await OutgoingMail.filter(kind=MailKind.KEY_NOTICE).update(state="SENT", sent_at=NOON)
    id_ = (await handovers.stored(guarantee)).id
    await end_guarantees.release(guarantee_id=id_, reason=REASON, viewer=sample.viewers[Role.SURETY], at=NOON)
    assert await recipients_of(MailKind.RELEASED) == ["soumu@example.jp", handovers.TO]
    _, text = await texts_of(MailKind.RELEASED)
    assert text.link == f"/verify?number={guarantee['number']}"
    assert guarantee["authKey"] not in str(text)


async def test_a_notice_that_was_not_sent_tells_no_address(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    given = {"guaranteeId": guarantee["id"], "to": handovers.TO}
    await api.data(api_calls.SEND_NOTICE, as_="contractor", input=given)
    id_ = (await handovers.stored(guarantee)).id
    await end_guarantees.release(guarantee_id=id_, reason=REASON, viewer=sample.viewers[Role.SURETY], at=NOON)
    assert await recipients_of(MailKind.RELEASED) == ["soumu@example.jp"]
