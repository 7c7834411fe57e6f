"""The role of servers and workers in the database: it reads and writes rows, and owns nothing.

`kakusho migrate`, which runs as the owner of the tables, creates the role if it may, and grants it the rights of
table_rights.py. A role that owns tables can disable their triggers, and then delete audit events.
"""

import asyncio
import base64
import hashlib
import hmac
import os
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

import structlog
from tortoise import Tortoise, connections

from database.table_rights import MIGRATIONS_SEQUENCE, MIGRATIONS_TABLE, NONE, RUNTIME_ROLE, SEQUENCES, rights_on

SCRAM_ITERATIONS = 4096
"""PostgreSQL's default."""

_OWNER = """
SELECT current_user AS name, rolsuper OR rolcreaterole AS may_create_roles, rolsuper OR EXISTS (
    SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
    WHERE r.rolname = $1 AND m.member = pg_roles.oid AND m.admin_option
) AS may_admit FROM pg_roles WHERE rolname = current_user
"""
_ROLES = "SELECT rolname FROM pg_roles WHERE rolname = ANY($1::text[])"
_IS_MEMBER = "SELECT pg_has_role($1::text, $2::text, 'MEMBER') AS is_member"
_GRANTED = """
SELECT relname AS name, relkind = 'S' AS is_sequence,
    coalesce(array_agg(granted.privilege_type) FILTER (WHERE granted.grantee = $1::regrole), '{}') AS rights
FROM pg_class LEFT JOIN LATERAL aclexplode(relacl) AS granted ON true
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') GROUP BY relname, relkind
"""
_IS_OWNER = """
SELECT current_user AS name, rolsuper OR has_schema_privilege('public', 'CREATE') OR EXISTS (
    SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND pg_has_role(relowner, 'USAGE')
) AS is_owner FROM pg_roles WHERE rolname = current_user
"""
_CREATE_ROLE = """
DO $$ BEGIN CREATE ROLE {name} {options}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
"""
"""Roles belong to all databases of a server: a concurrent migration of another one may have created it."""

log = structlog.get_logger(__name__)


class Login(NamedTuple):
    """A server's credentials for the database."""

    name: str
    password: str | None


class _Connection(Protocol):
    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]: ...
    async def execute_script(self, query: str) -> None: ...


def login_of(url: str) -> Login | None:
    """The user of a URL; None if it has none."""
    parts = urlsplit(url)
    if not parts.username:
        return None
    return Login(unquote(parts.username), None if parts.password is None else unquote(parts.password))


async def prepare(connection: _Connection, login: Login | None) -> None:
    """Create the role and its member `login`, if the current user may, and grant its rights; in a transaction.

    Steps that the current user may not do are logged; docs/operations.md has the SQL for them.
    """
    (owner,) = await connection.execute_query_dict(_OWNER, [RUNTIME_ROLE])
    if login and login.name == owner["name"]:
        log.warning("runtime_role_owns_schema", role=owner["name"])
        login = None
    missing = await _missing(connection, [RUNTIME_ROLE, *([login.name] if login else [])])
    if missing and not owner["may_create_roles"]:
        log.warning("runtime_role_missing", roles=missing)
        login = None
    elif RUNTIME_ROLE in missing:
        await connection.execute_script(_create_role(RUNTIME_ROLE, "NOLOGIN"))
        missing.remove(RUNTIME_ROLE)
    if RUNTIME_ROLE not in missing:
        await _grant(connection)
        if login:
            await _admit(connection, login, is_new=login.name in missing)


async def _missing(connection: _Connection, names: list[str]) -> list[str]:
    found = {row["rolname"] for row in await connection.execute_query_dict(_ROLES, [names])}
    return [name for name in names if name not in found]


async def _admit(connection: _Connection, login: Login, *, is_new: bool) -> None:
    """Make the login a member of the runtime role."""
    if is_new:
        password = "NULL" if login.password is None else f"'{scram_verifier(login.password)}'"
        await connection.execute_script(_create_role(login.name, f"LOGIN PASSWORD {password}"))
    (membership,) = await connection.execute_query_dict(_IS_MEMBER, [login.name, RUNTIME_ROLE])
    if membership["is_member"]:
        return
    (owner,) = await connection.execute_query_dict(_OWNER, [RUNTIME_ROLE])
    if owner["may_admit"]:
        await connection.execute_script(f"GRANT {RUNTIME_ROLE} TO {_quoted(login.name)}")
    else:
        log.warning("runtime_role_not_granted", role=login.name)


async def _grant(connection: _Connection) -> None:
    """Set the rights on tables and sequences to those of table_rights.py; correct ones stay as they are.

    Only the owner has rights on tables without a model, such as a restored copy.
    """
    models = (Tortoise.apps or {})["models"].values()
    tables = {model._meta.db_table for model in models} | {MIGRATIONS_TABLE}  # noqa: SLF001 -- no public API
    statements = [f"GRANT USAGE ON SCHEMA public TO {RUNTIME_ROLE}", "REVOKE CREATE ON SCHEMA public FROM PUBLIC"]
    for row in await connection.execute_query_dict(_GRANTED, [RUNTIME_ROLE]):
        if row["is_sequence"]:
            wanted = SEQUENCES if row["name"] != MIGRATIONS_SEQUENCE else NONE
        else:
            wanted = rights_on(row["name"]) if row["name"] in tables else NONE
        where, granted = f"{'SEQUENCE ' * row['is_sequence']}{_quoted(row['name'])}", frozenset(row["rights"])
        if lacking := wanted - granted:
            statements.append(f"GRANT {_list(lacking)} ON {where} TO {RUNTIME_ROLE}")
        if excess := granted - wanted:
            statements.append(f"REVOKE {_list(excess)} ON {where} FROM {RUNTIME_ROLE}")
    await connection.execute_script("; ".join(statements))


async def report(stop: asyncio.Event) -> None:
    """Log a warning if the role of the connection pool could change the tables themselves; then wait for `stop`."""
    (role,) = await connections.get("default").execute_query_dict(_IS_OWNER)
    if role["is_owner"]:
        log.warning("runtime_role_owns_schema", role=role["name"])
    await stop.wait()


def scram_verifier(password: str, *, salt: str | None = None) -> str:
    """PostgreSQL's stored form of a password (RFC 5803): statements may be logged, and it does not disclose it.

    `salt` is base64, and random if there is none.
    """
    salt = salt or base64.b64encode(os.urandom(16)).decode()
    secret = unicodedata.normalize("NFKC", password).encode()
    salted = hashlib.pbkdf2_hmac("sha256", secret, base64.b64decode(salt), SCRAM_ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    keys = ":".join(base64.b64encode(key).decode() for key in (stored, server))
    return f"SCRAM-SHA-256${SCRAM_ITERATIONS}:{salt}${keys}"


def _create_role(name: str, options: str) -> str:
    return _CREATE_ROLE.format(name=_quoted(name), options=options)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _list(rights: Iterable[str]) -> str:
    return ", ".join(sorted(rights))
