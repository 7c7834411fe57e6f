"""Who keeps the registers: the operator all of them, each organisation's administrators its own entries.

Part of access.py.
"""

from collections.abc import Mapping

from tortoise.expressions import Q

import models
from models.enums import Role
from models.parties.viewer import Viewer
from models.row import Row
from resolvers.conditions import EVERYTHING, NOTHING, Condition, Equals

_OPERATOR = frozenset({Role.OPERATOR})
_SURETY, _OBLIGEE, _CONTRACTOR = (_OPERATOR | {role} for role in (Role.SURETY, Role.OBLIGEE, Role.CONTRACTOR))

OPERATIONS: Mapping[str, frozenset[Role]] = {
    "createSurety": _OPERATOR,
    "changeSurety": _SURETY,
    "setSuretySeal": _SURETY,
    "createBranch": _SURETY,
    "changeBranch": _SURETY,
    "createObligee": _OPERATOR,
    "changeObligee": _OBLIGEE,
    "createContractingOfficer": _OBLIGEE,
    "changeContractingOfficer": _OBLIGEE,
    "importObligees": _OPERATOR,
    "importContractors": _OPERATOR,
    "createContractor": _OPERATOR,
    "changeContractor": _CONTRACTOR,
    "createSiteText": _OPERATOR,
    "changeSiteText": _OPERATOR,
}
"""The roles that may call an operation."""
KEPT: Mapping[type[Row], Mapping[Role, Condition]] = {
    models.Surety: {Role.OPERATOR: EVERYTHING, Role.SURETY: Equals("id", to="surety_id")},
    models.Branch: {Role.OPERATOR: EVERYTHING, Role.SURETY: Equals("surety_id", to="surety_id")},
    models.Obligee: {Role.OPERATOR: EVERYTHING, Role.OBLIGEE: Equals("id", to="obligee_id")},
    models.ContractingOfficer: {Role.OPERATOR: EVERYTHING, Role.OBLIGEE: Equals("obligee_id", to="obligee_id")},
    models.Contractor: {Role.OPERATOR: EVERYTHING, Role.CONTRACTOR: Equals("id", to="contractor_id")},
    models.SiteText: {Role.OPERATOR: EVERYTHING},
}
"""The entries that a role may change."""
SEALS: Mapping[Role, Condition] = {Role.OPERATOR: EVERYTHING, Role.SURETY: Equals("surety_id", to="surety_id")}
"""The images of seals that a role may see: papers show them, but a copy would make false ones easy."""
CHANGES: Mapping[Role, Condition] = {
    Role.OPERATOR: EVERYTHING,
    **{role: Equals(f"{role.lower()}_id", to=f"{role.lower()}_id") for role in (Role.SURETY, Role.OBLIGEE)},
    Role.CONTRACTOR: Equals("contractor_id", to="contractor_id"),
}
"""The changes of entries that a role may read."""


def kept(model: type[Row], viewer: Viewer) -> Q:
    """The condition on the entries of a register that the viewer may change."""
    return KEPT[model].get(viewer.role, NOTHING).q(viewer)
