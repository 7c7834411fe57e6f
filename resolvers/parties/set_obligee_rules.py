"""Rules of an obligee, set by the operator or by its own administrators: dated, and never changed afterwards."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem
from models.guarantee import Guarantee
from models.numbering import start_of, today
from models.parties.obligee import ElectronicAcceptance, Obligee
from models.parties.obligee_office import LONGEST_OFFICE, ObligeeOffice
from models.parties.obligee_rules import ObligeeRules
from models.parties.rules_refusals import ObligeeRulesChangedSince
from models.parties.rules_request import LONGEST_NOTE, RulesRequest
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.access_rules import register_rules

OPERATION = "setObligeeRules"


class RulesSet(NamedTuple):
    """The obligee, and the rules that were set."""

    obligee: Obligee
    rules: ObligeeRules


@refuses(InvalidInput, ObligeeRulesChangedSince, NotFound, IdempotencyConflict)
@transactional
async def set_rules(
    *,
    obligee_id: UUID,
    version: int,
    request: RulesRequest,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> RulesSet:
    """Set all rules of an obligee from a day on, until others follow; `version` is that of the last ones.

    What was submitted before is held to the rules of its day. Rules that begin on the same day and are not used yet
    are replaced, and stay readable.

    Raises InvalidInput with every problem, ObligeeRulesChangedSince, NotFound, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require(OPERATION, viewer)
    request, rules_id = _tidied(request), uuid7()
    first_id = await idempotency.claim(
        OPERATION,
        idempotency_key,
        input_=[obligee_id, version, request],
        result_id=rules_id,
        viewer=viewer,
        at=at,
    )
    if first_id is not None:
        earlier = await ObligeeRules.get(id=first_id)
        return RulesSet(await Obligee.get(id=earlier.obligee_id), earlier)
    await quotas.require(quotas.OBLIGEE_RULES, viewer=viewer, at=at)
    obligee = await _locked(obligee_id, viewer)
    known = await ObligeeRules.filter(obligee_id=obligee_id).order_by("version")
    if known[-1].version != version:
        raise ObligeeRulesChangedSince(known[-1])
    problems = [*request.problems(today(at)), *_problems_of_texts(request), *await _applied_for(request, obligee, at)]
    if problems:
        raise InvalidInput(problems)
    before = next(each for each in known if each.is_in_force(request.valid_from))
    return RulesSet(obligee, await _store(request, rules_id, before, version + 1, viewer=viewer, at=at))


async def _locked(obligee_id: UUID, viewer: Viewer) -> Obligee:
    """The obligee, locked: rules are set one after the other, and no guarantee is applied for meanwhile."""
    own = Obligee.filter(register_rules.kept(Obligee, viewer), id=obligee_id)
    obligee = await own.select_for_update().first()
    if obligee is None:
        raise NotFound
    return obligee


def _tidied(request: RulesRequest) -> RulesRequest:
    """The same without spaces around texts, and without empty notes."""
    acceptances = (
        replace(
            each,
            note=(each.note or "").strip() or None,
            notice_addresses=tuple(address.strip() for address in each.notice_addresses),
        )
        for each in request.acceptances
    )
    offices = (
        replace(
            each,
            name=each.name.strip(),
            notice_addresses=tuple(address.strip() for address in each.notice_addresses),
        )
        for each in request.offices
    )
    return replace(request, acceptances=tuple(acceptances), offices=tuple(offices))


def _problems_of_texts(request: RulesRequest) -> Iterator[Problem]:
    for index, each in enumerate(request.acceptances):
        if each.note is not None:
            path = ("acceptances", str(index), "note")
            yield from text_checks.check_form(each.note, path, LONGEST_NOTE, is_multiline=False)
    for index, office in enumerate(request.offices):
        path = ("offices", str(index), "name")
        yield from text_checks.check_form(office.name, path, LONGEST_OFFICE, is_multiline=False)


async def _applied_for(request: RulesRequest, obligee: Obligee, at: datetime.datetime) -> Sequence[Problem]:
    """The problem of rules for today, if something was submitted today: it is held to the rules of its day."""
    day = today(at)
    if request.valid_from != day:
        return []
    if not await Guarantee.filter(obligee_id=obligee.id, application__submitted_at__gte=start_of(day)).exists():
        return []
    message = "この発注者を被保証者とする申込みが、本日すでに送信されています。翌日以後の日を指定してください。"
    return [Problem(("validFrom",), "APPLIED_FOR_TODAY", message)]


async def _store(
    request: RulesRequest,
    rules_id: UUID,
    before: ObligeeRules,
    version: int,
    *,
    viewer: Viewer,
    at: datetime.datetime,
) -> ObligeeRules:
    """End those that were in force on the first day, and store the new ones until those end."""
    obligee_id = before.obligee_id
    rules = ObligeeRules(
        id=rules_id,
        obligee_id=obligee_id,
        version=version,
        valid_from=request.valid_from,
        valid_until=before.valid_until,
        set_at=at,
        **request.limits.columns(),
    )
    old = await ElectronicAcceptance.filter(rules_id=before.id)
    await ObligeeRules.filter(id=before.id).update(valid_until=request.valid_from)
    await rules.save(force_create=True)
    shared: dict[str, Any] = {"obligee_id": obligee_id, "rules_id": rules_id, "valid_from": request.valid_from}
    new = [
        ElectronicAcceptance(
            **shared | vars(each) | {"channels": list(each.channels), "notice_addresses": list(each.notice_addresses)}
        )
        for each in request.acceptances
    ]
    await ElectronicAcceptance.bulk_create(new)
    await ObligeeOffice.bulk_create(
        ObligeeOffice(**shared | vars(each) | {"notice_addresses": list(each.notice_addresses)})
        for each in request.offices
    )
    subject = f"v{version} {request.valid_from} ← v{before.version} {_differences(before, rules, old, new)}"
    await audit.record(quotas.OBLIGEE_RULES.action, viewer=viewer, at=at, subject_id=obligee_id, subject=subject)
    return rules


def _differences(
    before: ObligeeRules,
    after: ObligeeRules,
    old: Sequence[ElectronicAcceptance],
    new: Sequence[ElectronicAcceptance],
) -> str:
    """What differs, before and after, as far as it fits into the log. The rows of both are kept."""
    earlier, later = _told(before, old), _told(after, new)
    names = [name for name in {**earlier, **later} if earlier.get(name) != later.get(name)]
    return "; ".join(f"{name} {earlier.get(name)}→{later.get(name)}" for name in names)


def _told(rules: ObligeeRules, acceptances: Sequence[ElectronicAcceptance]) -> Mapping[str, object]:
    return rules.limits._asdict() | {f"{each.kind} {each.contract_type}": _accepted(each) for each in acceptances}


def _accepted(acceptance: ElectronicAcceptance) -> str:
    restricted = " approved only" if acceptance.approved_contracts_only else ""
    return f"{acceptance.from_date} {acceptance.basis} {'/'.join(acceptance.channels)}{restricted}"
