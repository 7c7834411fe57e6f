"""One batch of issues in one transaction of a few statements, however many there are."""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.certificate import Certificate
from models.errors import DomainError, NotFound, SerialsUsedUp
from models.guarantee import Guarantee
from models.kinds import GuaranteeKind, Medium, Role
from models.numbering import LAST_SERIAL, fiscal_year, today
from models.viewer import Viewer
from resolvers import access, idempotency
from resolvers.idempotency import Claim
from security.auth_keys import Keyring

Outcome = tuple[Guarantee, Certificate] | Exception
"""A guarantee in force with its certificate, or why there is none: a DomainError, or what nobody expected."""

LOCK = f"""
SELECT request.certificate_id
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS request (certificate_id, guarantee_id, surety_id)
JOIN guarantee ON guarantee.id = request.guarantee_id
WHERE {access.rule(Guarantee, Role.SURETY).sql("guarantee", "request.{}".format)}
ORDER BY guarantee.id FOR UPDATE OF guarantee
"""  # noqa: S608 -- names of ours
READ = """
SELECT guarantee.*, branch.id AS branch_id, branch.code AS branch_code
FROM guarantee
JOIN application ON application.id = guarantee.application_id
JOIN branch ON branch.id = application.submission_branch_id
WHERE guarantee.id = ANY($1)
"""
COUNT = """
INSERT INTO serial_counter (id, branch_id, fiscal_year, kind, last_serial)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[], $5::int[])
ON CONFLICT (branch_id, fiscal_year, kind) DO UPDATE
SET last_serial = least(serial_counter.last_serial + EXCLUDED.last_serial, $6)
WHERE serial_counter.last_serial < $6
RETURNING branch_id, fiscal_year, kind, coalesce(old.last_serial, 0) AS before, new.last_serial AS last
"""
COPIED = {
    "id": "issue.certificate_id",
    "surety_id": "guarantee.surety_id",
    "guarantee_id": "guarantee.id",
    "status": "'CURRENT'",
    "reason": "'NEW'",
    "amendment_number": "0",
    "issued_at": "issue.issued_at",
    "guarantee_number": "issue.number",
    "kind": "guarantee.kind",
    "principal_name": "contractor.name",
    "principal_address": "contractor.address",
    "joint_venture_name": "contract.joint_venture_name",
    "obligee_title": "obligee.title",
    "amount": "guarantee.amount",
    "expiry_date": "guarantee.expiry_date",
    "project_name": "contract.project_name",
    "contract_price": "contract.contract_price",
    "period_from": "contract.period_from",
    "period_to": "contract.period_to",
    "contract_date": "contract.contract_date",
    "deposit_bank": "guarantee.deposit_bank",
    "surety_name": "surety.name",
    "surety_address": "surety.address",
    "surety_representative": "surety.representative",
    "handling_branch_id": "branch.id",
    "handling_branch_name": "branch.name",
    "handling_branch_telephone": "branch.telephone",
    "handling_branch_fax": "branch.fax",
}
"""What a certificate says, and where it is copied from: what happens there later does not reach it."""

WRITE = f"""
WITH issue AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::smallint[], $7::int[],
        $8::timestamptz[])
    AS issue (certificate_id, guarantee_id, status, branch_id, number, fiscal_year, serial, issued_at)
), issued AS (
    UPDATE guarantee SET status = issue.status, handling_branch_id = issue.branch_id, number = issue.number,
        fiscal_year = issue.fiscal_year, serial = issue.serial, issued_at = issue.issued_at
    FROM issue WHERE guarantee.id = issue.guarantee_id
), keyed AS (
    INSERT INTO auth_key (id, guarantee_id, digest, envelope, envelope_version, created_at, medium, status)
    SELECT *, 'ELECTRONIC', 'ACTIVE'
    FROM unnest($9::uuid[], $10::uuid[], $11::bytea[], $12::bytea[], $13::smallint[], $14::timestamptz[])
), recorded AS (
    INSERT INTO audit_event (id, at, role, actor_id, address, subject_id, action)
    SELECT *, 'guarantee.issued'
    FROM unnest($15::uuid[], $16::timestamptz[], $17::text[], $18::uuid[], $19::text[], $20::uuid[])
)
INSERT INTO certificate ({", ".join(COPIED)})
SELECT {", ".join(COPIED.values())}
FROM issue
JOIN guarantee ON guarantee.id = issue.guarantee_id
JOIN contract ON contract.id = guarantee.contract_id
JOIN contractor ON contractor.id = contract.contractor_id
JOIN obligee ON obligee.id = contract.obligee_id
JOIN surety ON surety.id = contract.surety_id
JOIN branch ON branch.id = issue.branch_id
RETURNING *
"""  # noqa: S608 -- names of ours


@dataclass(frozen=True)
class Request:
    """One guarantee to be issued, for whom and when. `certificate_id` is to be the certificate's, and of no other."""

    guarantee_id: UUID
    certificate_id: UUID
    claim: Claim | None
    viewer: Viewer
    keyring: Keyring
    at: datetime.datetime
    draw_key: Callable[[], str]


@dataclass(frozen=True)
class _Case:
    """A request with its guarantee, which is locked, and the branch that numbers it."""

    request: Request
    guarantee: Guarantee
    branch_id: UUID
    branch_code: str

    @property
    def series(self) -> tuple[UUID, int, GuaranteeKind]:
        """Branch, fiscal year and kind, whose guarantees are numbered together."""
        return self.branch_id, fiscal_year(today(self.request.at)), self.guarantee.kind


@transactional
async def issue_together(requests: Sequence[Request]) -> Mapping[UUID, Outcome]:
    """What came of them, by `certificate_id`. Refusals are outcomes, and spoil nothing.

    Left out, but never the first, is what hangs on the outcome of another in the batch: it is about the same guarantee
    or comes with the same idempotency key. Raises what nobody expects; then nothing has been issued.
    """
    cases = await _locked(requests)
    refused = {id_: refusal for id_, case in cases.items() if (refusal := _refusal(case))}
    unknown = {request.certificate_id: NotFound() for request in requests if request.certificate_id not in cases}
    candidates = _first_of_each([case for id_, case in cases.items() if id_ not in refused])
    free = await idempotency.take([claim for case in candidates if (claim := case.request.claim)])
    issued = await _issue([case for case in candidates if case.request.claim is None or _id(case) in free])
    return refused | unknown | issued | await _done_before([case for id_, case in cases.items() if id_ not in issued])


async def _locked(requests: Sequence[Request]) -> dict[UUID, _Case]:
    """The guarantees that their viewers may see, locked, and read when they are: by `certificate_id`, in order."""
    execute = connections.get("default").execute_query_dict
    columns = [(request.certificate_id, request.guarantee_id, request.viewer.surety_id) for request in requests]
    locked = await execute(LOCK, _columns(columns, 3))
    visible = {row["certificate_id"] for row in locked}
    asked = [request for request in requests if request.certificate_id in visible]
    rows = await execute(READ, [list({request.guarantee_id for request in asked})])
    found = {row["id"]: (_guarantee(row), row["branch_id"], row["branch_code"]) for row in rows}
    return {request.certificate_id: _Case(request, *found[request.guarantee_id]) for request in asked}


def _refusal(case: _Case) -> DomainError | None:
    try:
        case.guarantee.require_issuable(today=today(case.request.at))
    except DomainError as refusal:
        return refusal
    return None


def _first_of_each(cases: Sequence[_Case]) -> Sequence[_Case]:
    """The first for each guarantee, and for each idempotency key."""
    taken: set[object] = set()
    first: list[_Case] = []
    for case in cases:
        claim = case.request.claim
        places = {case.guarantee.id, claim.place} if claim else {case.guarantee.id}
        if taken.isdisjoint(places):
            first.append(case)
            taken |= places
    return first


async def _done_before(cases: Sequence[_Case]) -> dict[UUID, Outcome]:
    """Outcomes of what comes with an idempotency key that was taken before, if only by another of the batch."""
    claimed = {claim.result_id: case for case in cases if (claim := case.request.claim)}
    found = await idempotency.earlier([case.request.claim for case in claimed.values() if case.request.claim])
    first_ids = [id_ for id_ in found.values() if isinstance(id_, UUID)]
    certificates = {row.id: row for row in await Certificate.filter(id__in=first_ids)} if first_ids else {}
    # Copies, for each goes into an answer of its own, where more is loaded along.
    return {
        id_: (copy(claimed[id_].guarantee), copy(certificates[first])) if isinstance(first, UUID) else first
        for id_, first in found.items()
    }


async def _issue(cases: Sequence[_Case]) -> dict[UUID, Outcome]:
    """Number what is to be issued, and write everything. Every other issue of the same series waits from here on."""
    keys = [case.request.draw_key() for case in cases]
    serials = await _serials(cases)
    refused = [case for case, serial in zip(cases, serials, strict=True) if serial is None]
    await idempotency.give_back([case.request.claim for case in refused if case.request.claim])
    sealed: list[tuple[Any, ...]] = []
    numbered: list[_Case] = []
    for case, key, serial in zip(cases, keys, serials, strict=True):
        if serial is not None:
            _, year, _ = case.series
            at = case.request.at
            case.guarantee.issue(
                branch_id=case.branch_id, branch_code=case.branch_code, year=year, serial=serial, at=at
            )
            numbered.append(case)
            if case.guarantee.medium is Medium.ELECTRONIC:
                sealed.append(_sealed(case, key))
    certificates = await _write(numbered, sealed)
    outcomes: dict[UUID, Outcome] = {_id(case): SerialsUsedUp() for case in refused}
    return outcomes | {_id(case): (case.guarantee, certificates[_id(case)]) for case in numbered}


async def _serials(cases: Sequence[_Case]) -> Sequence[int | None]:
    """The next serial for each, None where they are used up."""
    wanted = sorted(Counter(case.series for case in cases).items())
    counters = [(uuid7(), *series, count) for series, count in wanted]
    rows = await connections.get("default").execute_query_dict(COUNT, [*_columns(counters, 5), LAST_SERIAL])
    given = {
        (row["branch_id"], row["fiscal_year"], row["kind"]): iter(range(row["before"] + 1, row["last"] + 1))
        for row in rows
    }
    return [next(given.get(case.series, iter(())), None) for case in cases]


def _sealed(case: _Case, key: str) -> tuple[Any, ...]:
    """The auth key, as its row has it."""
    number, keyring = str(case.guarantee.number), case.request.keyring
    return uuid7(), case.guarantee.id, keyring.digest(number, key), *keyring.seal(number, key), case.request.at


async def _write(cases: Sequence[_Case], keys: Sequence[tuple[Any, ...]]) -> Mapping[UUID, Certificate]:
    """Store number, key, certificate and audit event of each; the certificates by their ids."""
    rows = [case.guarantee for case in cases]
    issues = [
        (_id(case), row.id, row.status, row.handling_branch_id, row.number, row.fiscal_year, row.serial, row.issued_at)
        for case, row in zip(cases, rows, strict=True)
    ]
    viewers = [(uuid7(), case.request.at, case.request.viewer, case.guarantee.id) for case in cases]
    events = [(id_, at, viewer.role, viewer.actor_id, viewer.address, subject) for id_, at, viewer, subject in viewers]
    values = [*_columns(issues, 8), *_columns(keys, 6), *_columns(events, 6)]
    stored = await connections.get("default").execute_query_dict(WRITE, values)
    return {row["id"]: Certificate._init_from_db(**row) for row in stored}  # noqa: SLF001 -- what querysets do


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """The same by columns, as unnest takes them."""
    return [[row[place] for row in rows] for place in range(width)]


def _guarantee(row: Mapping[str, Any]) -> Guarantee:
    return Guarantee._init_from_db(**row)  # noqa: SLF001 -- what querysets do


def _id(case: _Case) -> UUID:
    return case.request.certificate_id
