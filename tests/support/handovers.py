"""Handing over, over HTTP, for tests that need the result."""

import base64
import dataclasses
from typing import Any

from models.certificate import Certificate
from models.guarantee import Guarantee
from pdf.documents.key_notice_document import render
from resolvers.documents import compose_data
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls, handovers
from tests.support.document_links import documents

HANDOVER = "handover { status channel sentAt viewedAt decidedAt reason }"
UPLOAD = f"""
mutation($input: UploadNoticeInput!) {{ uploadNotice(input: $input) {{
  __typename ... on UserError {{ message }} ... on InvalidInput {{ problems {{ path code }} }}
  ... on NoticeNotReadable {{ reason retryAfter }}
  ... on NoticeFiled {{ certificate {{ guaranteeNumber projectName }} {HANDOVER} }}
}} }}
"""
ACCEPT = f"""
mutation($input: CertificateKeyInput!) {{ acceptCertificate(input: $input) {{
  __typename ... on UserError {{ message }} ... on WrongState {{ status }}
  ... on CertificateAccepted {{ certificate {{ guaranteeNumber projectName }} {HANDOVER} }}
}} }}
"""
RETURN = f"""
mutation($input: ReturnCertificateInput!) {{ returnCertificate(input: $input) {{
  __typename ... on UserError {{ message }} ... on WrongState {{ status }}
  ... on InvalidInput {{ problems {{ path code }} }}
  ... on CertificateReturned {{ certificate {{ guaranteeNumber projectName }} {HANDOVER} }}
}} }}
"""
DESK = f"query($id: ID!) {{ node(id: $id) {{ ... on Guarantee {{ {HANDOVER} }} }} }}"
NEVER = {"channel": None, "sentAt": None, "viewedAt": None, "decidedAt": None, "reason": None}
NOON_THEN = "2026-11-20T03:00:00+00:00"
NOT_AVAILABLE = {
    "__typename": "CertificateNotAvailable",
    "message": "保証契約番号と認証キーを確認できません。番号と認証キーの組合せをご確認ください。",
}


async def issued(api: Api, sample: SampleRegister, **changes: Any) -> dict[str, Any]:
    """An electronic advance-payment guarantee in force, with number and key."""
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()], **changes)
    return payload["guarantee"]


def key_input(guarantee: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Number and key as an input."""
    return {"guaranteeNumber": guarantee["number"], "authKey": guarantee["authKey"]} | changes


async def notice(api: Api) -> bytes:
    """The key notice as the contractor downloads it, of the only guarantee."""
    return (await api.http.get((await documents(api, "contractor"))["notice"]["url"])).content


async def upload(api: Api, file: bytes, *, as_: str = "system", **more: Any) -> dict[str, Any]:
    """The result of an upload."""
    given = {"file": base64.b64encode(file).decode()} | more
    return (await api.data(UPLOAD, as_=as_, input=given))["uploadNotice"]


async def desk(api: Api, guarantee: dict[str, Any], *, as_: str = "contractor") -> dict[str, Any]:
    """The hand-over as the contractor's desk shows it."""
    return (await api.data(DESK, as_=as_, id=guarantee["id"]))["node"]["handover"]


async def stored(guarantee: dict[str, Any]) -> Guarantee:
    """The row."""
    return await Guarantee.get(number=guarantee["number"])


TO = "keiyaku@obligee.example.jp"


SENT = NEVER | {"status": "SENT", "channel": "E_CONTRACT_SYSTEM", "sentAt": NOON_THEN}


VIEWED = SENT | {"status": "VIEWED", "viewedAt": NOON_THEN}


async def retold(guarantee: dict[str, Any], **changes: Any) -> bytes:
    """A notice with the same layout and other content, as anyone with number and key could make one."""
    row = await handovers.stored(guarantee)
    version = await Certificate.get(guarantee_id=row.id).select_related("guarantee")
    data = compose_data.of_notice(version, guarantee["authKey"], verification_page="http://other.test/verify")
    issuer = dataclasses.replace(data.issuer, surety_name=changes.pop("surety_name", data.issuer.surety_name))
    return render(dataclasses.replace(data, issuer=issuer, **changes))
