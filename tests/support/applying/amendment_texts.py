"""The texts of amendments, for text_inputs.py."""

from collections.abc import Callable
from typing import TypeVar

from tests.support.applying.amending import AMEND, REASON

T = TypeVar("T")


def text_inputs(guarantee_id: str, text_input: Callable[..., T]) -> dict[str, T]:
    """By the place in the schema."""
    whole = {"input": {"guaranteeId": guarantee_id, "reason": REASON, "expiryDate": "2028-03-31"}}
    return {
        "AmendGuaranteeInput.projectName": text_input(AMEND, "surety", whole, ("input", "projectName"), longest=120),
        "AmendGuaranteeInput.reason": text_input(AMEND, "surety", whole, ("input", "reason"), longest=1_000),
        "AmendGuaranteeInput.idempotencyKey": text_input(
            AMEND, "surety", whole, ("input", "idempotencyKey"), "MALFORMED"
        ),
    }
