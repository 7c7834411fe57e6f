import datetime

import pytest
from tortoise.transactions import in_transaction

from models.guarantee import ISSUED, Guarantee
from models.kinds import Medium, Role
from models.numbering import JAPAN
from models.validity import validity
from resolvers import access, certificate_lists
from resolvers.certificate_lists import CertificateFilter
from resolvers.sample_data import House
from tests.cases import advance, issued, performance


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


async def test_the_filter_agrees_with_what_each_is_said_to_be(house: House) -> None:
    await issued(house, advance(), performance(medium=Medium.PAPER))
    viewer = house.viewers[Role.SURETY]
    last_day = datetime.datetime(2027, 8, 31, 23, 59, tzinfo=JAPAN)
    outcomes: set[tuple[bool, int]] = set()
    for status in sorted(ISSUED):
        await Guarantee.all().update(status=status)
        for at in (last_day, last_day + datetime.timedelta(minutes=1)):
            every = await certificate_lists.rows(CertificateFilter(), viewer=viewer, at=at).select_related("guarantee")
            for is_valid in (True, False):
                found = await certificate_lists.rows(CertificateFilter(is_valid=is_valid), viewer=viewer, at=at)
                expected = {row.id for row in every if validity(row, row.guarantee, at=at).is_valid is is_valid}
                assert {row.id for row in found} == expected, (status, at, is_valid)
                outcomes.add((is_valid, len(found)))
    assert outcomes == {(True, 1), (True, 0), (False, 1), (False, 2)}
