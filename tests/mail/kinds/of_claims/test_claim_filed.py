"""CLAIM_FILED: to the surety, to the contractor and to who claimed, without the account."""

import pytest

from models.outgoing_mail import MailKind, OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_calls, handovers
from tests.support.mails import recipients_of, texts_of
from tests.support.parties.claims import ACCOUNT, FILE, claimed, done, filed

PARTIES = ["soumu@example.jp", "tochigi@surety.example.jp"]
REASON = "髙﨑𠮷工業の倒産（禰󠄀・ｶﾞ・が）\n二行目"


async def test_every_side_is_told_and_the_account_is_in_no_mail(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await done(api, FILE, as_="obligee", **claimed(guarantee, reason=REASON))
    assert await recipients_of(MailKind.CLAIM_FILED) == ["soumu@example.jp", "obligee@example.jp", PARTIES[1]]
    contractor, claimant, surety = await texts_of(MailKind.CLAIM_FILED)
    assert contractor.subject == claimant.subject == "保証金請求の受付のお知らせ"
    assert surety.subject == f"保証金請求の受付：{guarantee['number']}"
    for text in (contractor, claimant, surety):
        told = dict(text.items)
        assert (told["請求額"], told["支払期限"], told["理由"]) == ("5,000,000円", "2026年12月20日", REASON)
    row = await handovers.stored(guarantee)
    links = [f"/guarantees/{row.id}", f"/verify?number={guarantee['number']}", f"/guarantees/{row.id}"]
    assert [text.link for text in (contractor, claimant, surety)] == links
    facts = str(await OutgoingMail.filter(kind=MailKind.CLAIM_FILED).values_list("facts", flat=True))
    assert not [secret for secret in (ACCOUNT["number"], "トチギケン", guarantee["authKey"]) if secret in facts]


@pytest.mark.parametrize("is_notified", [True, False])
async def test_of_a_systems_claim_the_notified_address_is_told(
    api: Api, sample: SampleRegister, *, is_notified: bool
) -> None:
    guarantee = await handovers.issued(api, sample)
    if is_notified:
        given = {"guaranteeId": guarantee["id"], "to": handovers.TO}
        await api.data(api_calls.SEND_NOTICE, as_="contractor", input=given)
        await OutgoingMail.filter(kind=MailKind.KEY_NOTICE).update(state="SENT", sent_at=NOON)
    await done(api, FILE, as_="system", **claimed(guarantee))
    told = await recipients_of(MailKind.CLAIM_FILED)
    assert told == ([PARTIES[0], handovers.TO, PARTIES[1]] if is_notified else PARTIES)
    assert is_notified is any("ご担当者" in text.to for text in (await texts_of(MailKind.CLAIM_FILED))[:-1])


async def test_a_repeated_request_tells_nobody_again(api: Api, sample: SampleRegister) -> None:
    given = claimed(await handovers.issued(api, sample), idempotencyKey="k")
    for _ in range(2):
        await done(api, FILE, as_="obligee", **given)
    assert len(await recipients_of(MailKind.CLAIM_FILED)) == 3


async def test_performance_guarantees_are_told_of_alike(api: Api, sample: SampleRegister) -> None:
    _, performance = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    await filed(api, performance)
    assert dict((await texts_of(MailKind.CLAIM_FILED))[0].items)["請求額"] == "5,000,000円"
