"""Many copies of an existing row, for tests of maximums."""

from tortoise import connections


async def copy_rows(table: str, count: int, **changes: str) -> None:
    """`count` copies of the table's newest row, with new ids.

    `changes` are SQL expressions by column; `n` counts the copies from 1, `original` is the row.
    """
    columns = {"id": "uuidv7()", "": "n"} | changes  # without `n` the copy would be made once
    changed = ", ".join(f"'{name}', {expression}" for name, expression in columns.items())
    await connections.get("default").execute_query(
        f"""INSERT INTO {table} SELECT copy.* FROM generate_series(1, {count}) AS n,
        (SELECT * FROM {table} ORDER BY id DESC LIMIT 1) AS original,
        jsonb_populate_record(NULL::{table}, to_jsonb(original) || jsonb_build_object({changed})) AS copy"""
    )
