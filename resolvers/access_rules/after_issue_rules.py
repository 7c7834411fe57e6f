"""Who does what to an issued guarantee. Part of access.py."""

from collections.abc import Mapping

from models.enums import Role

_CONTRACTOR = frozenset({Role.CONTRACTOR})
_SURETY = frozenset({Role.SURETY})

OPERATIONS: Mapping[str, frozenset[Role]] = {
    **dict.fromkeys(("amendGuarantee", "releaseGuarantee", "cancelGuarantee", "correctCertificate"), _SURETY),
    **dict.fromkeys(("requestAmendment", "withdrawAmendmentRequest"), _CONTRACTOR),
    "declineAmendmentRequest": _SURETY,
    "amendmentRequests": _CONTRACTOR | _SURETY | {Role.OPERATOR},
}
"""The roles that may call an operation."""
