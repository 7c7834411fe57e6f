"""API clients (e-contract systems), managed by the operator."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.commands import ApiClientRequest
from models.errors import ApiClientInactive, IdempotencyConflict, InvalidInput, NotFound, Problem
from models.parties.account import MOST_OBLIGEES, ApiClient, ApiClientObligee
from models.parties.obligee import Obligee
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency, text_checks
from resolvers.conditions import given
from resolvers.loading import Reader, page_of
from resolvers.relations import Include, Page

DEFAULT_RATE = 600
"""Requests a minute: ten a second, for hours; many times the need of a large obligee's busiest day."""
MOST_REQUESTS = 60_000


async def page(*, reader: Reader, first: int, after: UUID | None, include: Include) -> Page:
    """Every API client, newest first."""
    access.require("apiClients", reader.viewer)
    return await page_of(ApiClient, given({}), order="-id", first=first, after=after, include=include, reader=reader)


@refuses(InvalidInput, IdempotencyConflict)
@transactional
async def create(
    *, request: ApiClientRequest, idempotency_key: str | None, viewer: Viewer | None, at: datetime.datetime
) -> ApiClient:
    """Create a client, without a token yet. Raises InvalidInput with every problem, IdempotencyConflict."""
    viewer = access.require("createApiClient", viewer)
    client = ApiClient(id=uuid7(), name=request.name.strip(), requests_per_minute=request.requests_per_minute)
    first_id = await idempotency.claim(
        "createApiClient", idempotency_key, input_=request, result_id=client.id, viewer=viewer, at=at
    )
    if first_id is not None:
        return await ApiClient.get(id=first_id)
    problems = [
        *text_checks.check(client, (), {"name": text_checks.LONGEST_NAME}),
        *_check_rate(request.requests_per_minute),
        *await _check_obligees(request.obligee_ids),
    ]
    if not problems and not await _is_created(client):
        problems = [Problem(("name",), "TAKEN", "同じ名称のAPIクライアントが登録されています。")]
    if problems:
        raise InvalidInput(problems)
    await audit.record("api_client.created", viewer=viewer, at=at, subject_id=client.id, subject=client.name)
    await _set_obligees(client, request.obligee_ids, viewer=viewer, at=at)
    return client


@refuses(ApiClientInactive, NotFound, InvalidInput)
@transactional
async def change(
    *,
    client_id: UUID,
    obligee_ids: Sequence[UUID] | None,
    requests_per_minute: int | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> ApiClient:
    """Set the obligees that it acts for, and its rate limit; None leaves either unchanged.

    Raises NotFound, ApiClientInactive, InvalidInput with every problem.
    """
    viewer = access.require("changeApiClient", viewer)
    client = await locked(client_id, viewer)
    problems = [
        *(() if requests_per_minute is None else _check_rate(requests_per_minute)),
        *(() if obligee_ids is None else await _check_obligees(obligee_ids)),
    ]
    if problems:
        raise InvalidInput(problems)
    if requests_per_minute is not None and requests_per_minute != client.requests_per_minute:
        client.requests_per_minute = requests_per_minute
        await client.save(update_fields=["requests_per_minute"])
        await audit.record(
            "api_client.rate_set", viewer=viewer, at=at, subject_id=client.id, subject=f"{requests_per_minute}"
        )
    if obligee_ids is not None:
        await _set_obligees(client, obligee_ids, viewer=viewer, at=at)
    return client


@refuses(NotFound)
@transactional
async def deactivate(*, client_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> ApiClient:
    """Deactivate a client permanently: its tokens become invalid. A repetition does nothing. Raises NotFound."""
    viewer = access.require("deactivateApiClient", viewer)
    client = await _locked_any(client_id, viewer)
    if client.is_active:
        client.is_active = False
        await client.save(update_fields=["is_active"])
        await audit.record("api_client.deactivated", viewer=viewer, at=at, subject_id=client.id, subject=client.name)
    return client


async def _locked_any(client_id: UUID, viewer: Viewer) -> ApiClient:
    """The client, active or not, locked until the end of the transaction. Raises NotFound."""
    client = await ApiClient.filter(access.visible(ApiClient, viewer), id=client_id).select_for_update().first()
    if client is None:
        raise NotFound
    return client


async def locked(client_id: UUID, viewer: Viewer) -> ApiClient:
    """The same for an active one. Raises NotFound, ApiClientInactive."""
    client = await _locked_any(client_id, viewer)
    if not client.is_active:
        raise ApiClientInactive
    return client


async def _is_created(client: ApiClient) -> bool:
    """Whether the client was stored; False if its name is in use, also by a concurrent one."""
    await ApiClient.bulk_create([client], ignore_conflicts=True)
    return await ApiClient.exists(id=client.id)


async def _set_obligees(
    client: ApiClient, obligee_ids: Iterable[UUID], *, viewer: Viewer, at: datetime.datetime
) -> None:
    """Make these the client's obligees, and record each addition and removal."""
    wanted = set(obligee_ids)
    present = {link.obligee_id for link in await ApiClientObligee.filter(api_client_id=client.id)}
    come, gone = sorted(wanted - present), sorted(present - wanted)
    await ApiClientObligee.bulk_create([ApiClientObligee(api_client_id=client.id, obligee_id=id_) for id_ in come])
    await ApiClientObligee.filter(api_client_id=client.id, obligee_id__in=gone).delete()
    for action, ids in (("api_client.obligee_added", come), ("api_client.obligee_removed", gone)):
        await audit.record_each(action, ids, viewer=viewer, at=at, subject=client.name)


async def _check_obligees(ids: Sequence[UUID]) -> Sequence[Problem]:
    if not ids:
        return [Problem(("obligeeIds",), "REQUIRED", "発注者を1件以上指定してください。")]
    if len(ids) > MOST_OBLIGEES:
        return [Problem(("obligeeIds",), "TOO_MANY", f"発注者は{MOST_OBLIGEES:,}件以内で指定してください。")]
    known = {obligee.id for obligee in await Obligee.filter(id__in=list(ids)).only("id")}
    return [
        Problem(("obligeeIds", str(index)), "NOT_FOUND", "発注者が見つかりません。")
        for index, id_ in enumerate(ids)
        if id_ not in known
    ]


def _check_rate(requests_per_minute: int) -> Iterator[Problem]:
    if not 1 <= requests_per_minute <= MOST_REQUESTS:
        message = f"1分あたりの要求数は1から{MOST_REQUESTS:,}までとしてください。"
        yield Problem(("requestsPerMinute",), "OUT_OF_RANGE", message)
