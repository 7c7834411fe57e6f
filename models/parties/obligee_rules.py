"""Rules of obligees (発注者の規則), dated: limits and acceptances from a day until the next rules begin."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.parties.obligee import USUAL, Limits, Obligee
from models.row import Row, reference

FIRST_DAY = datetime.date(2000, 1, 1)
"""Of the rules that an obligee is registered with."""
FIRST_VERSION = 1


class ObligeeRules(Row):
    """What an obligee allows and accepts, for applications of the days from `valid_from` until before `valid_until`.

    An obligee has rules for every day: it is registered with the first ones (a trigger). Rows never change, except
    for the end, which the next rules set. Ratios are basis points: 4000 is 40 %.
    """

    obligee: Obligee = reference("models.Obligee")
    obligee_id: UUID
    version = fields.IntField(default=FIRST_VERSION)
    """1 as registered; each setting makes the next one."""
    valid_from = fields.DateField(default=FIRST_DAY)
    valid_until = fields.DateField(null=True)
    """The day from which other rules are in force; null while none follow."""
    set_at = fields.DatetimeField(null=True)
    """Null for those that the obligee was registered with."""

    advance_payment_ratio_bp = fields.IntField(default=USUAL.advance_payment_ratio_bp)
    services_advance_payment_ratio_bp = fields.IntField(null=True)
    """For services (業務委託) where it differs from works."""
    intermediate_ratio_bp = fields.IntField(default=USUAL.intermediate_ratio_bp)
    combined_ratio_bp = fields.IntField(default=USUAL.combined_ratio_bp)
    performance_minimum_ratio_bp = fields.IntField(default=USUAL.performance_minimum_ratio_bp)
    raised_performance_minimum_ratio_bp = fields.IntField(default=USUAL.raised_performance_minimum_ratio_bp)
    """For low-price bids and labour-only guarantees."""
    advance_payment_cap: int | None = fields.BigIntField(null=True)
    """Yen."""
    rounding_unit: int | None = fields.BigIntField(null=True)
    """Yen; an advance-payment limit is rounded down to it."""
    minimum_price: int | None = fields.BigIntField(null=True)
    """Yen; below this price there are no advance payments."""

    class Meta:
        table = "obligee_rules"
        unique_together = (("obligee_id", "version"),)
        constraints = (
            UniqueConstraint(
                fields=("obligee_id",), name="obligee_rules_have_one_last", condition="valid_until IS NULL"
            ),
            UniqueConstraint(
                fields=("obligee_id", "valid_from"),
                name="obligee_rules_begin_once",
                condition="valid_until IS NULL OR valid_until > valid_from",
            ),
            CheckConstraint(name="obligee_rules_end_after_they_begin", check="valid_until >= valid_from"),
            CheckConstraint(
                name="obligee_rules_ratios_are_fractions",
                check="advance_payment_ratio_bp BETWEEN 0 AND 10000"
                " AND services_advance_payment_ratio_bp BETWEEN 0 AND 10000"
                " AND intermediate_ratio_bp BETWEEN 0 AND 10000 AND combined_ratio_bp BETWEEN 0 AND 10000"
                " AND performance_minimum_ratio_bp BETWEEN 0 AND 10000"
                " AND raised_performance_minimum_ratio_bp BETWEEN 0 AND 10000",
            ),
            CheckConstraint(
                name="obligee_rules_sums_are_positive",
                check="advance_payment_cap > 0 AND rounding_unit > 0 AND minimum_price > 0",
            ),
        )

    @property
    def limits(self) -> Limits:
        """The limits."""
        return Limits(*(getattr(self, name) for name in Limits._fields))

    def is_in_force(self, day: datetime.date) -> bool:
        """Whether they decide about what is applied for on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def limits_on(day: datetime.date, rules: Iterable[ObligeeRules]) -> Limits:
    """The limits of an obligee, of whose rules these are all, for what is applied for on a day."""
    return next((each.limits for each in rules if each.is_in_force(day)), USUAL)
