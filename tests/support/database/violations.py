"""All rows that the database refuses, from the lists by subject."""

from tests.support.database import account_violations, contract_violations, review_violations
from tests.support.database.attachment_violations import ATTACHMENTS
from tests.support.database.constraint_violations import CHECKS, PARTIES, UNIQUE, Violation
from tests.support.database.form_violations import OF_FORMS

VIOLATIONS: list[Violation] = [
    *(*CHECKS, *ATTACHMENTS, *UNIQUE, *PARTIES, *OF_FORMS),
    *(*contract_violations.VIOLATIONS, *review_violations.CHECKS, *account_violations.ACCOUNTS),
]
