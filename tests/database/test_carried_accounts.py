"""Accounts, sessions and mails from before accounts had roles, and what the migration makes of them."""

import asyncpg
import pytest

from sample.sample_register import SampleRegister
from tests.support.database.migration_process import start_migration

BEFORE_ROLES = """
SET session_replication_role = replica;
INSERT INTO account (id, email, name, password_hash, role, is_active)
SELECT uuidv7(), name || '@example.jp', name, 'x', 'OPERATOR', name = 'active'
FROM unnest(ARRAY['active', 'former']) AS name;
INSERT INTO access_token (id, digest, account_id, created_at, expires_at)
SELECT uuidv7(), decode(md5(email), 'hex'), id, '2026-11-01Z', '2026-11-02Z' FROM account;
"""
ANOTHER = """
INSERT INTO account (id, email, name, password_hash, role, is_active)
VALUES (uuidv7(), $1, 'x', $2, 'OPERATOR', true)
"""
"""As a server of the previous version does, too."""


async def test_who_had_an_account_is_an_administrator_and_keeps_the_address(
    empty_database: str, register: SampleRegister
) -> None:
    before = await start_migration(empty_database, until="0029_joint_ventures")
    assert await before.communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE_ROLES)
    _, errors = await (await start_migration(empty_database, until="0030_accounts")).communicate()
    assert errors == b""
    rows = await inspector.fetch(
        """SELECT email, account_role, is_active, password_hash, address
        FROM account JOIN access_token ON account_id = account.id ORDER BY email"""
    )
    assert [tuple(row) for row in rows] == [
        ("active@example.jp", "ADMINISTRATOR", True, "x", None),
        ("former@example.jp", "ADMINISTRATOR", False, "x", None),
    ]
    with pytest.raises(asyncpg.UniqueViolationError, match="account_email_is_free"):
        await inspector.execute(ANOTHER, "active@example.jp", "y")
    for email, password_hash in (("active@example.jp", None), ("former@example.jp", "y")):
        await inspector.execute(ANOTHER, email, password_hash)
    await inspector.close()
