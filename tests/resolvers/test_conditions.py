import pytest
from tortoise import connections

import models
from models.kinds import Role
from models.row import Row
from models.viewer import Viewer
from resolvers import access
from resolvers.conditions import Condition
from resolvers.sample_data import House
from tests.acts import apply, issued
from tests.conftest import Api

MODELS = [
    models.Surety,
    models.Contractor,
    models.Contract,
    models.Application,
    models.Message,
    models.Guarantee,
    models.Certificate,
    models.AuthKey,
]
CERTIFICATE = "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k) { id } }"


async def rows_by_text(model: type[Row], condition: Condition, viewer: Viewer | None) -> set[object]:
    """The keys of the rows that meet the condition as it stands in SQL."""
    values: list[object] = []

    def bind(name: str) -> str:
        values.append(getattr(viewer, name))
        return f"${len(values)}"

    text = f"SELECT t.id FROM {model._meta.db_table} t WHERE {condition.sql('t', bind)}"
    return {row["id"] for row in await connections.get("default").execute_query_dict(text, values)}


@pytest.fixture
async def rows(api: Api, house: House) -> None:
    """Rows of every kind, some presented by the obligee, one certificate corrected."""
    guarantees = [payload["guarantee"] for payload in await issued(api, house)]
    for guarantee in guarantees:
        await api.data(CERTIFICATE, as_="obligee", n=guarantee["number"], k=guarantee["authKey"])
    await models.Certificate.filter(guarantee_number=guarantees[0]["number"]).update(status="CORRECTED")
    await apply(api, house, message="ご確認ください。")


@pytest.mark.parametrize("role", [None, *Role])
async def test_rules_say_the_same_to_tortoise_and_to_postgresql(rows: None, house: House, role: Role | None) -> None:
    obligees = (house.obligees["栃木県"].id,)
    system = Viewer(Role.E_CONTRACT_SYSTEM, house.branch.id, "電子契約システム", "192.0.2.9", obligee_ids=obligees)
    viewer = None if role is None else house.viewers.get(role, system)
    for model in MODELS:
        rule = access.rule(model, role)
        found = {row.id for row in await model.filter(rule.q(viewer))}
        assert await rows_by_text(model, rule, viewer) == found, model
