"""What the role of servers and workers may and may not do; how `kakusho migrate` creates it and grants its rights."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import structlog

from database import connection, embedded, runtime_role, table_rights
from database.table_rights import EMBEDDED_LOGIN, RUNTIME_ROLE, rights_on
from sample.sample_register import SampleRegister
from tests.support.servers.server_processes import REQUIRED, run

FORBIDDEN = [
    "UPDATE audit_event SET action = 'x'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "BEGIN; LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "ALTER TABLE audit_event DISABLE TRIGGER audit_event_is_append_only",
    "ALTER TABLE audit_event RENAME TO gone",
    "ALTER TABLE audit_event ADD COLUMN more text",
    "DROP TRIGGER audit_event_is_append_only ON audit_event",
    "CREATE TRIGGER more BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION forbid()",
    "CREATE RULE more AS ON INSERT TO audit_event DO INSTEAD NOTHING",
    "DROP TABLE audit_event",
    "DROP FUNCTION forbid() CASCADE",
    "CREATE OR REPLACE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "CREATE FUNCTION more() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE more (id integer)",
    "CREATE VIEW more AS SELECT 1",
    "CREATE SCHEMA more",
    "CREATE DATABASE more",
    "CREATE ROLE more",
    "SET session_replication_role = replica",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    f"ALTER ROLE {EMBEDDED_LOGIN} SUPERUSER",
    "GRANT pg_write_all_data TO kakusho_app",
    "ALTER SYSTEM SET log_statement = 'all'",
    "SELECT setval('fee_request_number', 1)",
    "SELECT nextval('tortoise_migrations_id_seq')",
    "SELECT rolpassword FROM pg_authid",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_reload_conf()",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/kakusho-copy'",
    "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('models', 'x', now())",
    "DELETE FROM certificate",
    "DELETE FROM guarantee",
    "DELETE FROM account",
    "TRUNCATE failure_window",
    "UPDATE handover_event SET channel = 'EMAIL'",
    "DELETE FROM fee_statement",
    "UPDATE fee_statement SET id = id",
    "UPDATE audit_block SET number = number",
    "DELETE FROM audit_block",
    "UPDATE audit_leaf SET position = position",
    "DELETE FROM audit_leaf",
    "DELETE FROM key_presentation",
    "UPDATE key_presentation SET presented_at = now()",
    "TRUNCATE key_presentation",
    "DELETE FROM submission",
    "UPDATE submission SET reason = NULL",
    "TRUNCATE submission",
    "UPDATE contract_change SET reason = NULL",
    "DELETE FROM contract_change",
    "UPDATE register_change SET version = 2",
    "DELETE FROM register_change",
    "UPDATE seal_image SET version = 2",
    "DELETE FROM seal_image",
    "UPDATE received_notice SET id = id",
    "UPDATE document_content SET content = ''",
]
GRANTS = """
SELECT table_name AS name, array_agg(privilege_type::text ORDER BY privilege_type) AS rights
FROM information_schema.role_table_grants WHERE grantee = $1 AND table_schema = 'public'
GROUP BY table_name ORDER BY table_name
"""
FORBIDDEN_BY_TRIGGERS = """
SELECT tgrelid::regclass::text AS name, (tgtype & 8) > 0 AS deleting, (tgtype & 16) > 0 AND tgqual IS NULL AS updating
FROM pg_trigger WHERE tgfoid = 'forbid'::regproc AND tgtype & 1 > 0
"""


@pytest.fixture
async def runtime(register: SampleRegister, database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection with the role of a server."""
    connected = await asyncpg.connect(database_url)
    yield connected
    await connected.close()


@pytest.mark.parametrize("statement", FORBIDDEN)
async def test_the_runtime_role_cannot(runtime: asyncpg.Connection, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await runtime.execute(statement)


async def test_what_it_grants_itself_it_does_not_get(runtime: asyncpg.Connection) -> None:
    await runtime.execute(f"GRANT DELETE ON audit_event TO {RUNTIME_ROLE}")  # PostgreSQL only warns
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await runtime.execute("DELETE FROM audit_event")


@pytest.mark.parametrize(
    "statement",
    ["LISTEN more", "NOTIFY more", "SELECT pg_advisory_lock(1), pg_advisory_unlock(1)", "SET statement_timeout = 5000"],
)
async def test_the_runtime_role_can(runtime: asyncpg.Connection, statement: str) -> None:
    await runtime.execute(statement)


async def test_the_rights_on_each_table_are_those_that_are_declared(raw: asyncpg.Connection) -> None:
    tables = {row[0] for row in await raw.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    granted = {row["name"]: frozenset(row["rights"]) for row in await raw.fetch(GRANTS, RUNTIME_ROLE)}
    assert granted == {table: rights_on(table) for table in tables}
    assert table_rights.named() <= tables


async def test_what_triggers_forbid_is_not_granted_either(raw: asyncpg.Connection) -> None:
    rows = await raw.fetch(FORBIDDEN_BY_TRIGGERS)
    assert len(rows) > 5
    for row in rows:
        assert not row["deleting"] or "DELETE" not in rights_on(row["name"]), row
        assert not row["updating"] or "UPDATE" not in rights_on(row["name"]), row
    assert rights_on("audit_event") == {"SELECT", "INSERT"}  # its trigger has a condition: true


def migrate(owner: str, runtime: str) -> str:
    """The log of `kakusho migrate`."""
    done = run("migrate", **REQUIRED, DATABASE_URL=runtime, MIGRATION_DATABASE_URL=owner)
    assert done.returncode == 0, done.stderr
    return done.stderr


async def test_migrating_makes_the_role_of_the_server_and_again_changes_nothing(empty_database: str) -> None:
    runtime = empty_database.replace("//postgres@", "//o%22ther:p%40ss@")
    for _ in range(2):
        assert await asyncio.to_thread(migrate, empty_database, runtime) == ""
    owner = await asyncpg.connect(empty_database)
    try:
        server = await asyncpg.connect(runtime)
        assert await server.fetchval("SELECT count(*) FROM audit_event") == 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await server.execute("DELETE FROM audit_event")
        await server.close()
        verifier = str(await owner.fetchval("SELECT rolpassword FROM pg_authid WHERE rolname = 'o\"ther'"))
        salt = verifier.split(":")[1].split("$", maxsplit=1)[0]
        assert runtime_role.scram_verifier("p@ss", salt=salt) == verifier
        granted = await owner.fetch(GRANTS, RUNTIME_ROLE)
        await owner.execute(f"GRANT DELETE ON audit_event TO {RUNTIME_ROLE}; REVOKE ALL ON account FROM {RUNTIME_ROLE}")
        await asyncio.to_thread(migrate, empty_database, runtime)
        assert await owner.fetch(GRANTS, RUNTIME_ROLE) == granted
    finally:
        await owner.execute('DROP ROLE IF EXISTS "o""ther"')
        await owner.close()


async def test_with_one_url_for_everything_it_works_and_says_so(empty_database: str) -> None:
    logged = await asyncio.to_thread(migrate, empty_database, empty_database)
    assert "runtime_role_owns_schema" in logged


async def test_an_owner_who_may_make_no_roles_grants_what_there_is(empty_database: str) -> None:
    admin = await asyncpg.connect(empty_database)
    database = await admin.fetchval("SELECT current_database()")
    await admin.execute(f"CREATE ROLE plain LOGIN; ALTER DATABASE {database} OWNER TO plain")
    await admin.execute(f"CREATE ROLE admitted LOGIN IN ROLE {RUNTIME_ROLE}")
    owner = empty_database.replace("//postgres@", "//plain@")
    try:
        logged = await asyncio.to_thread(migrate, owner, empty_database.replace("//postgres@", "//unknown@"))
        assert "runtime_role_missing" in logged
        assert "unknown" in logged
        runtime = empty_database.replace("//postgres@", "//admitted@")
        assert await asyncio.to_thread(migrate, owner, runtime) == ""
        server = await asyncpg.connect(runtime)
        assert await server.fetchval("SELECT count(*) FROM audit_event") == 0
        await server.close()
        await admin.execute("CREATE ROLE stranger LOGIN")
        logged = await asyncio.to_thread(migrate, owner, empty_database.replace("//postgres@", "//stranger@"))
        assert "runtime_role_not_granted" in logged
    finally:
        await admin.execute("DROP OWNED BY plain CASCADE")
        await admin.execute(f"ALTER DATABASE {database} OWNER TO postgres")
        await admin.execute("DROP ROLE IF EXISTS plain, admitted, stranger")
        await admin.close()


async def test_the_hash_of_a_password_is_postgresqls(raw: asyncpg.Connection) -> None:
    await raw.execute("CREATE ROLE hashed PASSWORD 'secret-1'")
    verifier = str(await raw.fetchval("SELECT rolpassword FROM pg_authid WHERE rolname = 'hashed'"))
    assert runtime_role.scram_verifier("secret-1", salt=verifier.split(":")[1].split("$", maxsplit=1)[0]) == verifier


async def test_a_server_in_the_owners_role_warns(sample: SampleRegister, owner_url: str, database_url: str) -> None:
    stop = asyncio.Event()
    stop.set()
    with structlog.testing.capture_logs() as logs:
        await runtime_role.report(stop)
    assert logs == []
    await connection.close()
    await connection.open_(owner_url)
    try:
        with structlog.testing.capture_logs() as logs:
            await runtime_role.report(stop)
    finally:
        await connection.close()
        await connection.open_(database_url)
    assert [(log["event"], log["role"]) for log in logs] == [("runtime_role_owns_schema", "postgres")]


@pytest.mark.parametrize(
    ("url", "login"),
    [
        ("postgresql://user:p%40ss@host:5432/name", ("user", "p@ss")),
        ("postgresql://user@/name?host=/folder", ("user", None)),
        ("postgresql:///name", None),
    ],
)
def test_the_login_is_that_of_the_url(url: str, login: tuple[str, str | None] | None) -> None:
    assert runtime_role.login_of(url) == login


def test_the_embedded_database_has_a_url_for_servers() -> None:
    url = "postgresql://postgres@/kakusho?host=/folder/postgres%40&port=5432"
    assert embedded.runtime_url(url) == f"postgresql://{EMBEDDED_LOGIN}@/kakusho?host=/folder/postgres%40&port=5432"
