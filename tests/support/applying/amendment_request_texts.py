"""The texts of requests for amendments, for text_inputs.py."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import models
from tests.support.applying.requesting import DECLINE, EXTENDED, REASON, REQUEST

T = TypeVar("T")


def text_inputs(guarantee_ids: Sequence[str], request_id: str, text_input: Callable[..., T]) -> dict[str, T]:
    """By the place in the schema; the guarantees are in force and have no request, the request is of another one."""
    named, asked, keyed = ({"input": {"guaranteeId": id_, "reason": REASON, **EXTENDED}} for id_ in guarantee_ids)
    decline = {"input": {"amendmentRequestId": request_id}}
    return {
        "RequestAmendmentInput.projectName": text_input(
            *(REQUEST, "contractor", named, ("input", "projectName")),
            longest=120,
            column=(models.AmendmentRequest, "project_name"),
        ),
        "RequestAmendmentInput.reason": text_input(
            *(REQUEST, "contractor", asked, ("input", "reason")),
            longest=1_000,
            column=(models.AmendmentRequest, "reason"),
        ),
        "RequestAmendmentInput.idempotencyKey": text_input(
            *(REQUEST, "contractor", keyed, ("input", "idempotencyKey")), "MALFORMED"
        ),
        "DeclineAmendmentRequestInput.reason": text_input(
            *(DECLINE, "surety", decline, ("input", "reason")),
            longest=1_000,
            column=(models.AmendmentRequest, "decision_reason"),
        ),
    }
