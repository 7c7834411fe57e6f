"""`/guarantees`, over HTTP, as a browser without scripts uses it: from the link in a mail to the guarantee."""

import re
from uuid import uuid4

import pytest
from tortoise import connections

from mail.compose import compose
from models.applying.application import Application
from models.document import Document
from models.enums import Role
from models.guarantee import Guarantee
from models.outgoing_mail import MailKind, OutgoingMail
from models.parties.account import Account
from models.parties.contractor import Contractor
from models.parties.surety import Branch
from resolvers import document_services
from resolvers.applications import post_message
from resolvers.guarantees import review
from sample.sample_register import PASSWORD, SampleRegister
from security import passwords
from tests.conftest import EMAILS, NOON, Api
from tests.support import api_calls
from tests.support.browsers.page_browser import Browser
from tests.support.mails import mail_of, mails_of
from tests.support.use_cases import advance, applied, issued, performance
from web.pages import guarantees as pages_


@pytest.fixture
async def stranger(sample: SampleRegister) -> str:
    """The address of another contractor's account."""
    contractor = await Contractor.create(
        name="別会社", address="東京都", representative="代表", corporate_number="0000000000002"
    )
    account = await Account.create(
        email="other@example.jp", name="別会社", password_hash=await passwords.hash_(PASSWORD),
        role=Role.CONTRACTOR, contractor_id=contractor.id,
    )  # fmt: skip
    return account.email


def link_of(mail: OutgoingMail) -> str:
    """The target of the mail's link."""
    return compose(mail.kind, mail.facts).link


async def test_the_link_of_a_mail_leads_by_the_sign_in_to_the_guarantee(
    sample: SampleRegister, browser: Browser
) -> None:
    (guarantee,) = await issued(sample, advance())
    link = link_of(await mail_of(MailKind.ISSUED))
    assert link == f"/guarantees/{guarantee.id}"
    form = await browser.open(link)
    assert form.status_code == 401
    (to,) = re.findall(r'name="to" value="([^"]+)"', form.text)
    assert str(guarantee.number) not in form.text
    answer = await browser.sign_in_for(to=to)
    assert (answer.status_code, answer.headers["location"]) == (303, link)
    _, _, cookie = answer.headers["set-cookie"].partition("; ")
    assert cookie == "HttpOnly; Max-Age=43200; Path=/; SameSite=lax"
    page = await browser.open(link)
    assert page.status_code == 200
    for part in (
        f"{guarantee.number}",
        "保証中",
        "前払金保証",
        "工事名",
        "●●●●工事",
        "栃木県知事",
        "20,000,000円",
        "未提出",
    ):
        assert part in page.text
    links = re.findall(r'href="http://kakusho.test(/documents/[^"]+)"', page.text)
    kinds = [(await browser.open(link)).content[:5] for link in links]
    assert kinds == [b"%PDF-"] * 3, "certificate, key notice, fee statement"
    assert page.headers["cache-control"] == "no-store"


async def test_what_is_still_to_be_made_takes_nothing_else_away(
    sample: SampleRegister, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    (guarantee,) = await issued(sample, advance())
    await browser.sign_in_for()
    monkeypatch.setattr(document_services, "WAIT_SECONDS", 0)
    page = await browser.open(f"/guarantees/{guarantee.id}")
    assert page.status_code == 200
    assert f"{guarantee.number}" in page.text
    assert page.text.count("作成しています。") == 3


async def test_documents_that_failed_for_good_name_whom_to_ask(sample: SampleRegister, browser: Browser) -> None:
    (guarantee,) = await issued(sample, advance())
    await Document.all().update(state="DEAD", last_error="TextDoesNotFit")
    branch = await Branch.get(id=guarantee.handling_branch_id)
    for account, contact, count in (("contractor", branch.telephone, 3), ("surety", "システムの運用担当者", 2)):
        await browser.sign_in_for(email=f"{account}@example.jp")
        page = await browser.open(f"/guarantees/{guarantee.id}")
        alerts = re.findall('role="alert">(.*)</p>', page.text)
        assert len(alerts) == count
        for alert in alerts:
            assert "作成できませんでした。" in alert
            assert contact in alert


async def test_before_the_issue_the_page_tells_the_reason_and_no_document(
    sample: SampleRegister, browser: Browser
) -> None:
    (guarantee,) = await applied(sample, advance())
    reason = "一、写しが不足\n二、<b>押印</b>"
    await review.return_application(
        guarantee_id=guarantee.id, reason=reason, viewer=sample.viewers[Role.SURETY], at=NOON
    )
    await browser.sign_in_for()
    page = await browser.open(link_of(await mail_of(MailKind.RETURNED)))
    assert "差戻し" in page.text
    assert "一、写しが不足\n二、&lt;b&gt;押印&lt;/b&gt;" in page.text
    assert "発行前" in page.text
    main = page.text.partition("<main")[2].partition("</main>")[0]
    assert "書類" not in main
    assert "提出" not in main


async def test_a_message_is_read_where_its_mail_leads(sample: SampleRegister, browser: Browser) -> None:
    first, second = await applied(sample, advance(), performance())
    application = await Application.get(id=first.application_id)
    for role, body in ((Role.SURETY, "写しを\nお送りください。"), (Role.CONTRACTOR, "送りました。")):
        await post_message.post(application_id=application.id, body=body, viewer=sample.viewers[role], at=NOON)
    links = {link_of(mail) for mail in await mails_of(MailKind.MESSAGE_POSTED)}
    assert links == {f"/guarantees/{first.id}"}
    for account in ("contractor", "surety"):
        await browser.sign_in_for(EMAILS[account])
        page = await browser.open(links.copy().pop())
        assert "写しを\nお送りください。" in page.text
        assert page.text.index("保証会社</strong>") < page.text.index("申込者</strong>")
        assert f'href="/guarantees/{second.id}"' in page.text


async def test_the_list_shows_ones_own_and_a_number_leads_to_its_guarantee(
    sample: SampleRegister, browser: Browser, stranger: str
) -> None:
    (guarantee,) = await issued(sample, advance())
    (waiting,) = await applied(sample, performance())
    await browser.sign_in_for()
    page = await browser.open("/guarantees")
    assert page.text.index(f'href="/guarantees/{waiting.id}"') < page.text.index(f'href="/guarantees/{guarantee.id}"')
    for number in (f"{guarantee.number}", f"{guarantee.number}".lower(), f"　{guarantee.number} "):
        found = await browser.http.get("/guarantees", params={"number": number})
        assert (found.status_code, found.headers["location"]) == (303, f"/guarantees/{guarantee.id}")
    await browser.sign_in_for(stranger)
    page = await browser.open("/guarantees")
    assert "保証はまだありません。" in page.text
    assert (await browser.http.get("/guarantees", params={"number": guarantee.number})).status_code == 404


@pytest.mark.parametrize("number", ["31073-00009X", "x", "'; --", "\0", "9" * 500])
async def test_a_number_that_is_none_or_of_nothing_is_told(
    sample: SampleRegister, browser: Browser, number: str
) -> None:
    await browser.sign_in_for()
    answer = await browser.http.get("/guarantees", params={"number": number})
    assert answer.status_code == 404
    assert pages_.NOT_VISIBLE in answer.text


async def test_what_is_not_ones_own_is_not_there(sample: SampleRegister, browser: Browser, stranger: str) -> None:
    (guarantee,) = await issued(sample, advance())
    await browser.sign_in_for(stranger)
    for id_ in (guarantee.id, uuid4()):
        answer = await browser.open(f"/guarantees/{id_}")
        assert answer.status_code == 404
        assert str(guarantee.number) not in answer.text
    await browser.sign_in_for(EMAILS["obligee"])
    assert (await browser.open(f"/guarantees/{guarantee.id}")).status_code == 404, "it has not presented its key"


async def test_an_obligee_that_has_presented_its_key_sees_nothing_private(
    sample: SampleRegister, browser: Browser, api: Api
) -> None:
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    number, key = payload["guarantee"]["number"], payload["guarantee"]["authKey"]
    await api.data(api_calls.CERTIFICATE, as_="obligee", number=number, key=key)
    guarantee = await Guarantee.get(number=number)
    await Guarantee.filter(id=guarantee.id).update(status_reason="内部の理由")
    await post_message.post(
        application_id=guarantee.application_id, body="内々の話", viewer=sample.viewers[Role.SURETY], at=NOON
    )
    await browser.sign_in_for(EMAILS["obligee"])
    page = await browser.open(f"/guarantees/{guarantee.id}")
    assert "閲覧済" in page.text
    for private in ("内部の理由", "内々の話", "保証料計算書", "「認証キー」のお知らせ"):
        assert private not in page.text


async def test_a_warning_of_wrong_keys_leads_the_surety_to_the_guarantee(
    sample: SampleRegister, browser: Browser
) -> None:
    (guarantee,) = await issued(sample, advance())
    link = f"/guarantees?number={guarantee.number}"
    (to,) = re.findall(r'name="to" value="([^"]+)"', (await browser.open(link)).text)
    assert (await browser.sign_in_for(EMAILS["surety"], to=to)).headers["location"] == link
    assert (await browser.open(link)).headers["location"] == f"/guarantees/{guarantee.id}"


async def test_fifty_at_a_time(sample: SampleRegister, browser: Browser) -> None:
    (guarantee,) = await applied(sample, advance())
    await connections.get("default").execute_query(
        "INSERT INTO guarantee SELECT (jsonb_populate_record(guarantee, jsonb_build_object('id', uuidv7()))).*"
        f" FROM guarantee, generate_series(1, 50) WHERE id = '{guarantee.id}'"
    )
    await browser.sign_in_for()
    page = await browser.open("/guarantees")
    assert len(re.findall(r'<th scope="row">', page.text)) == 50
    (following,) = re.findall(r'href="(/guarantees\?after=[^"]+)" rel="next"', page.text)
    last = await browser.open(following)
    assert len(re.findall(r'<th scope="row">', last.text)) == 1
    assert 'rel="next"' not in last.text
    assert len(re.findall(r'<th scope="row">', (await browser.open("/guarantees?after=x")).text)) == 50
