"""The texts of reviews and of the notifications of branches, for text_inputs.py."""

from collections.abc import Callable
from typing import TypeVar

import models
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.support.applying.reviewing import ADD_NOTE, SET_NOTIFICATIONS

T = TypeVar("T")


def text_inputs(sample: SampleRegister, application_id: str, text_input: Callable[..., T]) -> dict[str, T]:
    """By the place in the schema."""
    return {
        "AddReviewNoteInput.body": text_input(
            *(ADD_NOTE, "surety", {"input": {"applicationId": application_id}}, ("input", "body")),
            longest=2_000,
            column=(models.ReviewNote, "body"),
        ),
        "AddReviewNoteInput.idempotencyKey": text_input(
            *(
                ADD_NOTE,
                "surety",
                {"input": {"applicationId": application_id, "body": "可"}},
                ("input", "idempotencyKey"),
            ),
            "MALFORMED",
        ),
        "SetBranchNotificationsInput.email": text_input(
            *(SET_NOTIFICATIONS, "surety", {"input": {"branchId": ids.to_id("Branch", sample.branch.id)}}),
            ("input", "email"),
            "MALFORMED",
        ),
    }
