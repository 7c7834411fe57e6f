"""Obligees from before their rules are dated, and what the database adds for those who register one without rules."""

import datetime

import asyncpg
from tortoise import connections

from models.parties.obligee import ElectronicAcceptance, Obligee
from models.parties.obligee_office import ObligeeOffice
from models.parties.obligee_rules import ObligeeRules
from sample.sample_register import SampleRegister
from tests.support.database.migration_process import start_migration

BEFORE_RULES = """
INSERT INTO obligee (id, name, title, advance_payment_ratio_bp, services_advance_payment_ratio_bp,
    intermediate_ratio_bp, combined_ratio_bp, performance_minimum_ratio_bp, raised_performance_minimum_ratio_bp,
    advance_payment_cap, rounding_unit, minimum_price)
VALUES (uuidv7(), '甲市', '甲市長', 4500, 3000, 1900, 5900, 500, 2500, 3, 2, 1),
    (uuidv7(), '乙市', '乙市長', 4000, NULL, 2000, 6000, 1000, 3000, NULL, NULL, NULL);
INSERT INTO electronic_acceptance (id, obligee_id, kind, contract_type, from_date, basis, channels, notice_addresses)
SELECT uuidv7(), id, 'PERFORMANCE', 'WORKS', '2024-04-01', 'BID_DATE', '{EMAIL}', '{a@example.jp}' FROM obligee
WHERE name = '甲市';
"""
AFTER = """
SELECT obligee.name, rules.*, acceptance.rules_id = rules.id AS belongs, acceptance.valid_from AS since,
    acceptance.valid_until AS ends, acceptance.approved_contracts_only AS restricted
FROM obligee JOIN obligee_rules rules ON rules.obligee_id = obligee.id
LEFT JOIN electronic_acceptance acceptance ON acceptance.obligee_id = obligee.id
ORDER BY obligee.name
"""
FIRST = datetime.date(2000, 1, 1)
DAY = datetime.date(2027, 4, 1)


async def test_what_an_obligee_has_become_its_first_rules(empty_database: str, register: SampleRegister) -> None:
    before = await start_migration(empty_database, until="0031_accounts")
    assert await before.communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE_RULES)
    assert await (await start_migration(empty_database)).communicate() == (b"True\n", b"")
    second, first = await inspector.fetch(AFTER)
    limits = [4500, 3000, 1900, 5900, 500, 2500, 3, 2, 1]
    assert (first["name"], first["version"], first["valid_from"], first["valid_until"]) == ("甲市", 1, FIRST, None)
    columns = [name for name in first.keys() if name.endswith(("_bp", "_cap", "_unit", "_price"))]  # noqa: SIM118 -- of a record
    assert [first[name] for name in columns] == limits
    assert (first["belongs"], first["since"], first["ends"], first["restricted"]) == (True, FIRST, None, False)
    assert [second[name] for name in columns] == [4000, None, 2000, 6000, 1000, 3000, None, None, None]
    await inspector.close()


async def test_an_obligee_is_registered_with_its_first_rules(sample: SampleRegister) -> None:
    obligee = await Obligee.create(name="丙市", title="丙市長", advance_payment_ratio_bp=3000, minimum_price=7)
    rules = await ObligeeRules.get(obligee_id=obligee.id)
    assert (rules.version, rules.valid_from, rules.valid_until, rules.set_at) == (1, FIRST, None, None)
    assert (rules.limits.advance_payment_ratio_bp, rules.limits.minimum_price) == (3000, 7)


async def test_acceptances_and_offices_belong_to_the_last_rules_and_end_with_them(sample: SampleRegister) -> None:
    obligee_id = sample.obligees["見本町"].id
    (first,) = await ObligeeRules.filter(obligee_id=obligee_id)
    acceptance = await ElectronicAcceptance.create(
        obligee_id=obligee_id, kind="PERFORMANCE", contract_type="WORKS", from_date=DAY, channels=["DIRECT"]
    )
    office = await ObligeeOffice.create(
        obligee_id=obligee_id, kind="PERFORMANCE", name="契約課", notice_addresses=["a@example.jp"]
    )
    await ObligeeRules.filter(id=first.id).update(valid_until=DAY)
    for row in (await ElectronicAcceptance.get(id=acceptance.id), await ObligeeOffice.get(id=office.id)):
        assert (row.rules_id, row.valid_from, row.valid_until) == (first.id, FIRST, DAY)
    execute = connections.get("default").execute_query_dict
    (count,) = await execute("SELECT count(*) FROM electronic_acceptance WHERE valid_until IS NOT NULL")
    assert count["count"] == 1
