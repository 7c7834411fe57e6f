"""requestPasswordReset."""

import datetime
from time import perf_counter

import pytest

from models.audit_records import AuditEvent
from models.outgoing_mail import MailKind, OutgoingMail
from models.parties.password_link import PasswordLink
from resolvers.accounts import reset_password
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support.parties import accounts
from tests.support.parties.accounts import PASSWORD, RESET, SET, token_for
from tests.support.refusals import error_of, refused

TRUE = {"requestPasswordReset": True}


async def test_a_link_for_one_hour(api: Api, sample: SampleRegister) -> None:
    assert await api.data(RESET, input={"email": " Surety@Example.JP "}) == TRUE
    mail = await OutgoingMail.get(kind=MailKind.PASSWORD_RESET)
    assert mail.recipient == "surety@example.jp"
    link = await PasswordLink.get()
    assert link.expires_at - NOON == datetime.timedelta(hours=1)
    token = await token_for("surety@example.jp")
    assert token not in str([vars(each) for each in await AuditEvent.all()]) + str(vars(mail))
    api.clock.at = NOON + datetime.timedelta(hours=1)
    late = await refused(api, SET, input={"token": token, "password": PASSWORD})
    assert late["__typename"] == "PasswordLinkExpired"


@pytest.mark.parametrize(
    "email", ["nobody@example.jp", "", "no address", "x" * 10_000, "\u202e", "日本@example.jp", "surety@example.jp'--"]
)
async def test_nobody_learns_who_has_an_account(api: Api, sample: SampleRegister, email: str) -> None:
    assert await api.data(RESET, input={"email": email}) == TRUE
    assert not await OutgoingMail.exists()
    assert not await PasswordLink.exists()


async def test_the_answer_comes_after_the_same_time(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reset_password, "SECONDS", 1.0)
    for email in ("surety@example.jp", "nobody@example.jp"):
        began = perf_counter()
        await api.data(RESET, input={"email": email})
        assert perf_counter() - began >= 1.0


async def test_one_mail_in_five_minutes(api: Api, sample: SampleRegister) -> None:
    for minutes, mails in [(0, 1), (4, 1), (5, 2)]:
        api.clock.at = NOON + datetime.timedelta(minutes=minutes)
        assert await api.data(RESET, input={"email": "surety@example.jp"}) == TRUE
        assert await OutgoingMail.all().count() == mails
    assert await PasswordLink.all().count() == 1


async def test_a_used_link_may_be_followed_by_another(api: Api, sample: SampleRegister) -> None:
    account = await accounts.colleague(api)
    for n in range(2):
        await api.data(RESET, input={"email": account["email"]})
        input_ = {"token": await token_for(account["email"]), "password": f"{PASSWORD}-{n}"}
        assert (await api.data(SET, input=input_))["setPassword"]["__typename"] == "PasswordSet"


async def test_invited_and_deactivated_people_get_none(api: Api, sample: SampleRegister) -> None:
    waiting = await accounts.invited(api, email="waiting@example.jp")
    gone = await accounts.colleague(api)
    await api.data(accounts.DEACTIVATE, as_="surety", input={"accountId": gone["id"]})
    for account in (waiting, gone):
        assert await api.data(RESET, input={"email": account["email"]}) == TRUE
    assert not await OutgoingMail.exists(kind=MailKind.PASSWORD_RESET)


@pytest.mark.parametrize("email", ["surety@example.jp", "nobody@example.jp"])
async def test_requests_are_limited_alike(api: Api, sample: SampleRegister, email: str) -> None:
    for _ in range(5):
        assert await api.data(RESET, input={"email": email}) == TRUE
    assert (await error_of(api, RESET, input={"email": email}))[1] == "TOO_MANY_ATTEMPTS"
