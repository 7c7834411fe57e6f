"""verifyDocument: for anyone with the file."""

import base64
from typing import Any

from models.guarantee import Guarantee
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.document_links import documents
from tests.support.multipart import VERIFY
from tests.support.pdf.archival_updates import stamped
from tests.support.refusals import error_of


async def test_the_holder_of_a_certificate_learns_its_state(api: Api, sample: SampleRegister) -> None:
    await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    pdf = (await api.http.get((await documents(api, "contractor"))["certificate"]["url"])).content
    found = (await api.data(VERIFY, file=base64.b64encode(pdf).decode()))["verifyDocument"]
    signed_at = found.pop("signedAt")
    assert signed_at
    issuer = "見本建設業保証株式会社"
    assert found == {"verdict": "GENUINE", "issuer": issuer, "status": "CURRENT", "trust": "SAMPLE", "additions": []}
    archived = base64.b64encode(stamped(pdf) + b"\n\n").decode()
    query = "query($file: Upload!) { verifyDocument(file: $file) { guaranteeNumber } }"
    named = await api.data(query, file=base64.b64encode(pdf).decode())
    assert named == {"verifyDocument": {"guaranteeNumber": (await Guarantee.get()).number}}
    again = (await api.data(VERIFY, file=archived))["verifyDocument"]
    assert again == {**found, "signedAt": signed_at, "additions": ["TIME_STAMP", "WHITE_SPACE"]}


async def test_of_other_files_nothing_is_told(api: Api, sample: SampleRegister) -> None:
    nothing: dict[str, Any] = {"issuer": None, "signedAt": None, "status": None, "trust": None}
    nothing["additions"] = None
    found = await api.data(VERIFY, file=base64.b64encode(b"%PDF-1.7").decode())
    assert found == {"verifyDocument": {"verdict": "UNCONFIRMED"} | nothing}


async def test_what_is_not_base64_is_refused(api: Api, sample: SampleRegister) -> None:
    for file in ("%%%", "abc", 5, ["YQ=="]):
        assert (await error_of(api, VERIFY, file=file))[1] == "BAD_USER_INPUT"


async def test_who_sends_many_strange_files_has_to_wait(api: Api, sample: SampleRegister) -> None:
    for _ in range(5):
        await api.data(VERIFY, file="YQ==")
    assert (await error_of(api, VERIFY, file="YQ=="))[1] == "TOO_MANY_ATTEMPTS"
