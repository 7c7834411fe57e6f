"""What a correction (訂正) may replace on a certificate."""

import dataclasses
import datetime
from dataclasses import dataclass

import jaconv


@dataclass(frozen=True)
class CertificateCorrections:
    """Content with an error, as it should be: None stays as it is. The price is in yen."""

    principal_name: str | None = None
    principal_address: str | None = None
    joint_venture_name: str | None = None
    obligee_title: str | None = None
    project_name: str | None = None
    contract_price: int | None = None
    period_from: datetime.date | None = None
    period_to: datetime.date | None = None
    contract_date: datetime.date | None = None
    deposit_bank: str | None = None

    def tidied(self) -> "CertificateCorrections":
        """The same without spaces around texts; the deposit bank in full width, as at the application."""
        found = {name: value.strip() if isinstance(value, str) else value for name, value in vars(self).items()}
        bank = self.deposit_bank and jaconv.h2z(self.deposit_bank.strip(), kana=True, ascii=True, digit=True)
        return dataclasses.replace(self, **found | {"deposit_bank": bank})
