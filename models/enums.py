"""Enumerations that several rows share."""

from enum import StrEnum


class GuaranteeKind(StrEnum):
    """What is guaranteed (商品)."""

    ADVANCE_PAYMENT = "ADVANCE_PAYMENT"
    INTERMEDIATE_ADVANCE_PAYMENT = "INTERMEDIATE_ADVANCE_PAYMENT"
    PERFORMANCE = "PERFORMANCE"

    @property
    def digit(self) -> int:
        """The K of the guarantee number."""
        return {"PERFORMANCE": 2, "ADVANCE_PAYMENT": 3, "INTERMEDIATE_ADVANCE_PAYMENT": 4}[self.value]

    @property
    def is_advance(self) -> bool:
        """Whether money is paid in advance, which is then kept at a deposit bank (預託金融機関)."""
        return self is not GuaranteeKind.PERFORMANCE


class ApplicationStatus(StrEnum):
    """What the guarantees of an application are, taken together."""

    DRAFT = "DRAFT"
    OPEN = "OPEN"
    RETURNED = "RETURNED"
    DONE = "DONE"
    WITHDRAWN = "WITHDRAWN"


class ContractType(StrEnum):
    """Works (工事) or services (業務委託)."""

    WORKS = "WORKS"
    SERVICES = "SERVICES"


class RemovableContractField(StrEnum):
    """Optional fields of a contract that have no empty value."""

    CURRENT_FISCAL_YEAR_BASE = "CURRENT_FISCAL_YEAR_BASE"
    TENDER_NOTICE_DATE = "TENDER_NOTICE_DATE"
    BID_DATE = "BID_DATE"


class Medium(StrEnum):
    """How the certificate is given; fixed for the life of a guarantee (domain rule 2)."""

    ELECTRONIC = "ELECTRONIC"
    PAPER = "PAPER"


class PaperDelivery(StrEnum):
    """保証証書受取: where a certificate on paper goes."""

    CONTRACTOR = "CONTRACTOR"
    OBLIGEE = "OBLIGEE"
    BRANCH = "BRANCH"


class GuaranteeOrder(StrEnum):
    """The order of a list of guarantees."""

    NEWEST = "NEWEST"
    EXPIRY = "EXPIRY"
    AMOUNT = "AMOUNT"


class Role(StrEnum):
    """Who is asking."""

    CONTRACTOR = "CONTRACTOR"
    SURETY = "SURETY"
    OBLIGEE = "OBLIGEE"
    E_CONTRACT_SYSTEM = "E_CONTRACT_SYSTEM"
    OPERATOR = "OPERATOR"


class AccountRole(StrEnum):
    """What an account may do within its organisation, beside what the organisation may do."""

    ADMINISTRATOR = "ADMINISTRATOR"
    STAFF = "STAFF"
    READER = "READER"
