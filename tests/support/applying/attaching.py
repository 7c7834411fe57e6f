"""Attaching files over HTTP, as browsers do it: one multipart request for each file."""

import json
from typing import Any
from uuid import UUID, uuid4

import httpx

from models.applying.attachment import Attachment
from models.enums import Role
from tests.conftest import NOON, Api
from tests.support.multipart import PREFLIGHT

SIDES = ("contractor", "surety")
"""The accounts that attach files."""
FIELDS = "id filename description contentType bytes sha256 uploadedAt by url"
ADD = f"""
mutation($input: AddAttachmentInput!) {{
  addAttachment(input: $input) {{
    __typename
    ... on UserError {{ message }}
    ... on InvalidInput {{ problems {{ path code message }} }}
    ... on AttachmentRefused {{ reason retryAfter }}
    ... on WrongState {{ status }}
    ... on ClaimInWrongState {{ claimStatus }}
    ... on AttachmentAdded {{ attachment {{ {FIELDS} }} }}
  }}
}}
"""
REMOVE = """
mutation($input: RemoveAttachmentInput!) {
  removeAttachment(input: $input) {
    __typename ... on UserError { message } ... on WrongState { status } ... on ClaimInWrongState { claimStatus }
    ... on AttachmentRemoved { attachmentId }
  }
}
"""
ATTACHED = f"""
query($id: ID!) {{ node(id: $id) {{ ... on Application {{
  attachments {{ {FIELDS} }} messages {{ id body attachments {{ id filename }} }}
}} }} }}
"""


async def send(
    api: Api, application_id: str | None, file: bytes, *, name: str = "契約書.pdf", as_: str = "contractor", **more: Any
) -> httpx.Response:
    """The response to a multipart request, about an application or what `more` names."""
    given = {"applicationId": application_id, "file": None} | more
    operations = json.dumps({"query": ADD, "variables": {"input": given}})
    parts: list[tuple[str, Any]] = [
        ("operations", (None, operations)),
        ("map", (None, '{"0": ["variables.input.file"]}')),
        ("0", (name, file)),
    ]
    headers = PREFLIGHT | {"authorization": f"Bearer {await api.token(as_)}"}
    return await api.http.post("/graphql", files=parts, headers=headers)


async def answer_to(api: Api, application_id: str | None, file: bytes, **more: Any) -> dict[str, Any]:
    """The member of the union."""
    body = (await send(api, application_id, file, **more)).json()
    assert "errors" not in body, body
    return body["data"]["addAttachment"]


async def attach(api: Api, application_id: str | None, file: bytes, **more: Any) -> dict[str, Any]:
    """The attachment."""
    answer = await answer_to(api, application_id, file, **more)
    assert answer["__typename"] == "AttachmentAdded", answer
    return answer["attachment"]


async def attached(api: Api, application_id: str, *, as_: str = "contractor") -> list[dict[str, Any]]:
    """What the account sees of an application's attachments."""
    return (await api.data(ATTACHED, as_=as_, id=application_id))["node"]["attachments"]


async def remove(api: Api, attachment_id: str, *, as_: str = "contractor") -> dict[str, Any]:
    """The member of the union."""
    return (await api.data(REMOVE, as_=as_, input={"attachmentId": attachment_id}))["removeAttachment"]


async def stored_row(application_id: UUID, uploaded_by_id: UUID | None, **changes: Any) -> Attachment:
    """A row without bytes, for tests of the table."""
    values: dict[str, Any] = {
        "place": 1, "role": Role.CONTRACTOR, "uploaded_at": NOON, "filename": "契約書.pdf", "file_type": "PDF",
        "size": 1, "sha256": bytes(32), "storage_key": uuid4(), "envelope_version": 1, "submissions_before": 0,
    }  # fmt: skip
    values |= {"application_id": application_id, "uploaded_by_id": uploaded_by_id}
    return await Attachment.create(**values | changes)
