"""The rights of the runtime role on each table; `kakusho migrate` grants them (runtime_role.py).

A table that is not named here has ordinary rights. Rows of the others are immutable (triggers forbid changes too), or
are temporary and deleted.
"""

from collections.abc import Mapping

RUNTIME_ROLE = "kakusho_runtime"
"""Has the rights and cannot sign in; the roles that sign in are its members."""
EMBEDDED_LOGIN = "kakusho_app"
"""The member with which servers and workers use the embedded database."""

Rights = frozenset[str]
ORDINARY: Rights = frozenset({"SELECT", "INSERT", "UPDATE"})
APPEND_ONLY: Rights = frozenset({"SELECT", "INSERT"})
TEMPORARY: Rights = ORDINARY | {"DELETE"}
KEPT_OR_DELETED: Rights = APPEND_ONLY | {"DELETE"}
NONE: Rights = frozenset()
READ_ONLY: Rights = frozenset({"SELECT"})

SEQUENCES: Rights = frozenset({"USAGE"})
"""To get the next number, not to set it back."""

MIGRATIONS_TABLE = "tortoise_migrations"
MIGRATIONS_SEQUENCE = f"{MIGRATIONS_TABLE}_id_seq"
_OTHERS: Mapping[str, Rights] = {
    "additional_payment": APPEND_ONLY,
    "audit_block": APPEND_ONLY,
    "audit_checkpoint": APPEND_ONLY,
    "audit_event": APPEND_ONLY,
    "audit_leaf": APPEND_ONLY,
    "claim_message": APPEND_ONLY,
    "contract_approval": APPEND_ONLY,
    "contract_change": APPEND_ONLY,
    "fee_payment": APPEND_ONLY,
    "fee_statement": APPEND_ONLY,
    "handover_event": APPEND_ONLY,
    "key_presentation": APPEND_ONLY,
    "monthly_bill": APPEND_ONLY,
    "monthly_bill_item": APPEND_ONLY,
    "received_notice": APPEND_ONLY,
    "register_change": APPEND_ONLY,
    "review_note": APPEND_ONLY,
    "seal_image": APPEND_ONLY,
    "submission": APPEND_ONLY,
    "access_token": TEMPORARY,  # those of ended sessions are deleted
    "api_client_obligee": TEMPORARY,
    "application": TEMPORARY,  # drafts are deleted
    "application_draft": TEMPORARY,
    "attachment": TEMPORARY,  # its side may remove one that the other has not opened
    "contract": TEMPORARY,  # those without applications are removed
    "contract_party": KEPT_OR_DELETED,  # derived from the contract
    "failure_window": TEMPORARY,
    "idempotency_record": TEMPORARY,
    "password_link": TEMPORARY,  # a new one replaces the last
    "pending_content": TEMPORARY,
    "document_content": KEPT_OR_DELETED,
    MIGRATIONS_TABLE: READ_ONLY,
}


def rights_on(table: str) -> Rights:
    """The privileges, with PostgreSQL's names."""
    return _OTHERS.get(table, ORDINARY)


def named() -> frozenset[str]:
    """Tables with rights that are not ordinary."""
    return frozenset(_OTHERS)
