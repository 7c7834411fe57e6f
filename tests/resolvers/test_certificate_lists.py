import pytest
from tortoise.transactions import in_transaction

from models.guarantee import Guarantee
from models.kinds import Role
from resolvers import access
from resolvers.sample_data import House


@pytest.mark.parametrize("role", [Role.OBLIGEE, Role.E_CONTRACT_SYSTEM])
async def test_what_was_received_is_found_by_an_index_of_nothing_else(house: House, role: Role) -> None:
    obligee_id = house.obligees["栃木県"].id
    values = {"obligee_id": f"'{obligee_id}'", "obligee_ids": f"'{{{obligee_id}}}'"}
    condition = access.rule(Guarantee, role).sql("g", values.__getitem__)
    async with in_transaction() as connection:
        await connection.execute_script("SET LOCAL enable_seqscan = off")
        plan = await connection.execute_query_dict(
            f"EXPLAIN SELECT id FROM guarantee g WHERE {condition} ORDER BY id DESC LIMIT 51"
        )
    assert "guarantee_received" in "\n".join(row["QUERY PLAN"] for row in plan)
