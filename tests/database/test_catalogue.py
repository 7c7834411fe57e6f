"""The database has everything that the models declare: Tortoise silently omits constraints of new models."""

from typing import Any

import asyncpg
import pytest
from tortoise import Tortoise

import models
from models.row import Row
from sample.sample_register import SampleRegister

MODELS: list[type[Row]] = [getattr(models, name) for name in models.__all__]


async def names(raw: asyncpg.Connection, sql: str, *values: Any) -> set[str]:
    return {row[0] for row in await raw.fetch(sql, *values)}


async def unique_columns(raw: asyncpg.Connection, table: str) -> set[frozenset[str]]:
    """The sets of columns that are unique without a condition."""
    sql = """SELECT array_agg(attname::text) FROM pg_index JOIN pg_attribute ON attrelid = indrelid
             AND attnum = ANY(indkey) WHERE indrelid = $1::text::regclass AND indisunique AND indpred IS NULL
             GROUP BY indexrelid"""
    return {frozenset(row[0]) for row in await raw.fetch(sql, table)}


def test_every_table_is_listed(register: SampleRegister) -> None:
    apps = Tortoise.apps
    assert apps is not None
    assert set(apps["models"].values()) == set(MODELS)


@pytest.mark.parametrize("model", MODELS)
async def test_every_declared_constraint_exists(
    raw: asyncpg.Connection, register: SampleRegister, model: type[Row]
) -> None:
    table = model._meta.db_table
    sql = """SELECT conname FROM pg_constraint WHERE conrelid = $1::text::regclass
             UNION SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = $1::text::regclass"""
    meta: Any = model.Meta
    declared = {each.name for each in (*getattr(meta, "constraints", ()), *getattr(meta, "indexes", ()))}
    assert declared - await names(raw, sql, table) == set()


@pytest.mark.parametrize("model", MODELS)
async def test_everything_declared_unique_is_unique(
    raw: asyncpg.Connection, register: SampleRegister, model: type[Row]
) -> None:
    together: Any = getattr(model.Meta, "unique_together", ())
    fields = {frozenset({name}) for name, each in model._meta.fields_map.items() if each.unique and not each.reference}
    declared = {frozenset(columns) for columns in together} | fields
    assert declared - await unique_columns(raw, model._meta.db_table) == set()


@pytest.mark.parametrize("model", MODELS)
async def test_references_restrict_and_have_an_index(
    raw: asyncpg.Connection, register: SampleRegister, model: type[Row]
) -> None:
    table = model._meta.db_table
    columns = {f"{name}_id" for name in model._meta.fk_fields}
    restricting = """SELECT attname::text FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid
                     AND attnum = conkey[1] WHERE conrelid = $1::text::regclass AND contype = 'f'
                     AND cardinality(conkey) = 1 AND confdeltype = 'r'"""
    indexed = """SELECT attname::text FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
                 WHERE indrelid = $1::text::regclass"""
    assert await names(raw, restricting, table) == columns
    assert columns - await names(raw, indexed, table) == set()


async def test_nothing_is_ever_deleted_along(raw: asyncpg.Connection, register: SampleRegister) -> None:
    cascading = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND confdeltype NOT IN ('r', 'a')"
    assert await names(raw, cascading) == set()
    assert await names(raw, "SELECT conname FROM pg_constraint WHERE NOT convalidated") == set()
