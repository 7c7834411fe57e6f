"""Tokens of API clients: shown once, stored as a hash, ended by their expiry date or by the operator."""

import datetime
from collections.abc import Iterator
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.errors import ApiClientInactive, InvalidInput, NotFound, Problem, too_many
from models.numbering import end_of, today
from models.parties.account import MOST_TOKENS, AccessToken
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, text_checks
from resolvers.parties import manage_api_clients
from security import tokens

DAYS = 365
MOST_DAYS = 730


@refuses(ApiClientInactive, NotFound, InvalidInput)
@transactional
async def issue(
    *, client_id: UUID, name: str, expires_on: datetime.date | None, viewer: Viewer | None, at: datetime.datetime
) -> tuple[str, AccessToken]:
    """A new token, which cannot be read again, and its row; it is valid to the end of `expires_on` (a year from now).

    Raises NotFound, ApiClientInactive, InvalidInput: a name is in use until its token is revoked, which prevents a
    second token after a lost response.
    """
    viewer = access.require("issueApiToken", viewer)
    client = await manage_api_clients.locked(client_id, viewer)
    first_day = today(at)
    last_day = first_day + datetime.timedelta(DAYS) if expires_on is None else expires_on
    token = tokens.generate()
    row = AccessToken(
        id=uuid7(),
        digest=tokens.digest(token),
        api_client_id=client.id,
        name=name.strip(),
        created_at=at,
        expires_at=end_of(last_day),
    )
    if await AccessToken.filter(api_client_id=client.id).count() >= MOST_TOKENS:
        message = f"1つのAPIクライアントのトークンは、失効後に保存しているものを含めて{MOST_TOKENS}件までです。"
        raise too_many(("apiClientId",), message)
    problems = [*text_checks.check(row, (), {"name": text_checks.LONGEST_NAME}), *_check_last_day(last_day, first_day)]
    # Tortoise fails on a text that exceeds the column.
    if not problems and await AccessToken.exists(api_client_id=client.id, name=row.name, revoked_at=None):
        message = "同じ名称のトークンがあります。失効させるか、別の名称としてください。"
        problems = [Problem(("name",), "TAKEN", message)]
    if problems:
        raise InvalidInput(problems)
    await row.save(force_create=True)
    await audit.record("api_token.issued", viewer=viewer, at=at, subject_id=row.id, subject=client.name)
    return token, row


@refuses(NotFound)
@transactional
async def revoke(*, token_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> AccessToken:
    """Revoke a token at once. A repetition does nothing. Raises NotFound."""
    viewer = access.require("revokeApiToken", viewer)
    of_clients = AccessToken.filter(access.visible(AccessToken, viewer), api_client_id__isnull=False)
    row = await of_clients.filter(id=token_id).select_for_update().first()
    if row is None:
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = at
        await row.save(update_fields=["revoked_at"])
        await audit.record("api_token.revoked", viewer=viewer, at=at, subject_id=row.id, subject=row.name)
    return row


def _check_last_day(day: datetime.date, first: datetime.date) -> Iterator[Problem]:
    if not first <= day <= first + datetime.timedelta(MOST_DAYS):
        message = f"有効期限は、今日から{MOST_DAYS}日後までの日としてください。"
        yield Problem(("expiresOn",), "OUT_OF_RANGE", message)
