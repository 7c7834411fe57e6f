"""Claim.receipt: the receipt of a claim as a signed PDF, made by the worker."""

import base64
import datetime
from typing import Any

import pytest

from models.certificate import Certificate
from models.document import Document, DocumentKind
from sample.sample_register import SampleRegister
from tests.conftest import VERIFIER, Api
from tests.support import api_calls, handovers
from tests.support.document_rendering import render_all
from tests.support.parties.claims import ACCOUNT, FILE, claimed, done, filed
from tests.support.pdf.readers import by_pdfminer, closed_up

RECEIPT = "query($id: ID!) { node(id: $id) { ... on Claim { receipt { url filename state bytes sha256 } } } }"


async def receipt(api: Api, claim: dict[str, Any], as_: str) -> Any:
    return (await api.data(RECEIPT, as_=as_, id=claim["id"]))["node"]["receipt"]


async def test_it_is_made_by_the_worker_and_signed(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = await filed(api, guarantee)
    assert await Document.filter(kind=DocumentKind.CLAIM_RECEIPT, made_at=None).count() == 1
    await render_all()
    found = await receipt(api, claim, "obligee")
    assert (found["state"], found["filename"]) == ("READY", f"保証金請求受付書_{guarantee['number']}.pdf")
    content = (await api.http.get(found["url"])).content
    assert len(content) == found["bytes"]
    text = closed_up(by_pdfminer(content))
    for words in ("栃木県知事様", "請求額5,000,000円", "支払期限令和8年12月20日", "普通＊＊＊＊456トチギケン"):
        assert words in text
    assert ACCOUNT["number"] not in text
    signature = await VERIFIER.verify(content, sender="x", at=datetime.datetime.now(datetime.UTC), length=len(content))
    assert signature is not None
    assert signature.is_whole


@pytest.mark.parametrize("as_", ["surety", "operator"])
async def test_who_reads_it_first_has_it_made(api: Api, sample: SampleRegister, as_: str) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    assert (await receipt(api, claim, as_))["state"] == "READY"


async def test_the_contractor_gets_none(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    assert await receipt(api, claim, "contractor") is None


async def test_a_system_gets_that_of_its_claim(api: Api, sample: SampleRegister) -> None:
    claim = (await done(api, FILE, as_="system", **claimed(await handovers.issued(api, sample))))["claim"]
    found = await receipt(api, claim, "system")
    assert (await api.http.get(found["url"])).status_code == 200


async def test_it_is_no_certificate(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    content = (await api.http.get((await receipt(api, claim, "obligee"))["url"])).content
    given = base64.b64encode(content).decode()
    answer = await api.data("query($file: Upload!) { verifyDocument(file: $file) { verdict } }", file=given)
    assert answer["verifyDocument"] == {"verdict": "UNCONFIRMED"}


async def test_it_shows_the_version_that_was_current_then(api: Api, sample: SampleRegister) -> None:
    _, performance = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    sums = {"advancePaid": 1, "progressPaid": 0, "finishedWorkValue": 2}
    claim = (await done(api, FILE, as_="obligee", **claimed(performance, **sums)))["claim"]
    assert (claim["advancePaid"], claim["finishedWorkValue"]) == (None, None)
    await Certificate.filter(guarantee_number=performance["number"]).update(status="SUPERSEDED")
    found = await receipt(api, claim, "surety")
    text = closed_up(by_pdfminer((await api.http.get(found["url"])).content))
    assert f"保証契約番号{performance['number']}" in text
    assert "請求額5,000,000円" in text
