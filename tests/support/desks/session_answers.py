"""What tests ask about the sessions of desks."""

import httpx
from tortoise.queryset import QuerySet

from models.audit_records import AuditEvent
from models.parties.account import AccessToken
from sample.sample_register import PASSWORD
from tests.conftest import EMAILS

GIVEN = {"email": EMAILS["contractor"], "password": PASSWORD}
CALLS = [("POST", "/session"), ("GET", "/session"), ("DELETE", "/session"), ("POST", "/session/extension")]


def errors(response: httpx.Response) -> list[str]:
    """The codes of a refusal."""
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert all(error["message"] for error in response.json()["errors"])
    return [error["code"] for error in response.json()["errors"]]


def people() -> QuerySet[AccessToken]:
    """Their sessions, without the token of the sample's e-contract system."""
    return AccessToken.filter(account_id__isnull=False)


async def actions() -> list[str]:
    """Everything in the audit log."""
    return [event.action for event in await AuditEvent.all().order_by("id")]
