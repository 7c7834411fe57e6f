"""Accounts of people, API clients, and the tokens of both."""

from typing import NamedTuple
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.enums import AccountRole, Role
from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from models.parties.surety import Surety
from models.row import Row, reference

MOST_OBLIGEES = 2_000
"""Of one API client."""
MOST_TOKENS = 200
"""Of one API client, including those that ended recently."""
MOST_SESSIONS = 100
"""Of one account; a further one deletes the oldest."""
MOST_ACCOUNTS = 500
"""Active ones of one organisation."""


class Organisation(NamedTuple):
    """A contractor, a surety, an obligee, or the operator, with the columns of an account."""

    role: Role
    contractor_id: UUID | None = None
    surety_id: UUID | None = None
    obligee_id: UUID | None = None


class Account(Row):
    """A person of one organisation."""

    email = fields.CharField(max_length=254, db_index=True)
    """In lower case. Several invitations may name one address; one active account with a password has it."""
    name = fields.CharField(max_length=120)
    password_hash = fields.CharField(max_length=200, null=True)
    """argon2id; null until the invited person has set a password."""
    role = fields.CharEnumField(Role, max_length=24)
    account_role = fields.CharEnumField(
        AccountRole, max_length=16, default=AccountRole.ADMINISTRATOR, db_default="ADMINISTRATOR"
    )
    contractor: Contractor | None = reference("models.Contractor", null=True)
    contractor_id: UUID | None
    surety: Surety | None = reference("models.Surety", null=True)
    surety_id: UUID | None
    obligee: Obligee | None = reference("models.Obligee", null=True)
    obligee_id: UUID | None
    is_active = fields.BooleanField(default=True)

    class Meta:
        table = "account"
        constraints = (
            UniqueConstraint(
                fields=("email",),
                name="account_email_is_free",
                condition="is_active AND password_hash IS NOT NULL",
            ),
            CheckConstraint(name="account_email_is_lower_case", check="email = lower(email)"),
            CheckConstraint(
                name="account_belongs_to_its_role",
                check="role IN ('CONTRACTOR', 'SURETY', 'OBLIGEE', 'OPERATOR')"
                " AND (role = 'CONTRACTOR') = (contractor_id IS NOT NULL)"
                " AND (role = 'SURETY') = (surety_id IS NOT NULL) AND (role = 'OBLIGEE') = (obligee_id IS NOT NULL)",
            ),
        )

    @property
    def is_invited(self) -> bool:
        """Whether its person has not set a password yet."""
        return self.password_hash is None

    @property
    def organisation(self) -> Organisation:
        """Whom it belongs to."""
        return Organisation(self.role, self.contractor_id, self.surety_id, self.obligee_id)


class ApiClient(Row):
    """An e-contract system (電子契約システム)."""

    name = fields.CharField(max_length=120, unique=True)
    is_active = fields.BooleanField(default=True)
    requests_per_minute = fields.IntField(default=600, db_default=600)

    class Meta:
        table = "api_client"
        constraints = (CheckConstraint(name="api_client_may_ask", check="requests_per_minute > 0"),)


class ApiClientObligee(Row):
    """An obligee for which an e-contract system acts."""

    api_client: ApiClient = reference("models.ApiClient")
    api_client_id: UUID
    obligee: Obligee = reference("models.Obligee")
    obligee_id: UUID

    class Meta:
        table = "api_client_obligee"
        unique_together = (("api_client_id", "obligee_id"),)


class AccessToken(Row):
    """A bearer token, stored as its SHA-256: the session of an account, or a token of an API client."""

    digest = fields.BinaryField()
    account: Account | None = reference("models.Account", null=True)
    account_id: UUID | None
    api_client: ApiClient | None = reference("models.ApiClient", null=True)
    api_client_id: UUID | None
    name = fields.CharField(max_length=120, null=True)
    """What tells the tokens of one API client apart for people; a revoked one leaves its name free."""
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)
    """To the minute (resolvers/parties/identify.py)."""
    address = fields.CharField(max_length=64, null=True)
    """Of a session: where its person signed in."""

    class Meta:
        table = "access_token"
        constraints = (
            UniqueConstraint(fields=("digest",), name="access_token_digest_is_unique"),
            CheckConstraint(name="access_token_has_one_holder", check="num_nonnulls(account_id, api_client_id) = 1"),
            CheckConstraint(name="access_token_sessions_end", check="account_id IS NULL OR expires_at IS NOT NULL"),
            CheckConstraint(name="access_token_of_a_client_is_named", check="(api_client_id IS NULL) = (name IS NULL)"),
            UniqueConstraint(
                fields=("api_client_id", "name"),
                name="access_token_name_is_free",
                condition="revoked_at IS NULL",
            ),
        )
