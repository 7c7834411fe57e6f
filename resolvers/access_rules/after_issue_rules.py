"""Who does what to an issued guarantee. Part of access.py."""

from collections.abc import Mapping

import models
from models.auth_key import AuthKeyStatus
from models.enums import Role
from resolvers.conditions import OneOf, Through

_CONTRACTOR = frozenset({Role.CONTRACTOR})
_SURETY = frozenset({Role.SURETY})

OPERATIONS: Mapping[str, frozenset[Role]] = {
    **dict.fromkeys(("amendGuarantee", "cancelAmendment", "releaseGuarantee", "cancelGuarantee"), _SURETY),
    **dict.fromkeys(("correctCertificate", "rotateAuthKey"), _SURETY),
    **dict.fromkeys(("requestAmendment", "withdrawAmendmentRequest"), _CONTRACTOR),
    "declineAmendmentRequest": _SURETY,
    "amendmentRequests": _CONTRACTOR | _SURETY | {Role.OPERATOR},
}
"""The roles that may call an operation."""
KEY_COUNTS = Through("auth_key", models.AuthKey, OneOf("status", (AuthKeyStatus.ACTIVE,)))
"""Of key notices: that of a key which was replaced is not handed out any more."""
PRESENTATIONS = frozenset({Role.CONTRACTOR, Role.SURETY, Role.OPERATOR})
"""Who sees by whom number and key of its own guarantees were presented."""
NAMED_PEOPLE = PRESENTATIONS - {Role.CONTRACTOR}
"""Who sees the names of these persons too; to contractors only their organisations are named."""
