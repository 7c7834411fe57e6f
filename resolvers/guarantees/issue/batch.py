"""A batch of issues in one transaction, with a constant number of statements."""

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.certificate import Certificate
from models.enums import Medium
from models.errors import DomainError, NotFound, SerialsUsedUp
from models.fees.fee_statement import Charge
from models.guarantee import Guarantee
from models.numbering import LAST_SERIAL, today
from models.outgoing_mail import MailKind
from resolvers import idempotency
from resolvers.guarantees import create_fee_statements
from resolvers.guarantees.issue.issue_cases import Case, Request, against_rules, columns, locked, without_waiting
from resolvers.guarantees.issue.statements import COUNT, write

Outcome = tuple[Guarantee, Certificate] | Exception
"""A guarantee in force with its certificate, or why there is none: a DomainError, or an unexpected error."""


@transactional
async def issue_together(requests: Sequence[Request]) -> Mapping[UUID, Outcome]:
    """The outcomes, by `certificate_id`. A refusal does not affect the others.

    Requests that depend on the outcome of another one in the batch are left out, but never all: they are for the same
    guarantee, have the same idempotency key, or are an intermediate advance payment beside its advance payment. Raises
    unexpected errors; then nothing has been issued.
    """
    cases = await _charged(await locked(requests))
    unknown = {request.certificate_id: NotFound() for request in requests if request.certificate_id not in cases}
    refused = {id_: refusal for id_, case in cases.items() if (refusal := _refusal(case))}
    candidates = _first_of_each(without_waiting([case for id_, case in cases.items() if id_ not in refused]))
    free = await idempotency.take([claim for case in candidates if (claim := case.request.claim)])
    taken = [case for case in candidates if case.request.claim is None or case.id in free]
    broken = against_rules(taken)
    await idempotency.release([claim for case in taken if case.id in broken and (claim := case.request.claim)])
    issued = await _issue([case for case in taken if case.id not in broken])
    others = [request for request in requests if request.certificate_id not in issued]
    return unknown | refused | broken | issued | await _done_before(others, cases)


async def _charged(cases: Mapping[UUID, Case]) -> dict[UUID, Case]:
    """The same with their fees: a guarantee whose fee cannot be stated is refused before a number is used."""
    asked = [(case.guarantee, today(case.request.at)) for case in cases.values()]
    found = await create_fee_statements.calculate(asked) if asked else []
    return {case.id: replace(case, charge=charge) for case, charge in zip(cases.values(), found, strict=True)}


def _refusal(case: Case) -> DomainError | None:
    try:
        case.guarantee.require_issuable(today=today(case.request.at))
    except DomainError as refusal:
        return refusal
    return case.charge if isinstance(case.charge, DomainError) else None


def _first_of_each(cases: Sequence[Case]) -> Sequence[Case]:
    """The first for each guarantee, and for each idempotency key."""
    taken: set[object] = set()
    first: list[Case] = []
    for case in cases:
        claim = case.request.claim
        places = {case.guarantee.id, claim.place} if claim else {case.guarantee.id}
        if taken.isdisjoint(places):
            first.append(case)
            taken |= places
    return first


async def _issue(cases: Sequence[Case]) -> dict[UUID, Outcome]:
    """Number them and write everything. Every other issue of the same series waits from here on."""
    if not cases:
        return {}
    keys = [case.request.draw_key() for case in cases]
    serials = await _serials(cases)
    numbered: list[tuple[Case, str]] = []
    refused: list[Case] = []
    for case, key, serial in zip(cases, keys, serials, strict=True):
        if serial is None:
            refused.append(case)
        else:
            branch_id, year, _ = case.series
            code, at = case.branch_code, case.request.at
            case.guarantee.issue(branch_id=branch_id, branch_code=code, year=year, serial=serial, at=at)
            numbered.append((case, key))
    await idempotency.release([claim for case in refused if (claim := case.request.claim)])
    certificates = await _written(numbered)
    await create_fee_statements.at_issue(
        [(case.guarantee, case.charge) for case, _ in numbered if isinstance(case.charge, Charge)]
    )
    outcomes: dict[UUID, Outcome] = {case.id: SerialsUsedUp() for case in refused}
    return outcomes | {case.id: (case.guarantee, certificates[case.id]) for case, _ in numbered}


async def _serials(cases: Sequence[Case]) -> Sequence[int | None]:
    """The next serial for each, None if they are used up."""
    wanted = sorted(Counter(case.series for case in cases).items())
    counters = [(uuid7(), *series, count) for series, count in wanted]
    rows = await connections.get("default").execute_query_dict(COUNT, [*columns(counters, 5), LAST_SERIAL])
    given = {
        (row["branch_id"], row["fiscal_year"], row["kind"]): iter(range(row["before"] + 1, row["last"] + 1))
        for row in rows
    }
    return [next(given.get(case.series, iter(())), None) for case in cases]


async def _written(cases: Sequence[tuple[Case, str]]) -> Mapping[UUID, Certificate]:
    """Store number, key, certificate, audit event and mail of each; the certificates by their ids."""
    numbers = [_number(case) for case, _ in cases]
    keys = [_key(case, key) for case, key in cases if case.guarantee.medium is Medium.ELECTRONIC]
    events = [_event(case) for case, _ in cases]
    values = [*columns(numbers, 8), *columns(keys, 6), *columns(events, 6)]
    rows = await connections.get("default").execute_query_dict(write(), values)
    issues = [(case.guarantee.id, case.request.at) for case, _ in cases]
    await outbox.enqueue(MailKind.ISSUED, [Event(f"guarantee.issued {id_}", id_, at) for id_, at in issues])
    return {row["id"]: Certificate._init_from_db(**row) for row in rows}  # noqa: SLF001 -- as above


def _number(case: Case) -> tuple[Any, ...]:
    row = case.guarantee
    return case.id, row.id, row.status, row.handling_branch_id, row.number, row.fiscal_year, row.serial, row.issued_at


def _key(case: Case, key: str) -> tuple[Any, ...]:
    number, keyring = str(case.guarantee.number), case.request.keyring
    return uuid7(), case.guarantee.id, keyring.digest(number, key), *keyring.encrypt(number, key), case.request.at


def _event(case: Case) -> tuple[Any, ...]:
    viewer = case.request.viewer
    return uuid7(), case.request.at, viewer.role, viewer.actor_id, viewer.address, case.guarantee.id


async def _done_before(requests: Sequence[Request], cases: Mapping[UUID, Case]) -> dict[UUID, Outcome]:
    """Outcomes of requests whose idempotency key was used before, possibly by another one of the batch."""
    found = await idempotency.earlier([request.claim for request in requests if request.claim])
    first_ids = {id_: first for id_, first in found.items() if isinstance(first, UUID) and id_ in cases}
    rows = await Certificate.filter(id__in=list(first_ids.values())) if first_ids else []
    certificates = {row.id: row for row in rows}
    outcomes: dict[UUID, Outcome] = {id_: other for id_, other in found.items() if not isinstance(other, UUID)}
    for id_, first in first_ids.items():
        # Copies, because each goes into a separate response, where relations are loaded.
        outcomes[id_] = copy(cases[id_].guarantee), copy(certificates[first])
    return outcomes
