"""All rows that the database refuses, from the lists by subject."""

import asyncio
from uuid import UUID

from models.enums import Role
from models.guarantee import Guarantee
from resolvers.audit_trail import make_checkpoint
from resolvers.audit_trail.seal_events import Sealer
from sample.sample_register import SampleRegister
from tests.conftest import DOCUMENT_SERVICES, NOON
from tests.support.applying import attaching
from tests.support.database import (
    account_violations,
    amendment_violations,
    audit_violations,
    billing_violations,
    claim_violations,
    contract_violations,
    register_violations,
    review_violations,
    rules_violations,
)
from tests.support.database.attachment_violations import ATTACHMENTS
from tests.support.database.constraint_violations import CHECKS, PARTIES, UNIQUE, Violation
from tests.support.database.form_violations import OF_FORMS
from tests.support.database.register_violations import REGISTERS, SEALS
from tests.support.database.site_violations import TEXTS

VIOLATIONS: list[Violation] = [
    *(*CHECKS, *ATTACHMENTS, *UNIQUE, *PARTIES, *OF_FORMS),
    *(
        *contract_violations.VIOLATIONS,
        *review_violations.CHECKS,
        *account_violations.ACCOUNTS,
        *REGISTERS,
        *SEALS,
        *TEXTS,
    ),
    *(*rules_violations.RULES, *rules_violations.ONCE, *billing_violations.VIOLATIONS),
    *(*audit_violations.CHECKS, *amendment_violations.REQUESTS),
    *audit_violations.CHECKS,
    *claim_violations.VIOLATIONS,
]
CHANGES = [
    *(*review_violations.CHANGES, *register_violations.CHANGES, *rules_violations.CHANGES),
    *(*billing_violations.CHANGES, *audit_violations.CHANGES, *amendment_violations.CHANGES),
]
"""Statements that change what never changes, with the triggers that refuse them."""


async def store_rows(register: SampleRegister, guarantee: Guarantee, draft_id: UUID) -> None:
    """Rows of the tables of each subject, of a guarantee and of the application of a draft."""
    actor_id = register.viewers[Role.CONTRACTOR].actor_id
    await asyncio.gather(
        attaching.stored_row(draft_id, actor_id),
        account_violations.store_row(actor_id),
        register_violations.store_row(guarantee),
        rules_violations.store_rows(guarantee.obligee_id),
    )
    await review_violations.store_rows(register, guarantee.application_id)
    await billing_violations.store_rows()
    await amendment_violations.store_row(register, guarantee)
    await Sealer().seal(at=NOON)
    await make_checkpoint.make(services=DOCUMENT_SERVICES, at=NOON)
    await claim_violations.store_row(register, guarantee)
