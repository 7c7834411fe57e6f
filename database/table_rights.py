"""What the runtime role may do with each table; `kakusho migrate` grants it (runtime_role.py).

A table that is not named here has ordinary rights. Rows of the others are never changed (triggers forbid it as well),
or are deleted when they have served their purpose.
"""

from collections.abc import Mapping

RUNTIME_ROLE = "kakusho_runtime"
"""Has the rights and cannot sign in; what signs in is a member of it."""
EMBEDDED_LOGIN = "kakusho_app"
"""The member by which servers and workers use the embedded database."""

Rights = frozenset[str]
ORDINARY: Rights = frozenset({"SELECT", "INSERT", "UPDATE"})
APPEND_ONLY: Rights = frozenset({"SELECT", "INSERT"})
TEMPORARY: Rights = ORDINARY | {"DELETE"}
KEPT_OR_DELETED: Rights = APPEND_ONLY | {"DELETE"}
NONE: Rights = frozenset()
READ_ONLY: Rights = frozenset({"SELECT"})

SEQUENCES: Rights = frozenset({"USAGE"})
"""The next number, and no going back."""

MIGRATIONS_TABLE = "tortoise_migrations"
MIGRATIONS_SEQUENCE = f"{MIGRATIONS_TABLE}_id_seq"
_OTHERS: Mapping[str, Rights] = {
    "audit_event": APPEND_ONLY,
    "fee_statement": APPEND_ONLY,
    "handover_event": APPEND_ONLY,
    "received_notice": APPEND_ONLY,
    "access_token": TEMPORARY,  # of sessions that have ended
    "api_client_obligee": TEMPORARY,
    "failure_window": TEMPORARY,
    "idempotency_record": TEMPORARY,
    "pending_content": TEMPORARY,
    "document_content": KEPT_OR_DELETED,
    MIGRATIONS_TABLE: READ_ONLY,
}


def rights_on(table: str) -> Rights:
    """The privileges, by PostgreSQL's names."""
    return _OTHERS.get(table, ORDINARY)


def named() -> frozenset[str]:
    """Tables with rights that are not ordinary."""
    return frozenset(_OTHERS)
