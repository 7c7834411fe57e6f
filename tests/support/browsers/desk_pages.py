"""Every page of the desks and of the site, with whom it shows what: for accessibility, pictures and sizes."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.conftest import Api

GUARANTEES = """{ guarantees(first: 100) { edges { node {
  id status medium handover { status } application { id status } amendmentRequests { id } claims { id } } } } }"""
APPLICATIONS = "{ applications(first: 100) { edges { node { id status } } } }"
DRAFTS = "{ applications(first: 1, filter: {status: DRAFT}) { edges { node { id status } } } }"
CERTIFICATES = """{ certificates(first: 100) { edges { node {
  id validity { isValid } guarantee { status handover { status } history { id } } } } } }"""
CLAIMS = "{ claims(first: 20) { edges { node { id status } } } }"

SITE = ("", "guide", "acceptance", "how-to-apply", "how-to-hand-over", "faq", "downloads", "contact")


class Shown(NamedTuple):
    """A page, named as its picture is; the account that sees it, or anybody."""

    name: str
    path: str
    account: str | None = None


def public() -> list[Shown]:
    """What anybody sees."""
    site = [Shown(f"site-{name or 'home'}", f"/{name}") for name in SITE]
    english = [Shown(f"site-{name or 'home'}-english", f"/en/{name}".rstrip("/")) for name in SITE]
    others = {"sign-in": "/sign-in", "verify": "/verify", "style": "/desks/style"}
    return [*site, *english, *(Shown(name, path) for name, path in others.items())]


async def contractors(api: Api) -> list[Shown]:
    """The contractor's desk."""
    guarantees = await _nodes(api, "contractor", GUARANTEES)
    applications = await _nodes(api, "contractor", APPLICATIONS) + await _nodes(api, "contractor", DRAFTS)
    in_force = [each for each in guarantees if each["status"] == "IN_FORCE" and each["medium"] == "ELECTRONIC"]
    found = {
        "guarantees": "guarantees",
        "guarantees-electronic": "guarantees?tab=electronic",
        "guarantees-none-found": "guarantees?q=存在しない",
        "statements": "statements",
        "bills": "statements?tab=bills",
        "apply": "apply",
        "applications": "applications",
        "staff": "staff",
        "account": "account",
        "nowhere": "nowhere",
    }
    for state in ("RETURNED", "AWAITING_FEE", "UNDER_REVIEW", "CLAIMED"):
        found |= _first(f"guarantee-{_words(state)}", "guarantees", guarantees, status=state)
    for state in ("NOT_SENT", "RETURNED", "ACCEPTED"):
        own = [each for each in in_force if each["handover"]["status"] == state]
        found |= _first(f"guarantee-{_words(state)}-handover", "guarantees", own)
    amended = [each for each in in_force if not each["amendmentRequests"]]
    found |= {name: f"{path}/amendment" for name, path in _first("amendment", "guarantees", amended).items()}
    for state in ("DRAFT", "RETURNED", "OPEN", "DONE"):
        found |= _first(f"application-{_words(state)}", "applications", applications, status=state)
    return [Shown(f"contractor-{name}", f"/contractor/{path}", "contractor") for name, path in found.items()]


async def obligees(api: Api) -> list[Shown]:
    """The obligee's desk."""
    certificates = await _nodes(api, "obligee", CERTIFICATES)
    claims = await _nodes(api, "obligee", CLAIMS)
    found = {
        "look-up": "",
        "notices": "notices",
        "certificates": "certificates",
        "claims": "claims",
        "check": "check",
        "settings": "settings",
        "staff": "staff",
        "account": "account",
    }
    for state in ("VIEWED", "RETURNED", "ACCEPTED"):
        own = [each for each in certificates if each["guarantee"]["handover"]["status"] == state]
        found |= _first(f"certificate-{_words(state)}", "certificates", own)
    valid = [each for each in certificates if each["guarantee"]["status"] == "IN_FORCE"]
    found |= {name: f"{path}/claim" for name, path in _first("claim-form", "certificates", valid).items()}
    for state in ("FILED", "UNDER_REVIEW", "PAID"):
        found |= _first(f"claim-{_words(state)}", "claims", claims, status=state)
    return [Shown(f"obligee-{name}", f"/obligee/{path}", "obligee") for name, path in found.items()]


async def _nodes(api: Api, account: str, query: str) -> list[dict[str, Any]]:
    (found,) = (await api.data(query, as_=account)).values()
    return [edge["node"] for edge in found["edges"]]


def _first(name: str, folder: str, rows: Sequence[dict[str, Any]], **where: str) -> dict[str, str]:
    """Name and path of the first row for which all of this is so, if the sample data has one."""
    own = [row for row in rows if all(row[key] == value for key, value in where.items())]
    return {name: f"{folder}/{own[0]['id']}"} if own else {}


def _words(state: str) -> str:
    return state.lower().replace("_", "-")
