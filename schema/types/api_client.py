"""API clients, their obligees and their tokens."""

import datetime

import strawberry

import models
from models.parties.account import MOST_OBLIGEES, MOST_TOKENS
from resolvers.relations import ToMany, ToOne
from schema.reading.fields import ListLength, Node, column, identify, pure, relation, row_type
from schema.types.obligee import Obligee


@row_type(models.ApiClientObligee)
class ApiClientObligee:
    """An obligee for which an API client acts."""

    obligee: Obligee = relation(ToOne(models.Obligee, "obligee_id"), "The obligee.")


@row_type(models.AccessToken)
class AccessToken:
    """A token of an API client; its value is shown once, when it is issued."""

    id: strawberry.ID = pure(identify, "Unique, stable, opaque.")
    name: str = column("Unique among the active tokens of a client.")
    created_at: datetime.datetime = column("When it was issued.")
    expires_at: datetime.datetime | None = column("When it expires; null for tokens that do not.")
    revoked_at: datetime.datetime | None = column("When it was revoked.")
    last_used_at: datetime.datetime | None = column("When it was last used, to the minute; null when it never was.")


@row_type(models.ApiClient)
class ApiClient(Node):
    """An e-contract system (電子契約システム) that acts for obligees."""

    name: str = column("Unique among API clients.")
    is_active: bool = column("False once it has been deactivated.")
    requests_per_minute: int = column("How often it may ask, of each server process.")
    obligees: list[ApiClientObligee] = relation(
        ToMany(models.ApiClientObligee, "api_client_id"), "For whom it acts.", length=ListLength(10, MOST_OBLIGEES)
    )
    tokens: list[AccessToken] = relation(
        ToMany(models.AccessToken, "api_client_id"),
        "Its tokens, oldest first, with those that have ended and are not purged yet.",
        length=ListLength(5, MOST_TOKENS),
    )
