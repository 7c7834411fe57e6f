"""The base of the advance payments of one fiscal year (今年度対象額)."""

from typing import NamedTuple

from models.enums import GuaranteeKind


class FiscalYearBase(NamedTuple):
    """What the advance payments of an application are measured against."""

    year: int
    """In which the fiscal year began; fiscal years begin on 1 April."""
    amount: int | None = None
    """Yen; None for the price of the whole contract."""

    def of(self, kind: GuaranteeKind, price: int) -> int:
        """The sum that a guarantee's amount is compared with, in yen, for a contract of this price.

        Advance payments: this base if there is one, else the price (domain rule 5). Performance: the contract price, as
        the application form of the leaflets says (請負金額に対する割合).
        """
        return price if self.amount is None or not kind.is_advance else self.amount

    def shares_limit_with(self, other: "FiscalYearBase") -> bool:
        """Whether advance payments of both count together: those of one year, and all if one is for the whole price."""
        return self.year == other.year or self.amount is None or other.amount is None
