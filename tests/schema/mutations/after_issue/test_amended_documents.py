"""What an amendment leaves to be read: documents of both versions, fees paid singly, both execution paths."""

from typing import Any

import pytest

from models.document import Document
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.applying.amending import amend, in_force
from tests.support.document_rendering import render_all
from tests.support.received_certificates import present
from tests.support.states import RECORD_FEE

FIELDS = "history { id amendmentNumber reason status validity { isValid reason since } } certificate { id }"
NODE = f"query($id: ID!) {{ node(id: $id) {{ ... on Guarantee {{ {FIELDS} }} }} }}"
LIST = f"query($skip: Boolean = false) {{ guarantees {{ edges {{ node {{ {FIELDS} id @skip(if: $skip) }} }} }} }}"


async def test_every_document_of_both_versions_is_made(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await amend(api, issued["id"], amount=18_000_000)
    await render_all()
    made = await Document.all().values_list("kind", "filename")
    number = issued["number"]
    assert sorted(name for _, name in made) == sorted(
        [
            *(f"保証証書（前払金保証）_{number}{version}.pdf" for version in ("", "_変更1")),
            *(f"認証キーのお知らせ_{number}{version}.pdf" for version in ("", "_変更1")),
            *(f"保証料計算書_{number}-{place}.pdf" for place in (1, 2)),
        ]
    )


@pytest.mark.parametrize("role", ["contractor", "surety", "obligee", "operator"])
async def test_each_role_reads_both_versions_in_both_ways(api: Api, sample: SampleRegister, role: str) -> None:
    issued = await in_force(api, sample)
    await present(api, issued)
    await amend(api, issued["id"], amount=18_000_000)
    node = (await api.data(NODE, as_=role, id=issued["id"]))["node"]
    (edge,) = (await api.data(LIST, as_=role))["guarantees"]["edges"]
    assert edge["node"] == node | {"id": issued["id"]}
    assert [each["validity"]["reason"] for each in node["history"]] == ["SUPERSEDED", None]


async def test_an_additional_fee_that_is_paid_singly_is_open(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(
        api, sample, guarantees=[api_calls.advance_input(amount=15_000_000, feePaymentMethod="SINGLE")]
    )
    id_ = application["guarantees"][0]["id"]
    await api_calls.approve(api, id_)
    await api.data(RECORD_FEE, as_="surety", input={"guaranteeId": id_, "paidOn": "2026-11-20"})
    number = (await api_calls.issue(api, id_))["guarantee"]["number"]
    await amend(api, id_, amount=20_000_000)
    query = "query($f: FeeStatementFilter) { feeStatements(filter: $f) { edges { node { number } } } }"
    found: dict[str, Any] = {}
    for wanted in (True, False):
        edges = (await api.data(query, as_="surety", f={"isPaid": wanted}))["feeStatements"]["edges"]
        found[str(wanted)] = [edge["node"]["number"] for edge in edges]
    assert found["False"] == [f"{number}-2"]
    assert len(found["True"]) == 1
