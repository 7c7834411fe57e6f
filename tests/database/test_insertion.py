"""Rows that are inserted together are the same as those that are saved one by one."""

import datetime
from typing import Any

import pytest

from database import insertion
from models.auth_key import AuthKey
from models.enums import GuaranteeKind
from models.fees.fee import FeeTable
from sample.sample_register import SampleRegister
from tests.support.database.sql_statements import recorded_statements

LARGEST = 2**63 - 1


def tables(sample: SampleRegister) -> list[FeeTable]:
    rates: dict[str, Any] = {
        "surety_id": sample.branch.surety_id,
        "kind": GuaranteeKind.PERFORMANCE,
        "thresholds": [1, LARGEST],
        "rates_ppm": [5_000, 4_000, 3_000],
        "is_annual": True,
        "minimum_fee": LARGEST,
        "rounding_unit": 10,
        "is_sample": False,
    }
    return [FeeTable(valid_from=datetime.date(2099, 4, day), **rates) for day in (1, 2, 3)]


async def test_rows_are_as_they_were_given_by_one_statement(sample: SampleRegister) -> None:
    given = tables(sample)
    with recorded_statements() as said:
        await insertion.insert(given)
        await insertion.insert([])
    assert len(said) == 1
    found = {row.id: row for row in await FeeTable.filter(valid_from__gte=datetime.date(2099, 1, 1))}
    assert len(found) == 3
    for row in given:
        assert {name: getattr(found[row.id], name) for name in FeeTable._meta.db_fields} == {
            name: getattr(row, name) for name in FeeTable._meta.db_fields
        }


async def test_all_of_them_or_none(sample: SampleRegister) -> None:
    rows = tables(sample)
    rows[2].valid_from = rows[1].valid_from
    with pytest.raises(Exception, match="fee_table"):
        await insertion.insert(rows)
    assert not await FeeTable.filter(valid_from__gte=datetime.date(2099, 1, 1)).exists()


async def test_bytes_are_no_json(sample: SampleRegister) -> None:
    with pytest.raises(TypeError):
        await insertion.insert([AuthKey(digest=b"d", envelope=b"e", envelope_version=1)])
    assert not await AuthKey.exists()
