"""Obligees (発注者): which electronic guarantees they accept, and how much they allow."""

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint

from models.enums import ContractType, GuaranteeKind
from models.row import Row, reference


class DateBasis(StrEnum):
    """The date of a contract that decides whether electronic guarantees are accepted already."""

    CONTRACT_DATE = "CONTRACT_DATE"
    TENDER_NOTICE_DATE = "TENDER_NOTICE_DATE"
    BID_DATE = "BID_DATE"


class HandoverChannel(StrEnum):
    """The ways in which number and key reach the obligee."""

    E_CONTRACT_SYSTEM = "E_CONTRACT_SYSTEM"
    EMAIL = "EMAIL"
    DIRECT = "DIRECT"


MOST_CHANNELS = len(HandoverChannel)
MOST_NOTICE_ADDRESSES = 20
"""Of one acceptance: addresses for key notices by mail."""
MOST_ACCEPTANCES = len(GuaranteeKind) * len(ContractType)
"""Of one obligee: one per kind and type of contract."""


class Limits(NamedTuple):
    """An obligee's limits (domain rule 5). Ratios are basis points: 4000 is 40 %; sums are in yen."""

    advance_payment_ratio_bp: int
    services_advance_payment_ratio_bp: int | None
    intermediate_ratio_bp: int
    combined_ratio_bp: int
    performance_minimum_ratio_bp: int
    raised_performance_minimum_ratio_bp: int
    advance_payment_cap: int | None
    rounding_unit: int | None
    minimum_price: int | None

    def advance_payment(self, base: int, contract_type: ContractType) -> int:
        """The maximum of one advance payment, in yen, for a base in yen."""
        ratio = self.advance_payment_ratio_bp
        if contract_type is ContractType.SERVICES and self.services_advance_payment_ratio_bp is not None:
            ratio = self.services_advance_payment_ratio_bp
        limit = self._rounded(base * ratio // 10_000)
        return limit if self.advance_payment_cap is None else min(limit, self.advance_payment_cap)

    def intermediate(self, base: int) -> int:
        """The maximum of an intermediate advance payment, in yen."""
        return self._rounded(base * self.intermediate_ratio_bp // 10_000)

    def combined(self, base: int) -> int:
        """The maximum of advance and intermediate advance payment together, in yen."""
        return self._rounded(base * self.combined_ratio_bp // 10_000)

    def performance_minimum(self, price: int, *, raised: bool) -> int:
        """The minimum of a performance guarantee, in yen, rounded up to the yen."""
        ratio = self.raised_performance_minimum_ratio_bp if raised else self.performance_minimum_ratio_bp
        return -(-price * ratio // 10_000)

    def _rounded(self, amount: int) -> int:
        return amount - amount % self.rounding_unit if self.rounding_unit else amount


USUAL = Limits(4000, None, 2000, 6000, 1000, 3000, None, None, None)
"""The limits of an obligee that has registered none of its own."""


class Obligee(Row):
    """A public client and its limits (domain rule 5). Ratios are basis points: 4000 is 40 %."""

    name = fields.CharField(max_length=120, unique=True)
    title = fields.CharField(max_length=120)
    """As printed on certificates, such as 栃木県知事."""
    notice_subject = fields.CharField(max_length=120, null=True)
    """What mails with key notices must have as their subject; {工事名}, {請負者}, {商品} and the like are filled in."""
    prefecture = fields.CharField(max_length=10, null=True)

    # The limits that it is registered with: its first rules copy them (obligee_rules.py), and only those count.
    advance_payment_ratio_bp = fields.IntField(default=4000)
    services_advance_payment_ratio_bp = fields.IntField(null=True)
    """For services (業務委託) where it differs from works."""
    intermediate_ratio_bp = fields.IntField(default=2000)
    combined_ratio_bp = fields.IntField(default=6000)
    performance_minimum_ratio_bp = fields.IntField(default=1000)
    raised_performance_minimum_ratio_bp = fields.IntField(default=3000)
    """For low-price bids and labour-only guarantees."""
    advance_payment_cap: int | None = fields.BigIntField(null=True)
    """Yen."""
    rounding_unit: int | None = fields.BigIntField(null=True)
    """Yen; an advance-payment limit is rounded down to it."""
    minimum_price: int | None = fields.BigIntField(null=True)
    """Yen; below this price there are no advance payments."""
    is_active = fields.BooleanField(default=True, db_default=True)
    """Whether new contracts may name it."""
    version: int = fields.IntField(default=1, db_default=1)
    """Of its entry in the register."""

    class Meta:
        table = "obligee"
        constraints = (
            CheckConstraint(
                name="obligee_ratios_are_fractions",
                check="advance_payment_ratio_bp BETWEEN 0 AND 10000"
                " AND services_advance_payment_ratio_bp BETWEEN 0 AND 10000"
                " AND intermediate_ratio_bp BETWEEN 0 AND 10000 AND combined_ratio_bp BETWEEN 0 AND 10000"
                " AND performance_minimum_ratio_bp BETWEEN 0 AND 10000"
                " AND raised_performance_minimum_ratio_bp BETWEEN 0 AND 10000",
            ),
            CheckConstraint(
                name="obligee_sums_are_positive",
                check="advance_payment_cap > 0 AND rounding_unit > 0 AND minimum_price > 0",
            ),
        )


class ElectronicAcceptance(Row):
    """From when an obligee accepts electronic guarantees of one kind for one type of contract (domain rule 3).

    It belongs to rules, and a trigger copies the days on which these are in force.
    """

    obligee: Obligee = reference("models.Obligee")
    obligee_id: UUID
    rules: Any = reference("models.ObligeeRules", null=True)
    rules_id: UUID
    """The obligee's last rules if it is stored without (a trigger)."""
    valid_from: datetime.date = fields.DateField(null=True)
    valid_until: datetime.date | None = fields.DateField(null=True)
    kind = fields.CharEnumField(GuaranteeKind, max_length=32)
    contract_type = fields.CharEnumField(ContractType, max_length=16)
    from_date = fields.DateField()
    basis = fields.CharEnumField(DateBasis, max_length=24, default=DateBasis.CONTRACT_DATE)
    channels: list[str] = ArrayField("text")
    note = fields.CharField(max_length=200, null=True)
    notice_addresses: list[str] = ArrayField("text", default=list)
    """Where key notices may be sent by mail."""
    approved_contracts_only = fields.BooleanField(default=False, db_default=False)
    """Whether the obligee has to approve each contract (contract_approval.py)."""

    class Meta:
        table = "electronic_acceptance"
        unique_together = (("rules_id", "kind", "contract_type"),)
        constraints = (
            CheckConstraint(
                name="electronic_acceptance_lists_are_short",
                check=f"cardinality(channels) <= {MOST_CHANNELS}"
                f" AND cardinality(notice_addresses) <= {MOST_NOTICE_ADDRESSES}",
            ),
            CheckConstraint(
                name="electronic_acceptance_channels_are_known",
                check="channels <@ ARRAY['E_CONTRACT_SYSTEM','EMAIL','DIRECT'] AND cardinality(channels) > 0",
            ),
        )

    def is_in_force(self, day: datetime.date) -> bool:
        """Whether its rules decide about what is applied for on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def accepts_electronic(
    acceptances: Iterable[ElectronicAcceptance],
    *,
    kind: GuaranteeKind | None,
    contract_type: ContractType | None,
    on: datetime.date,
) -> bool:
    """Whether any of an obligee's acceptances applies on a day; None is any kind or type."""
    return any(
        acceptance.is_in_force(on)
        and acceptance.from_date <= on
        and kind in {None, acceptance.kind}
        and contract_type in {None, acceptance.contract_type}
        for acceptance in acceptances
    )
