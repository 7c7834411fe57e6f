"""Facts that several kinds of mails have, with their labels, and the linked pages."""

import datetime
from typing import Any
from urllib.parse import quote

from mail.definitions import Fact, Facts
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
OBLIGEE = Fact("obligee", "obligee.title", "発注者")
AMOUNT = Fact("amount", "guarantee.amount", "保証金額", yen)
GUARANTEE = Fact("guarantee", "guarantee.id")
"""For the link."""
PASSWORD_LINK = Fact("password_link", "password_link.id")
"""From whose id the token of the link is derived when the mail is sent."""
ABOUT_GUARANTEE = (GUARANTEE, CONTRACT_TYPE, NUMBER, PRODUCT, PROJECT, CONTRACTOR, OBLIGEE, AMOUNT)


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


def password_page(_: Facts) -> str:
    """The page where a person sets a password; the worker appends the token."""
    return PASSWORD


def _by_number(facts: Facts) -> str:
    number = facts.get("number")
    return f"?number={quote(number)}" if number else ""
