"""Who may do what, and who may see which rows: the only place that decides.

`require` answers for operations, `visible` for rows. The matrix in docs/permissions.md is made from OPERATIONS.
"""

from collections.abc import Callable, Mapping

from tortoise.expressions import Q, Subquery

import models
from models.certificate import CertificateStatus
from models.errors import NotAllowed, NotSignedIn
from models.kinds import Role
from models.row import Row
from models.viewer import Viewer
from resolvers.conditions import matching

EVERYBODY = frozenset(Role)
CONTRACTOR = frozenset({Role.CONTRACTOR})
SURETY = frozenset({Role.SURETY})
OBLIGEES = frozenset({Role.OBLIGEE, Role.E_CONTRACT_SYSTEM})

OPERATIONS: Mapping[str, frozenset[Role]] = {
    "contractors": EVERYBODY,
    "contracts": EVERYBODY,
    "applications": EVERYBODY,
    "guarantees": EVERYBODY,
    "certificate": EVERYBODY,
    "signOut": EVERYBODY,
    "applyForGuarantees": CONTRACTOR,
    "withdrawApplication": CONTRACTOR,
    "returnGuarantee": SURETY,
    "declineGuarantee": SURETY,
    "approveGuarantee": SURETY,
    "recordFeePayment": SURETY,
    "issueGuarantee": SURETY,
}
"""Which roles may call an operation at all; operations that are not listed are for everybody, signed in or not."""

NO_ROW = matching({"id__isnull": True})


def require(operation: str, viewer: Viewer | None) -> Viewer:
    """The viewer, if its role may call `operation`. Raises NotSignedIn, NotAllowed."""
    if viewer is None:
        raise NotSignedIn
    if viewer.role not in OPERATIONS[operation]:
        raise NotAllowed
    return viewer


def visible(model: type[Row], viewer: Viewer | None) -> Q:
    """The condition that rows of `model` meet which the viewer may see; it can stand in any WHERE clause.

    Contractors see their own, sureties their own, obligees (and systems that act for them) what they have presented a
    key for, operators everything but keys. What a visible row refers to (its contract, its branch…) is visible too.
    """
    if model in _PUBLIC:
        return Q()
    if viewer is None:
        return NO_ROW
    return _CONDITIONS[model](viewer)


def presentable(viewer: Viewer) -> Q:
    """The condition on auth keys with which the viewer may open a certificate: the obligee's side, or the surety."""
    if viewer.role in OBLIGEES:
        return matching({"guarantee__obligee_id__in": viewer.obligee_ids})
    if viewer.role is Role.SURETY:
        return matching({"guarantee__surety_id": viewer.surety_id})
    return NO_ROW


def conceal(row: object, viewer: Viewer | None) -> None:
    """Blank the columns of a visible row that are between the contractor and the surety alone."""
    columns = _PRIVATE.get(type(row), ())
    if viewer is None or viewer.role in OBLIGEES:
        for column in columns:
            setattr(row, column, None)


def _own(viewer: Viewer, prefix: str = "") -> Q:
    """Rows with a contractor and a surety of their own, of which obligees see nothing."""
    conditions = {
        Role.CONTRACTOR: matching({f"{prefix}contractor_id": viewer.contractor_id}),
        Role.SURETY: matching({f"{prefix}surety_id": viewer.surety_id}),
        Role.OPERATOR: Q(),
    }
    return conditions.get(viewer.role, NO_ROW)


def _guarantees(viewer: Viewer, prefix: str = "") -> Q:
    if viewer.role in OBLIGEES:
        return matching({f"{prefix}obligee_id__in": viewer.obligee_ids, f"{prefix}presented_at__isnull": False})
    return _own(viewer, prefix)


def _contracts(viewer: Viewer) -> Q:
    if viewer.role in OBLIGEES:
        return matching({"id__in": Subquery(models.Guarantee.filter(_guarantees(viewer)).values("contract_id"))})
    return _own(viewer)


def _contractors(viewer: Viewer) -> Q:
    if viewer.role in OBLIGEES:
        return matching({"id__in": Subquery(models.Guarantee.filter(_guarantees(viewer)).values("contractor_id"))})
    if viewer.role is Role.SURETY:
        return matching({"id__in": Subquery(models.Contract.filter(_own(viewer)).values("contractor_id"))})
    return matching({"id": viewer.contractor_id}) if viewer.role is Role.CONTRACTOR else Q()


def _certificates(viewer: Viewer) -> Q:
    """Corrected and cancelled versions are for the surety and the audit alone (domain rule 9)."""
    condition = _guarantees(viewer, "guarantee__")
    if viewer.role in SURETY | {Role.OPERATOR}:
        return condition
    return condition & matching({"status__in": [CertificateStatus.CURRENT, CertificateStatus.SUPERSEDED]})


def _auth_keys(viewer: Viewer) -> Q:
    return NO_ROW if viewer.role is Role.OPERATOR else _own(viewer, "guarantee__")


_PUBLIC: frozenset[type[Row]] = frozenset({models.Surety, models.Branch, models.Obligee, models.ElectronicAcceptance})
_PRIVATE: Mapping[type, tuple[str, ...]] = {
    models.Application: ("email", "contact_department", "contact_title", "contact_name", "contact_telephone"),
    models.Guarantee: ("status_reason", "fee_payment_method", "bill_to", "fee_paid_on"),
}
_CONDITIONS: Mapping[type[Row], Callable[[Viewer], Q]] = {
    models.Contractor: _contractors,
    models.Contract: _contracts,
    models.Application: _own,
    models.Message: lambda viewer: _own(viewer, "application__"),
    models.Guarantee: _guarantees,
    models.Certificate: _certificates,
    models.AuthKey: _auth_keys,
}
