"""Who does what to an issued guarantee. Part of access.py."""

from collections.abc import Mapping

from models.enums import Role

_SURETY = frozenset({Role.SURETY})

OPERATIONS: Mapping[str, frozenset[Role]] = {
    **dict.fromkeys(("amendGuarantee", "releaseGuarantee", "cancelGuarantee"), _SURETY),
}
"""The roles that may call an operation."""
