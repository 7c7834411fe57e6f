"""Accounts of people, and their sessions."""

import datetime

import strawberry

import models
from models.enums import AccountRole, Role
from resolvers.relations import ToOne
from schema.context import Context
from schema.reading import ids
from schema.reading.fields import column, identify, pure, relation, row_type
from schema.types.contractor import Contractor
from schema.types.obligee import Obligee
from schema.types.surety import Surety


@row_type(models.Account)
class Account:
    """A person of an organisation; for the administrators of the organisation, and the operator."""

    id: strawberry.ID = pure(identify, "Unique, stable, opaque.")
    email: str = column("The address with which the person signs in, in lower case.")
    name: str = column("Name of the person.")
    role: Role = column("The role of the organisation.")
    account_role: AccountRole = column("What the person may do in it.")
    is_active: bool = column("False once it has been deactivated.")
    is_invited: bool = column("Whether the person has not set a password yet.")
    contractor: Contractor | None = relation(
        ToOne(models.Contractor, "contractor_id"), "The contractor, if it is one's."
    )
    surety: Surety | None = relation(ToOne(models.Surety, "surety_id"), "The surety, if it is one's.")
    obligee: Obligee | None = relation(ToOne(models.Obligee, "obligee_id"), "The obligee, if it is one's.")


def _session_id(row: strawberry.Parent[models.AccessToken]) -> strawberry.ID:
    return strawberry.ID(ids.to_id("Session", row.id))


def _is_current(row: strawberry.Parent[models.AccessToken], info: strawberry.Info[Context, None]) -> bool:
    viewer = info.context.viewer
    return viewer is not None and row.id == viewer.token_id


@row_type(models.AccessToken)
class Session:
    """A session of the viewer."""

    id: strawberry.ID = pure(_session_id, "Unique, stable, opaque.")
    created_at: datetime.datetime = column("When it began.")
    expires_at: datetime.datetime = column("When it expires, or has expired a moment ago.")
    last_used_at: datetime.datetime | None = column("When it was last used, to the minute.")
    address: str | None = column("The IP address from which it began; null for those before this was recorded.")
    is_current: bool = pure(_is_current, "Whether it is the session of this request.")
