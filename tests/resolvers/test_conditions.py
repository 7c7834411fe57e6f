from dataclasses import replace

import pytest

import models
from models.enums import Role
from models.parties.viewer import Viewer
from resolvers import access
from resolvers.conditions import And, Compare, Either, Equals, InSubquery, IsNull, NotNull, Or, Through
from resolvers.list_conditions import alternatives, by_reference, narrowed
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support.access.condition_texts import rows_by_text
from tests.support.api_calls import apply, issued
from tests.support.applying import attaching
from tests.support.readers import system_viewer

MODELS = [
    models.Surety,
    models.Contractor,
    models.Contract,
    models.Application,
    models.Message,
    models.Attachment,
    models.Guarantee,
    models.Certificate,
    models.AuthKey,
    models.AccessToken,
    models.Account,
]
CERTIFICATE = "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k) { id } }"


@pytest.fixture
async def rows(api: Api, sample: SampleRegister) -> None:
    """Rows of every kind, some presented by the obligee, one certificate corrected."""
    guarantees = [payload["guarantee"] for payload in await issued(api, sample)]
    for guarantee in guarantees:
        await api.data(CERTIFICATE, as_="obligee", n=guarantee["number"], k=guarantee["authKey"])
    await api.data(CERTIFICATE, as_="system", n=guarantees[1]["number"], k=guarantees[1]["authKey"])
    await models.Certificate.filter(guarantee_number=guarantees[0]["number"]).update(status="CORRECTED")
    await apply(api, sample, message="ご確認ください。")
    for application in await models.Application.all():
        await attaching.stored_row(application.id, sample.viewers[Role.CONTRACTOR].actor_id)


@pytest.mark.parametrize("role", [None, *Role])
async def test_rules_say_the_same_to_tortoise_and_to_postgresql(
    rows: None, sample: SampleRegister, role: Role | None
) -> None:
    system = await system_viewer(sample.obligees["栃木県"].id)
    viewer = None if role is None else sample.viewers.get(role, system)
    for model in MODELS:
        rule = access.rule(model, role)
        found = {row.id for row in await model.filter(rule.q(viewer))}
        assert await rows_by_text(model, rule, viewer) == found, model


@pytest.mark.parametrize("is_below", [True, False])
async def test_an_inequality_says_the_same_to_both(rows: None, sample: SampleRegister, is_below: bool) -> None:  # noqa: FBT001 -- a parameter
    ids = sorted(row.id for row in await models.Guarantee.all())
    viewer = Viewer(Role.SURETY, ids[1], "", "")
    condition = Compare("id", "actor_id", is_below)
    expected = {id_ for id_ in ids if (id_ < ids[1] if is_below else id_ > ids[1])}
    assert await rows_by_text(models.Guarantee, condition, viewer) == expected
    assert {row.id for row in await models.Guarantee.filter(condition.q(viewer))} == expected


async def test_null_and_alternatives_say_the_same_to_both(rows: None, sample: SampleRegister) -> None:
    viewer = sample.viewers[Role.SURETY]
    for condition in (IsNull("number"), Or(IsNull("number"), Equals("surety_id", to="surety_id"))):
        found = {row.id for row in await models.Guarantee.filter(condition.q(viewer))}
        assert await rows_by_text(models.Guarantee, condition, viewer) == found
        assert found


async def test_what_is_missing_says_the_same_to_both(rows: None) -> None:
    expected = {row.id for row in await models.Guarantee.all() if row.number is None}
    assert expected
    assert await rows_by_text(models.Guarantee, IsNull("number"), None) == expected
    assert {row.id for row in await models.Guarantee.filter(IsNull("number").q(None))} == expected


def test_a_bound_is_said_where_the_row_is_spoken_of_and_nowhere_else() -> None:
    known, bound = NotNull("number"), Compare("id", "after", is_below=True)
    through = Through("guarantee", models.Guarantee, known)
    other = Through("application", models.Application, known)
    narrower = Through("guarantee", models.Guarantee, And(known, bound))
    beyond = replace(bound, column="guarantee_id")
    assert narrowed(And(through, And(other, known)), "guarantee_id", beyond) == And(narrower, And(other, known))
    assert narrowed(Equals("id", to="surety_id"), "guarantee_id", beyond) == Equals("id", to="surety_id")
    assert narrowed(Either(through, known), "guarantee_id", beyond) == Either(narrower, known)
    own, others = (InSubquery("guarantee_id", models.KeyPresentation, known, key) for key in ("guarantee_id", "id"))
    assert narrowed(own, "guarantee_id", beyond) == replace(own, condition=And(known, beyond))
    assert narrowed(others, "guarantee_id", beyond) == others


async def test_a_reference_says_the_same_as_the_id_that_it_refers_to(rows: None, sample: SampleRegister) -> None:
    rule, system = (
        access.rule(models.Certificate, Role.E_CONTRACT_SYSTEM),
        await system_viewer(sample.obligees["栃木県"].id),
    )
    referring = by_reference(rule)
    assert referring != rule
    found = await rows_by_text(models.Certificate, rule, system)
    assert await rows_by_text(models.Certificate, referring, system) == found
    assert {row.id for row in await models.Certificate.filter(referring.q(system))} == found
    surety = access.rule(models.Certificate, Role.SURETY)
    assert by_reference(surety) == surety


def test_alternatives_are_those_of_every_part() -> None:
    known, one, other = NotNull("number"), Equals("id", to="surety_id"), Equals("id", to="contractor_id")
    assert alternatives(known) == (known,)
    assert alternatives(Either(one, other)) == (one, other)
    through = And(Through("guarantee", models.Guarantee, Either(one, other)), known)
    assert alternatives(through) == tuple(
        And(Through("guarantee", models.Guarantee, each), known) for each in (one, other)
    )
