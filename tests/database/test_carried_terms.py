"""The names of general terms that were printed before they were stored as data."""

import asyncpg
import pytest

from sample.sample_register import SampleRegister
from tests.support.database.migration_process import BEFORE_CERTIFIED, start_migration


async def test_what_was_issued_before_keeps_the_terms_that_were_printed(
    empty_database: str, register: SampleRegister
) -> None:
    until = "0012_received_guarantees"
    assert await (await start_migration(empty_database, until=until)).communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE_CERTIFIED)
    await inspector.execute("UPDATE guarantee SET kind = 'PERFORMANCE'")
    await inspector.execute("ALTER TABLE certificate DISABLE TRIGGER certificate_content_is_immutable")
    kinds = {"'CURRENT'": "ADVANCE_PAYMENT", "'SUPERSEDED'": "INTERMEDIATE_ADVANCE_PAYMENT"}
    for status, kind in kinds.items():
        await inspector.execute(f"UPDATE certificate SET kind = '{kind}' WHERE status = {status}")
    await inspector.execute("ALTER TABLE certificate ENABLE TRIGGER certificate_content_is_immutable")
    assert await (await start_migration(empty_database, until="0018_general_terms")).communicate() == (b"False\n", b"")
    rows = await inspector.fetch("SELECT kind, general_terms FROM certificate ORDER BY issued_at")
    assert [tuple(row) for row in rows] == [
        ("INTERMEDIATE_ADVANCE_PAYMENT", "前払金保証約款及び中間前払金保証特約"),
        ("PERFORMANCE", "前払金保証約款及びこれに付帯する契約保証特約"),
        ("ADVANCE_PAYMENT", "前払金保証約款"),
    ]
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="certificate_content_is_immutable"):
        await inspector.execute("UPDATE certificate SET general_terms = 'x'")
    await inspector.close()
