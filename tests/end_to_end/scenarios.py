"""The factors of a guarantee's life, and the scenarios in which every pair of their values occurs.

A new feature adds a line to FACTORS (and a field to Scenario); `form_values.py` and `scenario_run.py` use it.
"""

from typing import NamedTuple

from allpairspy import AllPairs

FACTORS: dict[str, tuple[str, ...]] = {
    "obligee": (
        "国土交通省",
        "足利市",
        "鹿沼市",
        "栃木県",
        "大泉町",
        "鎌ケ谷市",
        "富士市",
        "杉並区",
        "北塩原村",
        "氷見市",
        "見本町",
        "見本地方整備局",
    ),
    "dates": ("ordinary", "fiscal_year_end", "era_end", "longest", "one_day"),
    "kinds": ("advance", "performance", "both", "intermediate"),
    "texts": ("ordinary", "longest", "rarest"),
    "sums": ("ordinary", "smallest", "largest"),
    "members": ("0", "2", "10", "2_known", "20_known"),
    "fee": ("MONTHLY_CONSOLIDATED", "SINGLE"),
    "notify": ("yes", "no"),
    "redeposit": ("yes", "no"),
    "contract_type": ("WORKS", "SERVICES"),
    "contract": ("new", "registered"),
    "officer": ("left_out", "named"),
    "mended": ("no", "contractor", "surety"),
    "handover": ("upload", "mail"),
    "attachment": ("none", "pdf", "photograph"),
    "review": ("none", "started", "taken_over"),
    "branch_mails": ("IMMEDIATE", "HOURLY"),
    "base": ("none", "this_year", "second_year"),
    "delivery": ("unsaid",),
    "bill_to": ("text", "register"),
    "after": ("corrected", "amended_and_back", "key", "released", "claimed"),
}
ON_PAPER = FACTORS | {
    "obligee": ("栃木県", "見本町", "見本地方整備局"),
    "handover": ("paper",),
    "delivery": ("unsaid", "CONTRACTOR", "OBLIGEE", "BRANCH"),
    "after": ("corrected", "amended_and_back", "released"),
}
"""A guarantee on paper is printed and posted: its scenario is shorter and the same for every obligee."""


class Scenario(NamedTuple):
    """One combination; the fields are the factors."""

    obligee: str
    dates: str
    kinds: str
    texts: str
    sums: str
    members: str
    fee: str
    notify: str
    redeposit: str
    contract_type: str
    contract: str
    officer: str
    mended: str
    handover: str
    attachment: str
    review: str
    branch_mails: str
    base: str
    delivery: str
    bill_to: str
    after: str

    def __str__(self) -> str:
        return "-".join(self)


def _pairs(factors: dict[str, tuple[str, ...]]) -> list[Scenario]:
    """A few scenarios in which every two values of two factors occur together."""
    return [Scenario(*values) for values in AllPairs([list(values) for values in factors.values()])]


SCENARIOS = [*_pairs(FACTORS), *_pairs(ON_PAPER)]


def with_every_value(scenarios: list[Scenario]) -> list[Scenario]:
    """Enough of them that every value of every factor occurs."""
    met: set[tuple[str, str]] = set()
    found: list[Scenario] = []
    for scenario in scenarios:
        values = set(scenario._asdict().items())
        if not values <= met:
            met |= values
            found.append(scenario)
    return found
