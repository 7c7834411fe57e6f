"""Inviting people: by the operator to any organisation, by an administrator to the own one."""

import datetime
from collections.abc import Iterator
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.commands import InvitationRequest
from models.enums import Role
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem, too_many
from models.parties.account import MOST_ACCOUNTS, Account, Organisation
from models.parties.account_refusals import AccountExists
from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from models.parties.password_link import LinkPurpose
from models.parties.surety import Surety
from models.parties.viewer import Viewer
from models.refusals import refuses
from models.row import Row
from models.texts import mail_addresses
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.accounts.issue_link import issue
from resolvers.accounts.organisation_locks import lock_organisation
from resolvers.conditions import matching
from resolvers.parties.sessions import LONGEST_EMAIL
from security.password_links import PasswordLinks

REGISTERS: dict[Role, tuple[type[Row], str]] = {
    Role.CONTRACTOR: (Contractor, "contractor_id"),
    Role.SURETY: (Surety, "surety_id"),
    Role.OBLIGEE: (Obligee, "obligee_id"),
}
"""The model of the organisations of a role, and the column of accounts that refers to them."""


@refuses(InvalidInput, NotFound, AccountExists, IdempotencyConflict)
async def invite(
    *,
    request: InvitationRequest,
    idempotency_key: str | None,
    links: PasswordLinks,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Account:
    """Create an account, or replace the link of one that waits for its password, and mail the link.

    An administrator does not learn whether an address has an account elsewhere: the invitation is sent all the same,
    and only its reader is told. Raises InvalidInput with every problem, NotFound, AccountExists, IdempotencyConflict.
    """
    account, _ = await invite_for_link(
        request=request, idempotency_key=idempotency_key, links=links, is_mailed=True, viewer=viewer, at=at
    )
    return account


@transactional
async def invite_for_link(
    *,
    request: InvitationRequest,
    idempotency_key: str | None,
    links: PasswordLinks,
    is_mailed: bool,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> tuple[Account, str | None]:
    """The same, with the token of the link; None for a repetition."""
    viewer = access.require("inviteAccount", viewer)
    email, name = request.email.strip().lower(), request.name.strip()
    if problems := list(_check(email, name)):
        raise InvalidInput(problems)
    organisation = await _organisation(request, viewer)
    # Before the idempotency key, since the account that waits is the result of the key.
    await lock_organisation(organisation)
    waiting = await _waiting(email, organisation)
    account = waiting or Account(id=uuid7(), email=email, **organisation._asdict())
    first_id = await idempotency.claim(
        "inviteAccount", idempotency_key, input_=request, result_id=account.id, viewer=viewer, at=at
    )
    if first_id is not None:
        return await Account.get(id=first_id), None
    await quotas.require(quotas.INVITATIONS, viewer=viewer, at=at)
    account.name, account.account_role = name, request.account_role
    await _require_free(email, organisation, viewer)
    if waiting is None:
        await _require_room(organisation)
        await account.save(force_create=True)
    else:
        await account.save(update_fields=["name", "account_role"])
    token = await issue(account, LinkPurpose.INVITATION, links=links, is_mailed=is_mailed, at=at)
    await audit.record("account.invited", viewer=viewer, at=at, subject_id=account.id, subject=email)
    return account, token


async def _organisation(request: InvitationRequest, viewer: Viewer) -> Organisation:
    """The organisation of the new account. Raises NotFound, InvalidInput."""
    own = Organisation(viewer.role, viewer.contractor_id, viewer.surety_id, viewer.obligee_id)
    if viewer.role is not Role.OPERATOR:
        if request.role is not viewer.role:
            raise InvalidInput([Problem(("role",), "OUT_OF_RANGE", "自社（自組織）と同じ区分を指定してください。")])
        if request.organisation_id not in {None, *own[1:]}:
            raise NotFound
        return own
    if request.role is Role.OPERATOR:
        if request.organisation_id is not None:
            raise NotFound
        return own
    if request.role not in REGISTERS:
        message = "電子契約システムはAPIクライアントとして登録してください。"
        raise InvalidInput([Problem(("role",), "OUT_OF_RANGE", message)])
    return await _registered(request.role, request.organisation_id)


async def _registered(role: Role, id_: UUID | None) -> Organisation:
    if id_ is None:
        raise InvalidInput([Problem(("organisationId",), "REQUIRED", "組織を指定してください。")])
    model, column = REGISTERS[role]
    if not await model.exists(id=id_):
        raise NotFound
    return Organisation(role)._replace(**{column: id_})


async def _waiting(email: str, organisation: Organisation) -> Account | None:
    """The account of the organisation that waits for its password."""
    waiting = Account.filter(matching(organisation._asdict()), email=email, is_active=True, password_hash__isnull=True)
    return await waiting.select_for_update().first()


async def _require_free(email: str, organisation: Organisation, viewer: Viewer) -> None:
    """Raises AccountExists, if the viewer may see the account."""
    holder = await Account.filter(email=email, is_active=True, password_hash__isnull=False).first()
    if holder is not None and (viewer.role is Role.OPERATOR or holder.organisation == organisation):
        raise AccountExists


async def _require_room(organisation: Organisation) -> None:
    if await Account.filter(matching(organisation._asdict()), is_active=True).count() >= MOST_ACCOUNTS:
        raise too_many(("email",), f"1つの組織のアカウントは{MOST_ACCOUNTS}件までです。")


def _check(email: str, name: str) -> Iterator[Problem]:
    if len(email) > LONGEST_EMAIL or not _can_be_sent(email):
        yield Problem(("email",), "MALFORMED", "メールアドレスの形式で入力してください。")
    yield from text_checks.check_form(name, ("name",), text_checks.LONGEST_NAME, is_multiline=False)


def _can_be_sent(email: str) -> bool:
    try:
        mail_addresses.as_sent(email)
    except mail_addresses.MalformedAddress:
        return False
    return mail_addresses.is_well_formed(email)
