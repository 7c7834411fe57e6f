"""Enumerations of claims, with the meaning of each value."""

from enum import Enum
from inspect import cleandoc

import strawberry

from models.after_issue.claim import ClaimStatus
from resolvers.claims.decide_claim import ClaimDecision

MEANINGS: dict[type[Enum], dict[str, str]] = {
    ClaimStatus: {
        "FILED": "受付済: it has arrived, and waits for the surety's review.",
        "UNDER_REVIEW": "審査中: the surety reviews it.",
        "ACCEPTED": "支払決定: the surety is going to pay.",
        "REJECTED": "支払不可: the surety is not going to pay; the guarantee is in force again.",
        "PAID": "支払済: it has been paid.",
        "WITHDRAWN": "取下げ: the obligee no longer claims; the guarantee is in force again.",
    },
    ClaimDecision: {
        "ACCEPT": "The surety is going to pay.",
        "REJECT": "The surety is not going to pay.",
    },
}
for enum, meanings in MEANINGS.items():
    strawberry.enum(enum, description=cleandoc(enum.__doc__ or ""))
    for value in enum.__strawberry_definition__.values:  # type: ignore[attr-defined] -- Strawberry adds it
        value.description = meanings[value.name]
