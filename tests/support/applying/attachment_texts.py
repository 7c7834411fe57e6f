"""The text inputs of attachments, for text_inputs.py."""

import base64
from collections.abc import Callable
from typing import Any, TypeVar

import models
from tests.support.applying.attaching import ADD
from tests.support.hostile.attached_files import PLAIN

T = TypeVar("T")


def text_inputs(application_id: str, made: Callable[..., T]) -> dict[str, T]:
    """By the place in the schema, each made of operation, account, variables and path."""
    plain = {"input": {"applicationId": application_id, "file": base64.b64encode(PLAIN).decode()}}

    def text(name: str, refusal: str = "FORBIDDEN_CHARACTER", **more: Any) -> T:
        return made(ADD, "contractor", plain, ("input", name), refusal, **more)

    return {
        "AddAttachmentInput.description": text("description", longest=60, column=(models.Attachment, "description")),
        "AddAttachmentInput.filename": text("filename", longest=120),
        "AddAttachmentInput.idempotencyKey": text("idempotencyKey", "MALFORMED"),
    }
