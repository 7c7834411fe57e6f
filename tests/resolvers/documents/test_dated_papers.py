"""What the registers say later does not reach papers of before: neither rows nor PDFs, whenever they are rendered."""

from typing import Any

import models
from models.certificate import Certificate
from models.document import Document, DocumentContent, DocumentKind
from models.fees.fee_statement import FeeStatement
from resolvers.documents import compose_data
from sample import sample_rates
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import DOCUMENT_SERVICES, Api
from tests.support import api_calls
from tests.support.api_calls import ISSUE
from tests.support.document_rendering import render_all
from tests.support.parties.registers import changed
from tests.support.pdf.readers import by_pdfium, closed_up
from tests.support.states import rival_branch

NEW = {"representative": "取締役社長　後任次郎", "name": "改称保証株式会社", "address": "京都府京都市見本町9-9"}
BRANCH = {"name": "京都支店", "telephone": "075-000-0000", "fax": "075-000-0001"}
AFTER = (*NEW.values(), *BRANCH.values())
QUERY = """query($id: ID!) { node(id: $id) { ... on Certificate { suretyName suretyAddress suretyRepresentative
  principalName obligeeTitle } } }"""


async def issued(api: Api, sample: SampleRegister, branch: models.Branch) -> Any:
    contract = api_calls.contract_input(sample, isAnother=True)
    application = await api_calls.apply(
        *(api, sample),
        contract=contract,
        guarantees=[api_calls.performance_input()],
        submissionBranchId=ids.to_id("Branch", branch.id),
    )
    given = {"guaranteeId": application["guarantees"][0]["id"]}
    await api.data(api_calls.APPROVE, as_="rival", input=given)
    return (await api.data(ISSUE, as_="rival", input=given))["issueGuarantee"]["certificate"]


async def pdf_texts(certificate_id: str) -> list[str]:
    """The stored certificate, the same rendered again, the key notice and the fee statement."""
    version = await Certificate.get(id=ids.key_of(certificate_id, "Certificate"))
    statement = await FeeStatement.filter(guarantee_id=version.guarantee_id).order_by("-sequence").first()
    assert statement is not None
    stored = await Document.get(certificate_id=version.id, kind=DocumentKind.CERTIFICATE)
    content = await DocumentContent.get(id=stored.storage_key)
    render = DOCUMENT_SERVICES.renderer.render
    notice = compose_data.of_notice(version, "Z28YUE4J3Bux", verification_page="http://kakusho.test/verify")
    files = [
        content.content,
        await render(compose_data.of_certificate(version, is_copy=False)),
        await render(notice),
        await render(compose_data.of_statement(statement)),
    ]
    return [closed_up(by_pdfium(file)) for file in files]


async def test_papers_of_before_keep_what_they_said(api: Api, sample: SampleRegister) -> None:
    branch = await rival_branch(api)
    await sample_rates.register(branch.surety_id)
    first = await issued(api, sample, branch)
    await render_all()
    before, shown = await pdf_texts(first["id"]), (await api.data(QUERY, as_="rival", id=first["id"]))["node"]
    surety = {"id": ids.to_id("Surety", branch.surety_id), "version": 1}
    await changed(api, "Surety", surety, **NEW)
    await changed(api, "Branch", {"id": ids.to_id("Branch", branch.id), "version": 1}, **BRANCH)
    assert (await api.data(QUERY, as_="rival", id=first["id"]))["node"] == shown
    assert shown["suretyRepresentative"] == "社長"
    assert await pdf_texts(first["id"]) == before
    assert not [text for text in before if any(closed_up(word) in text for word in AFTER)]
    second = await issued(api, sample, branch)
    await render_all()
    for index, text in enumerate(await pdf_texts(second["id"])):
        # Only certificates name the president and the address.
        shown_there = (*NEW.values(), *BRANCH.values()) if index < 2 else (NEW["name"], *BRANCH.values())
        assert [word for word in shown_there if closed_up(word) not in text] == []
    node = (await api.data(QUERY, as_="rival", id=second["id"]))["node"]
    assert (node["suretyName"], node["suretyRepresentative"]) == (NEW["name"], NEW["representative"])
