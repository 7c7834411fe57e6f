"""The texts of amendments, for text_inputs.py."""

from collections.abc import Callable
from typing import TypeVar

from models.certificate import Certificate
from models.content.certificate_content import BY_NAME
from models.content.corrections import CertificateCorrections
from resolvers.text_checks import name_in_api
from tests.support.applying.amending import AMEND, CORRECT, REASON

T = TypeVar("T")


def text_inputs(guarantee_id: str, text_input: Callable[..., T]) -> dict[str, T]:
    """By the place in the schema."""
    error = {"input": {"guaranteeId": guarantee_id, "reason": "誤記"}}
    named = {"input": {"guaranteeId": guarantee_id, "projectName": "訂正した工事"}}
    corrected = {
        f"CorrectCertificateInput.{name_in_api(name)}": text_input(
            *(CORRECT, "surety", error, ("input", name_in_api(name))),
            longest=BY_NAME[name].length,
            column=None if name == "joint_venture_name" else (Certificate, name),  # it has none
        )
        for name in vars(CertificateCorrections())
        if BY_NAME[name].type is str
    }
    whole = {"input": {"guaranteeId": guarantee_id, "reason": REASON, "expiryDate": "2028-03-31"}}
    return corrected | {
        "CorrectCertificateInput.reason": text_input(CORRECT, "surety", named, ("input", "reason"), longest=1_000),
        "CorrectCertificateInput.idempotencyKey": text_input(
            *(CORRECT, "surety", {"input": named["input"] | {"reason": "誤記"}}, ("input", "idempotencyKey")),
            "MALFORMED",
        ),
        "AmendGuaranteeInput.projectName": text_input(AMEND, "surety", whole, ("input", "projectName"), longest=120),
        "AmendGuaranteeInput.reason": text_input(AMEND, "surety", whole, ("input", "reason"), longest=1_000),
        "AmendGuaranteeInput.idempotencyKey": text_input(
            AMEND, "surety", whole, ("input", "idempotencyKey"), "MALFORMED"
        ),
    }
