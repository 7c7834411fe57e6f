"""A guarantee in each state, as a subject of acts, with as few requests as the state allows."""

from models.applying.guarantee_acts import GuaranteeAct
from models.applying.guarantee_states import GuaranteeStatus
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support.states import guarantee_in
from tests.support.transitions.declared_acts import DECLARED, Subject
from tests.support.transitions.status_steps import put

BY_ROW = frozenset({GuaranteeStatus.RELEASED, GuaranteeStatus.CANCELLED, GuaranteeStatus.PAID, GuaranteeStatus.EXPIRED})
"""Ended after the issue: the row is written, because nothing can be done in these states but be refused."""
WALKED = tuple(state for state in GuaranteeStatus if state is not GuaranteeStatus.DRAFT)
"""A draft has no guarantees."""
QUERY = "query($id: ID!) { node(id: $id) { ... on Guarantee { number authKey application { id } } } }"


async def subject_in(state: GuaranteeStatus, api: Api, sample: SampleRegister) -> Subject:
    """A new one, alone in its application, known to nothing else."""
    if state in BY_ROW | {GuaranteeStatus.CLAIMED}:
        subject = await _read(api, await guarantee_in("IN_FORCE", api, sample))
        if state in BY_ROW:
            await put(state, {"id": ids.key_of(subject.id, "Guarantee")})
            return subject
        return await _claimed(api, subject)
    return await _read(api, await guarantee_in(state.value, api, sample))


async def _read(api: Api, id_: str) -> Subject:
    node = (await api.data(QUERY, as_="surety", id=id_))["node"]
    return Subject(id_, node["application"]["id"], node["number"], node["authKey"])


async def _claimed(api: Api, subject: Subject) -> Subject:
    """By the act itself if the schema has it; else there is no claim, and only the row says so."""
    declared = DECLARED[GuaranteeAct.FILE_CLAIM]
    if not declared.is_built:
        await put("CLAIMED", {"id": ids.key_of(subject.id, "Guarantee")})
        return subject
    query = """mutation($input: FileClaimInput!) { fileClaim(input: $input) { ... on ClaimFiled { claim { id } } } }"""
    answer = await api.data(query, as_="obligee", input=declared.given(subject))
    return Subject(subject.id, subject.application_id, subject.number, subject.key, answer["fileClaim"]["claim"]["id"])
