"""The text inputs of accounts and passwords, for text_inputs.py."""

from collections.abc import Callable
from typing import Any, TypeVar

import models
from sample import sample_register
from security.password_strength import MOST
from tests.conftest import Api
from tests.support.parties import accounts

T = TypeVar("T")
SEARCH = "query($search: String) { accounts(search: $search) { edges { cursor } } }"


async def text_inputs(api: Api, made: Callable[..., T]) -> dict[str, T]:
    """By the place in the schema, each made of operation, account, variables and path."""
    waiting = await accounts.invited(api, email="waiting@example.jp")
    link = {"input": {"token": await accounts.token_for(waiting["email"]), "password": accounts.PASSWORD}}
    change = {"input": {"currentPassword": sample_register.PASSWORD, "newPassword": accounts.PASSWORD}}
    invitation = {"input": accounts.invitation()}

    def invited(name: str, refusal: str = "FORBIDDEN_CHARACTER", **more: Any) -> T:
        return made(accounts.INVITE, "surety", invitation, ("input", name), refusal, **more)

    return {
        "InviteAccountInput.email": invited("email", "MALFORMED"),
        "InviteAccountInput.name": invited("name", longest=120, column=(models.Account, "name")),
        "InviteAccountInput.idempotencyKey": invited("idempotencyKey", "MALFORMED"),
        "SetPasswordInput.token": made(accounts.SET, None, link, ("input", "token"), "PasswordLinkUnknown"),
        "SetPasswordInput.password": made(accounts.SET, None, link, ("input", "password"), longest=MOST),
        "ChangePasswordInput.currentPassword": made(
            accounts.CHANGE, "surety", change, ("input", "currentPassword"), "WrongPassword"
        ),
        "ChangePasswordInput.newPassword": made(
            accounts.CHANGE, "surety", change, ("input", "newPassword"), longest=MOST
        ),
        "Query.accounts.search": made(SEARCH, "surety", {}, ("search",), longest=150),
    }
