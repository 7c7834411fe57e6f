"""Refusals of amendments."""

from models import refusals
from schema.errors import UserError, error_type


@error_type(refusals.AmendmentNotNeeded)
class AmendmentNotNeeded(UserError):
    """Only the contract price differs: the certificate stays valid as it is."""
