"""All rows that the database refuses, from the lists by subject."""

from tests.support.database import (
    account_violations,
    billing_violations,
    contract_violations,
    review_violations,
    rules_violations,
)
from tests.support.database.attachment_violations import ATTACHMENTS
from tests.support.database.constraint_violations import CHECKS, PARTIES, UNIQUE, Violation
from tests.support.database.form_violations import OF_FORMS
from tests.support.database.register_violations import REGISTERS, SEALS

VIOLATIONS: list[Violation] = [
    *(*CHECKS, *ATTACHMENTS, *UNIQUE, *PARTIES, *OF_FORMS),
    *(*contract_violations.VIOLATIONS, *review_violations.CHECKS, *account_violations.ACCOUNTS, *REGISTERS, *SEALS),
    *(*rules_violations.RULES, *rules_violations.ONCE, *billing_violations.VIOLATIONS),
]
