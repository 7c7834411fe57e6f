"""The table of acts is what the product does: every state × act × role through the API's mutations.

Allowed: the state after it is the table's. Otherwise a typed refusal, or FORBIDDEN, and not one row has changed.
"""

from typing import Any

import pytest
from graphql import GraphQLObjectType, GraphQLUnionType, get_named_type

import models
from jobs import housekeeping
from models.applying.guarantee_acts import GUARANTEE_ACTS, GuaranteeAct
from models.applying.guarantee_states import GuaranteeStatus
from models.enums import Role
from resolvers import access
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support.parties import accounts
from tests.support.refusals import table_contents
from tests.support.transitions import transitions_page
from tests.support.transitions.declared_acts import DECLARED, DeclaredAct, Subject
from tests.support.transitions.guarantees_in_states import WALKED, subject_in

PEOPLE = {
    Role.CONTRACTOR: "contractor",
    Role.SURETY: "surety",
    Role.OBLIGEE: "obligee",
    Role.E_CONTRACT_SYSTEM: "system",
    Role.OPERATOR: "operator",
}
CALLED = {act: declared for act, declared in DECLARED.items() if declared.mutation}
ALLOWED = [(act, state) for act in CALLED for state in WALKED if state in GUARANTEE_ACTS[act]]
CHANGING = [
    (act, state, role) for act, state in ALLOWED for role in sorted(access.OPERATIONS[str(CALLED[act].mutation)])
]


def payloads_of(declared: DeclaredAct) -> set[str]:
    """The members of the union that are no refusals."""
    union = get_named_type(declared.operation.type)
    assert isinstance(union, GraphQLUnionType)
    return {each.name for each in union.types if not _is_refusal(each)}


def _is_refusal(type_: GraphQLObjectType) -> bool:
    return "UserError" in {interface.name for interface in type_.interfaces}


async def answer_to(api: Api, declared: DeclaredAct, subject: Subject, *, as_: str) -> dict[str, Any]:
    """The member of the union, or the code of the error."""
    query, given = declared.call(subject)
    body = (await api.post(query, as_=as_, input=given)).json()
    if "errors" in body:
        return {"code": body["errors"][0]["extensions"]["code"]}
    return body["data"][declared.mutation]


async def status_of(subject: Subject) -> GuaranteeStatus:
    return (await models.Guarantee.get(id=ids.key_of(subject.id, "Guarantee"))).status


def test_every_act_of_the_table_is_declared() -> None:
    assert set(DECLARED) == set(GuaranteeAct) == set(GUARANTEE_ACTS)
    assert {act for act, declared in DECLARED.items() if declared.mutation is None} == {GuaranteeAct.EXPIRE}


def test_the_page_is_what_the_table_says() -> None:
    told = transitions_page.PAGE.read_text()
    assert told == transitions_page.page(), "run `python -m tests.support.transitions.transitions_page`"


@pytest.mark.parametrize(("act", "state", "role"), CHANGING)
async def test_what_the_table_allows_leads_to_its_state(
    api: Api, sample: SampleRegister, act: GuaranteeAct, state: GuaranteeStatus, role: Role
) -> None:
    declared, subject = CALLED[act], await subject_in(state, api, sample)
    await declared.prepare(api, subject)
    answer = await answer_to(api, declared, subject, as_=PEOPLE[role])
    assert answer.get("__typename") in payloads_of(declared), answer
    assert await status_of(subject) in GUARANTEE_ACTS[act][state]


@pytest.mark.parametrize("state", WALKED)
async def test_what_it_does_not_allow_is_refused_and_changes_nothing(
    api: Api, sample: SampleRegister, state: GuaranteeStatus
) -> None:
    subject = await subject_in(state, api, sample)
    for name in PEOPLE.values():
        await api.token(name)
    for act, declared in CALLED.items():
        if state in GUARANTEE_ACTS[act] or not declared.needs(subject):
            continue
        before = await table_contents(but=declared.records)
        for role in sorted(access.OPERATIONS[str(declared.mutation)]):
            answer = await answer_to(api, declared, subject, as_=PEOPLE[role])
            if state in declared.answers_in:
                assert answer.get("__typename") in payloads_of(declared), (act, role, answer)
            else:
                assert answer.items() >= declared.refusal_in(state).items(), (act, role, answer)
        assert await table_contents(but=declared.records) == before, act
    assert await status_of(subject) is state


@pytest.mark.parametrize("state", WALKED)
async def test_other_roles_may_do_nothing_in_any_state(
    api: Api, sample: SampleRegister, state: GuaranteeStatus
) -> None:
    subject = await subject_in(state, api, sample)
    readers = [await _reader(api, sample, role) for role in (Role.CONTRACTOR, Role.SURETY, Role.OBLIGEE)]
    for name in PEOPLE.values():
        await api.token(name)
    before = await table_contents()
    for act, declared in CALLED.items():
        if declared.needs(subject):
            may = access.OPERATIONS[str(declared.mutation)]
            others = [name for role, name in PEOPLE.items() if role not in may]
            for name in (*others, *readers):
                assert await answer_to(api, declared, subject, as_=name) == {"code": "FORBIDDEN"}, (act, name)
    assert await table_contents() == before


async def _reader(api: Api, sample: SampleRegister, role: Role) -> str:
    given = accounts.of(sample, role.value, accountRole="READER", email=f"reader.{role.lower()}@example.jp")
    return (await accounts.colleague(api, as_="operator", **given))["email"]


@pytest.mark.parametrize("state", WALKED)
async def test_the_clock_ends_what_is_in_force_alone(api: Api, sample: SampleRegister, state: GuaranteeStatus) -> None:
    subject = await subject_in(state, api, sample)
    await housekeeping.run(at=NOON.replace(year=2030))
    following = GUARANTEE_ACTS[GuaranteeAct.EXPIRE].get(state, (state,))
    assert await status_of(subject) is following[0]
