"""Who does what to an issued guarantee, and who sees what comes of it. Part of access.py."""

from collections.abc import Mapping

import models
from models.auth_key import AuthKeyStatus
from models.enums import Role
from models.row import Row
from resolvers.conditions import And, Condition, IsNull, OneOf, Through
from resolvers.joint_rules import OWN

_CONTRACTOR = frozenset({Role.CONTRACTOR})
_SURETY = frozenset({Role.SURETY})
_OBLIGEES = frozenset({Role.OBLIGEE, Role.E_CONTRACT_SYSTEM})

OPERATIONS: Mapping[str, frozenset[Role]] = {
    **dict.fromkeys(("amendGuarantee", "cancelAmendment", "releaseGuarantee", "cancelGuarantee"), _SURETY),
    **dict.fromkeys(("correctCertificate", "rotateAuthKey"), _SURETY),
    **dict.fromkeys(("requestAmendment", "withdrawAmendmentRequest"), _CONTRACTOR),
    "declineAmendmentRequest": _SURETY,
    "amendmentRequests": _CONTRACTOR | _SURETY | {Role.OPERATOR},
    "claims": frozenset(Role),
    **dict.fromkeys(("fileClaim", "withdrawClaim", "answerClaim"), _OBLIGEES),
    **dict.fromkeys(("startClaimReview", "decideClaim", "recordClaimPayment", "askAboutClaim"), _SURETY),
}
"""The roles that may call an operation."""
KEY_COUNTS = Through("auth_key", models.AuthKey, OneOf("status", (AuthKeyStatus.ACTIVE,)))
"""Of key notices: that of a key which was replaced is not handed out any more."""
PRESENTATIONS = frozenset({Role.CONTRACTOR, Role.SURETY, Role.OPERATOR})
"""Who sees by whom number and key of its own guarantees were presented."""
NAMED_PEOPLE = PRESENTATIONS - {Role.CONTRACTOR}
"""Who sees the names of these persons too; to contractors only their organisations are named."""


def rows(of_guarantees: Mapping[Role, Condition]) -> dict[type[Row], Mapping[Role, Condition]]:
    """The conditions on rows that belong to a guarantee, from those on rows with a guarantee."""
    # Between the parties: other members of a joint venture see none.
    claims = {**of_guarantees, Role.CONTRACTOR: Through("guarantee", models.Guarantee, OWN)}
    sides = {role: condition for role, condition in claims.items() if role is not Role.CONTRACTOR}
    return {
        models.Claim: claims,
        models.ClaimMessage: {role: Through("claim", models.Claim, each) for role, each in sides.items()},
    }


def attachments(of_guarantees: Mapping[Role, Condition]) -> dict[Role, Condition]:
    """The conditions on attachments: of the obligee's side on those of claims alone, of contractors on all others."""
    claims = {role: Through("claim", models.Claim, of_guarantees[role]) for role in _OBLIGEES}
    return {Role.CONTRACTOR: And(Through("application", models.Application, OWN), IsNull("claim_id")), **claims}


def receipts(of_guarantees: Mapping[Role, Condition]) -> dict[Role, Condition]:
    """The conditions on receipts of claims, from those on rows with a guarantee: they name the obligee's account."""
    return {
        role: Through("filed_claim", models.Claim, condition)
        for role, condition in of_guarantees.items()
        if role is not Role.CONTRACTOR
    }
