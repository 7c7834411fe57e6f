"""Sessions for every sample account, without the time of a sign-in; they last a year."""

import datetime

import pytest

from models.parties.account import AccessToken, Account
from security import tokens
from tests.conftest import EMAILS, NOON, Api


@pytest.fixture
async def api(api: Api) -> Api:
    """The usual clients, with every account signed in."""
    ids = dict(await Account.all().values_list("email", "id"))
    ends = NOON + datetime.timedelta(days=365)
    api.tokens = {name: tokens.generate() for name in EMAILS}
    await AccessToken.bulk_create(
        AccessToken(
            digest=tokens.digest(token),
            account_id=ids[EMAILS[name]],
            created_at=NOON,
            expires_at=ends,
            last_used_at=ends,
        )
        for name, token in api.tokens.items()
    )
    return api
