"""Facts that several kinds of mails have, with their labels, and the linked pages."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from mail.definitions import Fact, Facts
from models.content.certificate_sources import OBLIGEE_TITLE
from models.enums import GuaranteeKind
from models.texts.trade_terms import CONTRACTORS, PRODUCTS, terms

VERIFICATION, GUARANTEES, PASSWORD = "/verify", "/guarantees", "/password/"
"""The pages for obligees, for contractors and sureties, and for a new password (a token follows)."""


def product(value: str | None, _: Facts) -> str | None:
    """The product name."""
    return PRODUCTS[GuaranteeKind(value)] if value else None


def yen(value: int | None, _: Facts) -> str | None:
    """5,000,000円; empty for None."""
    return f"{value:,}円" if value else None


def day(iso: str | None, _: Facts) -> str | None:
    """2026年12月4日."""
    if iso is None:
        return None
    date = datetime.date.fromisoformat(iso)
    return f"{date.year}年{date.month}月{date.day}日"


def _products(kinds: Sequence[str] | None, facts: Facts) -> str | None:
    return "、".join(filter(None, (product(kind, facts) for kind in kinds))) if kinds else None


def _applications(listed: Sequence[Mapping[str, str]] | None, facts: Facts) -> str | None:
    """A line each, and how many others there are."""
    lines = [f"{day(each['day'], facts)}　{each['contractor']}　{each['project']}" for each in listed or ()]
    others = (facts.get("count") or 0) - len(lines)
    return "\n".join([*lines, f"ほか{others:,}件"] if others > 0 else lines) or None


SENDER = (
    Fact("surety", "surety.name"),
    Fact("branch", "branch.name"),
    Fact("telephone", "branch.telephone"),
    Fact("fax", "branch.fax"),
)
"""Every kind has these."""
CONTRACT_TYPE = Fact("contract_type", "contract.contract_type")
NUMBER = Fact("number", "guarantee.number", "保証契約番号")
PRODUCT = Fact("product", "guarantee.kind", "商品", product)
PROJECT = Fact("project", "contract.project_name", lambda contract_type: terms(contract_type).project_name)
CONTRACTOR = Fact("contractor", "contractor.name", lambda contract_type: CONTRACTORS[contract_type])
OBLIGEE = Fact("obligee", OBLIGEE_TITLE, "発注者")
AMOUNT = Fact("amount", "guarantee.amount", "保証金額", yen)
APPLICATION = Fact("application", "application.id", "受付番号")
APPLIED_FOR = Fact(
    "products",
    """(SELECT jsonb_agg(guarantee.kind ORDER BY guarantee.id) FROM guarantee
    WHERE guarantee.application_id = application.id)""",
    "商品",
    _products,
)
APPLICATIONS = Fact(
    "applications",
    """(SELECT jsonb_agg(jsonb_build_object('day', told.day, 'contractor', contractor.name,
        'project', contract.project_name) ORDER BY told.place)
    FROM ROWS FROM (jsonb_to_recordset(event.given -> 'applications') AS (id uuid, day text)) WITH ORDINALITY
        AS told (id, day, place)
    JOIN application ON application.id = told.id
    JOIN contract ON contract.id = application.contract_id
    JOIN contractor ON contractor.id = application.contractor_id)""",
    "申込み",
    _applications,
)
"""Those of the event: since when each waits, the contractor and the project."""
GUARANTEE = Fact("guarantee", "guarantee.id")
"""For the link."""
PASSWORD_LINK = Fact("password_link", "password_link.id")
"""From whose id the token of the link is derived when the mail is sent."""
CLAIMED = Fact("claimed", "claim.amount", "請求額", yen)
CLAIM_DUE = Fact("claim_due", "claim.due_on", "支払期限", day)
CLAIM_ACCEPTED = Fact("claim_accepted", "claim.accepted_amount", "支払決定額", yen)
CLAIM_PAID = Fact("claim_paid", "claim.paid_amount", "支払額", yen)
CLAIM_PAID_ON = Fact("claim_paid_on", "claim.paid_on", "支払日", day)
"""Of a claim. Its account is in no mail."""
ABOUT_GUARANTEE = (GUARANTEE, CONTRACT_TYPE, NUMBER, PRODUCT, PROJECT, CONTRACTOR, OBLIGEE, AMOUNT)

WISHES = (
    Fact("wished_amount", "request.amount", "変更後の保証金額", yen),
    Fact("wished_expiry", "request.expiry_date", "変更後の保証期限", day),
    Fact("wished_project", "request.project_name", "変更後の件名"),
    Fact("wished_from", "request.period_from", "変更後の始期", day),
    Fact("wished_to", "request.period_to", "変更後の終期", day),
    Fact("wished_price", "request.contract_price", "変更後の契約金額", yen),
)
"""What a request for an amendment would change."""


def reason(sql: str) -> Fact:
    """A reason: the only fact of several lines."""
    return Fact("reason", sql, "理由")


def guarantee_page(facts: Facts) -> str:
    """The guarantee's page for accounts; without a guarantee, a search for the number."""
    guarantee: Any = facts.get("guarantee")
    return f"{GUARANTEES}/{guarantee}" if guarantee else f"{GUARANTEES}{_by_number(facts)}"


def verification_page(facts: Facts) -> str:
    """The page where an obligee enters number and key."""
    return f"{VERIFICATION}{_by_number(facts)}"


def page_of_recipient(facts: Facts) -> str:
    """The page for accounts; for an obligee that was written to before, the one with number and key."""
    return verification_page(facts) if facts.get("verifies") else guarantee_page(facts)


def password_page(_: Facts) -> str:
    """The page where a person sets a password; the worker appends the token."""
    return PASSWORD


def _by_number(facts: Facts) -> str:
    number = facts.get("number")
    return f"?number={quote(number)}" if number else ""
