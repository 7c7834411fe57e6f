"""The database forbids the steps of a guarantee that the table of acts does not have."""

import re

import pytest
from tortoise import connections
from tortoise.exceptions import IntegrityError, OperationalError

import models
from models.applying.guarantee_states import GuaranteeStatus
from sample.sample_register import SampleRegister
from tests.support.transitions.status_steps import STEPS
from tests.support.use_cases import applied

TRIGGER = "guarantee_takes_the_steps_of_the_table"


async def test_both_have_the_same_steps(sample: SampleRegister) -> None:
    query = "SELECT pg_get_triggerdef(oid) AS source FROM pg_trigger WHERE tgname = $1"
    (row,) = await connections.get("default").execute_query_dict(query, [TRIGGER])
    assert set(re.findall(r"'(\w+) (\w+)'", row["source"])) == STEPS


@pytest.mark.parametrize(
    "after",
    [
        after
        for after in GuaranteeStatus
        if after is not GuaranteeStatus.SUBMITTED and (GuaranteeStatus.SUBMITTED, after) not in STEPS
    ],
)
async def test_a_step_that_the_table_lacks_is_refused_before_all_other_rules(
    sample: SampleRegister, after: GuaranteeStatus
) -> None:
    guarantee, _ = await applied(sample)
    with pytest.raises((IntegrityError, OperationalError), match=TRIGGER):
        await models.Guarantee.filter(id=guarantee.id).update(status=after)
