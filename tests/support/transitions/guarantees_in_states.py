"""A guarantee in each state, as a subject of acts, with as few requests as the state allows."""

import dataclasses

from models.applying.guarantee_acts import GuaranteeAct
from models.applying.guarantee_states import GuaranteeStatus
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support.states import guarantee_in
from tests.support.transitions.declared_acts import DECLARED, Subject
from tests.support.transitions.status_steps import put

BY_ROW = frozenset({GuaranteeStatus.RELEASED, GuaranteeStatus.CANCELLED, GuaranteeStatus.EXPIRED})
"""Ended after the issue: the row is written, because nothing can be done in these states but be refused."""
CLAIMED = frozenset({GuaranteeStatus.CLAIMED, GuaranteeStatus.PAID})
WALKED = tuple(state for state in GuaranteeStatus if state is not GuaranteeStatus.DRAFT)
"""A draft has no guarantees."""
QUERY = "query($id: ID!) { node(id: $id) { ... on Guarantee { number authKey application { id } } } }"


async def subject_in(state: GuaranteeStatus, api: Api, sample: SampleRegister) -> Subject:
    """A new one, alone in its application, known to nothing else."""
    if state in BY_ROW | CLAIMED:
        subject = await _read(api, await guarantee_in("IN_FORCE", api, sample))
        if state in CLAIMED:
            subject = await _claimed(api, subject)
            return await _paid(api, subject) if state is GuaranteeStatus.PAID else subject
        await put(state, {"id": ids.key_of(subject.id, "Guarantee")})
        return subject
    return await _read(api, await guarantee_in(state.value, api, sample))


async def _read(api: Api, id_: str) -> Subject:
    node = (await api.data(QUERY, as_="surety", id=id_))["node"]
    return Subject(id_, node["application"]["id"], node["number"], node["authKey"])


async def _claimed(api: Api, subject: Subject) -> Subject:
    """The same, with a claim that the obligee has filed."""
    given = DECLARED[GuaranteeAct.FILE_CLAIM].given(subject)
    query = """mutation($input: FileClaimInput!) { fileClaim(input: $input) { ... on ClaimFiled { claim { id } } } }"""
    answer = await api.data(query, as_="obligee", input=given)
    return dataclasses.replace(subject, claim_id=answer["fileClaim"]["claim"]["id"])


async def _paid(api: Api, subject: Subject) -> Subject:
    """The same, with a claim that the surety has paid."""
    declared = DECLARED[GuaranteeAct.PAY_CLAIM]
    await declared.prepare(api, subject)
    query, given = declared.call(subject)
    await api.data(query, as_="surety", input=given)
    return subject
