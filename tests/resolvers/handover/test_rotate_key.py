"""Rotating a key while others act by the old one."""

from typing import Any

import pytest

import models
from models.enums import Role
from resolvers.documents import read_content
from resolvers.handover import rotate_key
from sample.sample_register import SampleRegister
from tests.conftest import DOCUMENT_SERVICES, KEYRING, NOON, Api
from tests.support import api_calls, handovers
from tests.support.applying import amending
from tests.support.database.lock_waits import decided_concurrently
from tests.support.handovers import ACCEPT, NOT_AVAILABLE, RETURN, key_input, notice, upload
from tests.support.parties import claims
from tests.support.parties.claims import FILE
from tests.support.refusals import table_contents
from tests.support.states import PROBLEMS, REVIEWED

ROTATE = f"mutation($input: GuaranteeReasonInput!) {{ rotateAuthKey(input: $input) {REVIEWED} {PROBLEMS} }} }}"
SAME = "guarantee_id, medium, envelope, envelope_version, created_at"
ROTATED = (
    "SELECT FROM guarantee FOR UPDATE",
    "UPDATE auth_key SET status = 'ROTATED'",
    f"INSERT INTO auth_key (id, status, digest, {SAME})"  # noqa: ISC004 -- one statement of constants
    f" SELECT uuidv7(), 'ACTIVE', sha256(digest), {SAME} FROM auth_key",
)
"""As another process rotates it."""
OPENED = {"guarantee", "handover", "handover_event", "key_presentation"}
"""What a right key changes, whatever comes of the claim."""


@pytest.fixture
async def guarantee(api: Api, sample: SampleRegister) -> dict[str, Any]:
    """One in force, and tokens, which excludes other waits."""
    for name in ("contractor", "surety", "obligee", "system"):
        await api.token(name)
    return await handovers.issued(api, sample)


@pytest.mark.parametrize("as_", ["obligee", "system"])
@pytest.mark.parametrize(
    "case",
    [(ACCEPT, {}), (RETURN, {"reason": "誤り"}), (FILE, claims.GIVEN)],
    ids=["accepting", "returning", "claiming"],
)
async def test_who_decides_sees_that_the_key_was_replaced(
    api: Api, guarantee: dict[str, Any], database_url: str, case: tuple[str, dict[str, Any]], as_: str
) -> None:
    mutation, more = case
    before = await table_contents()
    deciding = api.data(mutation, as_=as_, input=key_input(guarantee, **more))
    (answer,) = (await decided_concurrently(database_url, deciding, *ROTATED)).values()
    assert answer == NOT_AVAILABLE
    after = await table_contents()
    changed = {name for name in after if after[name] != before[name]}
    # A claim looks up as `certificate` does: the key, which was right then, was presented.
    assert changed - (OPENED if mutation == FILE else set[str]()) - {"audit_event"} == {"auth_key", "document"}


@pytest.mark.parametrize("earlier", [0, 1], ids=["a new file", "a known file"])
async def test_an_upload_sees_that_the_key_was_replaced(
    api: Api, guarantee: dict[str, Any], database_url: str, earlier: int
) -> None:
    file = await notice(api)
    for _ in range(earlier):
        await upload(api, file)
    contents = await models.DocumentContent.all().count()
    assert await decided_concurrently(database_url, upload(api, file), *ROTATED) == NOT_AVAILABLE
    assert await models.ReceivedNotice.all().count() == earlier
    assert await models.DocumentContent.all().count() == contents


async def test_of_two_rotations_at_once_the_later_is_told(
    api: Api, guarantee: dict[str, Any], database_url: str
) -> None:
    rotating = api.data(ROTATE, as_="surety", input={"guaranteeId": guarantee["id"], "reason": "漏えい"})
    answer = (await decided_concurrently(database_url, rotating, *ROTATED))["rotateAuthKey"]
    message = "認証キーは、ただいま別の操作により更新されました。新しい認証キーをご確認ください。"
    assert answer == {"__typename": "WrongState", "message": message, "status": "IN_FORCE"}
    assert await models.AuthKey.all().count() == 2
    assert not await models.OutgoingMail.filter(kind="KEY_ROTATED").exists()


async def test_a_mail_that_waits_goes_with_the_new_notice(
    api: Api, guarantee: dict[str, Any], sample: SampleRegister
) -> None:
    given = {"guaranteeId": guarantee["id"], "to": handovers.TO}
    await api.data(api_calls.SEND_NOTICE, as_="contractor", input=given)
    (mail,) = await models.OutgoingMail.filter(kind="KEY_NOTICE")
    assert mail.document_id is not None
    old = await read_content.of_mail(mail.document_id, services=DOCUMENT_SERVICES, at=NOON, wait_until=float("inf"))
    await rotate_key.rotate(
        guarantee_id=(await handovers.stored(guarantee)).id,
        reason="漏えい",
        viewer=sample.viewers[Role.SURETY],
        keyring=KEYRING,
        at=NOON,
        draw_key=lambda: "h7RkTq3WbN9e",
    )
    new = await read_content.of_mail(mail.document_id, services=DOCUMENT_SERVICES, at=NOON, wait_until=float("inf"))
    assert new.content != old.content
    assert new.content == await notice(api)
    key = (await api.data("{ guarantees { edges { node { authKey } } } }", as_="contractor"))["guarantees"]["edges"][0]
    assert key["node"]["authKey"] == "h7RkTq3WbN9e"


async def test_a_mail_that_waits_goes_with_the_notice_of_the_version_that_holds(
    api: Api, guarantee: dict[str, Any]
) -> None:
    given = {"guaranteeId": guarantee["id"], "to": handovers.TO}
    await api.data(api_calls.SEND_NOTICE, as_="contractor", input=given)
    (mail,) = await models.OutgoingMail.filter(kind="KEY_NOTICE")
    assert mail.document_id is not None
    await amending.correct(api, guarantee["id"], projectName="訂正した工事")
    sent = await read_content.of_mail(mail.document_id, services=DOCUMENT_SERVICES, at=NOON, wait_until=float("inf"))
    assert sent.content == await notice(api)
