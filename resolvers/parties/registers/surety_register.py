"""The register of sureties (保証会社), with what their papers print and the account that fees are paid into."""

import datetime
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from database.transactions import transactional
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem
from models.parties.surety import MOST_SURETIES, Surety
from models.parties.viewer import Viewer
from models.refusals import EntryChangedSince, refuses
from resolvers import text_checks
from resolvers.parties.registers import entry_fields, store_entry
from resolvers.parties.registers.entry_fields import EntryField
from resolvers.parties.registers.store_entry import Given, Register

_of_account = partial(EntryField, is_optional=True, below="feeAccount", printed="fee_account")
ACCOUNT = (
    _of_account("bank_name", "振込先の銀行", 30, tidy=entry_fields.full_width),
    _of_account("bank_branch", "振込先の支店", 30, tidy=entry_fields.full_width),
    _of_account("account_type", "預金の種類", 4),
    _of_account("account_number", "口座番号", 7, tidy=entry_fields.half_width, check=entry_fields.account_number),
    _of_account("account_holder", "口座名義", 48, tidy=entry_fields.full_width),
)
FIELDS = (
    EntryField("name", "名称", 120, "surety_name"),
    EntryField("address", "所在地", 200, "surety_address"),
    EntryField("representative", "代表者", 120, "surety_representative"),
    EntryField("advance_payment_terms", "前払金保証の約款", 100, "general_terms", has_default=True),
    EntryField("intermediate_terms", "中間前払金保証の約款", 100, "general_terms", has_default=True),
    EntryField("performance_terms", "契約保証の約款", 100, "general_terms", has_default=True),
    EntryField("mail_sender", "メールの差出人", 254, is_operators=True, check=entry_fields.mail_address),
    EntryField("mail_reply_to", "メールの返信先", 254, is_optional=True, check=entry_fields.mail_address),
    *ACCOUNT,
    EntryField("fee_due_days", "納付期限までの日数", has_default=True, check=entry_fields.due_days),
    entry_fields.active(is_operators=True),
)
NO_ACCOUNT: Given = dict.fromkeys(field.column for field in ACCOUNT)
"""Removes the account."""


async def _conflicts(row: Surety) -> Sequence[Problem]:
    problems: list[Problem] = []
    if await Surety.filter(name=row.name).exclude(id=row.id).exists():
        problems.append(Problem(("name",), "TAKEN", "同じ名称の保証会社が登録されています。"))
    if await Surety.exclude(id=row.id).count() >= MOST_SURETIES:
        problems.append(Problem(("name",), "TOO_MANY", f"登録できる保証会社は{MOST_SURETIES}社までです。"))
    missing = [field for field in ACCOUNT if getattr(row, field.column) is None]
    if len(missing) < len(ACCOUNT):
        problems += [Problem(field.path, "REQUIRED", "入力してください。") for field in missing]
    if not missing:
        whole = "　".join(getattr(row, field.column) for field in ACCOUNT)
        problems += text_checks.check_printing(whole, ("feeAccount",), "fee_account")
    return problems


REGISTER = Register(
    Surety,
    FIELDS,
    owner="surety_id",
    owner_of=lambda row: row.id,
    named=lambda row: row.name,
    conflicts=_conflicts,
)


@refuses(InvalidInput, IdempotencyConflict)
@transactional
async def create(*, given: Given, idempotency_key: str | None, viewer: Viewer | None, at: datetime.datetime) -> Surety:
    """Register a surety. Raises InvalidInput with every problem, IdempotencyConflict, TooManyRequests."""
    return await store_entry.create(
        REGISTER, given, operation="createSurety", idempotency_key=idempotency_key, viewer=viewer, at=at
    )


@refuses(InvalidInput, EntryChangedSince, NotFound, IdempotencyConflict)
@transactional
async def change(
    *,
    surety_id: UUID,
    version: int,
    given: Given,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Surety:
    """Change what is given; what was issued and stated before stays as it is.

    Raises NotFound, EntryChangedSince, InvalidInput with every problem, IdempotencyConflict, TooManyRequests.
    """
    return await store_entry.change(
        REGISTER,
        surety_id,
        version,
        given,
        operation="changeSurety",
        idempotency_key=idempotency_key,
        viewer=viewer,
        at=at,
    )
