"""The form of an application with returned guarantees: what stands there, with what the contractor changes.

What a form leaves out stays as it is; an empty text removes one. Contract, kind and medium stay (domain rule 2), and so
do guarantees that were not returned.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models.applying.application import Application
from models.commands import ApplicationRequest, GuaranteeRequest
from models.enums import Medium
from models.errors import InvalidInput, Problem, WrongState
from models.guarantee import Guarantee, GuaranteeStatus
from resolvers.applications.form_rules import base_of_form
from resolvers.applications.submit import OWN_FIELDS
from resolvers.guarantees.rules_between import STANDING
from resolvers.text_checks import name_in_api

NOT_CHANGEABLE = "NOT_CHANGEABLE"
REQUESTED = tuple(field.name for field in dataclasses.fields(GuaranteeRequest))
BILL_TO = ("bill_to", "bill_to_id")


@dataclass(frozen=True)
class Merged:
    """The whole form, its guarantees being the returned ones; `places` has where each stands in the given form."""

    form: ApplicationRequest
    returned: Sequence[Guarantee]
    places: Sequence[int]

    @property
    def pairs(self) -> Iterator[tuple[Guarantee, GuaranteeRequest]]:
        """Each returned guarantee, and what the form asks for instead."""
        return zip(self.returned, self.form.guarantees, strict=True)

    def placed(self, refusal: InvalidInput) -> InvalidInput:
        """The same problems, with the places of the given form."""
        return InvalidInput([problem._replace(path=self._path(problem.path)) for problem in refusal.problems])

    def _path(self, path: tuple[str, ...]) -> tuple[str, ...]:
        if path[0] != "guarantees" or len(path) == 1:
            return path
        return ("guarantees", str(self.places[int(path[1])]), *path[2:])


async def state_of(application: Application) -> GuaranteeStatus:
    """The state of its first guarantee."""
    guarantee = await Guarantee.filter(application_id=application.id).order_by("id").first()
    return guarantee.status if guarantee else GuaranteeStatus.DRAFT


async def merge(application: Application, given: ApplicationRequest) -> Merged:
    """The form with what is given. Raises WrongState without a returned guarantee, InvalidInput for fixed fields."""
    guarantees = await Guarantee.filter(application_id=application.id).order_by("id")
    return merge_into(application, guarantees, given, is_whole=False)


def merge_into(
    application: Application, guarantees: Sequence[Guarantee], given: ApplicationRequest, *, is_whole: bool
) -> Merged:
    """The same, for these guarantees of the application. In a whole form, as it is stored, nothing was left out."""
    returned = [each for each in guarantees if each.status is GuaranteeStatus.RETURNED]
    if not returned:
        raise WrongState(guarantees[0].status)
    problems = [*_contract_problems(application, given), *_base_problems(application, guarantees, given)]
    # A whole form may be for one on paper that was withdrawn since.
    problems += [] if is_whole else _delivery_problems(guarantees, given)
    places: list[int] = []
    merged: list[GuaranteeRequest] = []
    by_kind = {each.kind: each for each in guarantees}
    for index, asked in enumerate(given.guarantees):
        guarantee = by_kind.get(asked.kind)
        request = asked if is_whole else guarantee and _with(guarantee, asked)
        found = _problem(guarantee, asked, request, merged)
        if found is not None:
            problems.append(found._replace(path=("guarantees", str(index), *found.path)))
        elif guarantee in returned and request is not None:
            places.append(index)
            merged.append(request)
    if problems:
        raise InvalidInput(problems)
    kinds = {each.kind for each in merged}
    rest = [current(each) for each in returned if each.kind not in kinds]
    places += range(len(given.guarantees), len(given.guarantees) + len(rest))
    form = ApplicationRequest(
        contract_id=application.contract_id,
        contract=None,
        guarantees=(*merged, *rest),
        message=given.message,
        **_fields(application, returned, given, is_whole=is_whole),
    ).tidied()
    order = {each.kind: each for each in returned}
    return Merged(form, [order[each.kind] for each in form.guarantees], places)


def current(guarantee: Guarantee) -> GuaranteeRequest:
    """What stands on a guarantee of what was asked for."""
    columns = {name: getattr(guarantee, name) for name in REQUESTED if name not in BILL_TO}
    party = guarantee.bill_to_party_id
    return GuaranteeRequest(**columns, bill_to=None if party else guarantee.bill_to, bill_to_id=party)


def _with(guarantee: Guarantee, asked: GuaranteeRequest) -> GuaranteeRequest:
    now = current(guarantee)
    merged = {name: _either(getattr(asked, name), getattr(now, name)) for name in REQUESTED}
    # One of the two replaces the other. The name alone is what everybody sees of an entry of the register.
    if asked.bill_to_id is not None or asked.bill_to not in {None, guarantee.bill_to}:
        merged |= {name: getattr(asked, name) for name in BILL_TO}
    else:
        merged |= {name: getattr(now, name) for name in BILL_TO}
    return GuaranteeRequest(**merged)


def _fields(
    application: Application, returned: Sequence[Guarantee], given: ApplicationRequest, *, is_whole: bool
) -> dict[str, Any]:
    """The fields of the form itself."""
    stored = given if is_whole else application
    fields: dict[str, Any] = {name: _either(getattr(given, name), getattr(stored, name)) for name in OWN_FIELDS}
    fields |= {name: _either(getattr(given, name), getattr(application, name)) for name in base_of_form.FIELDS}
    if on_paper := [each for each in returned if each.medium is Medium.PAPER]:
        fields["paper_delivery"] = _either(given.paper_delivery, on_paper[0].paper_delivery)
    return fields


def _contract_problems(application: Application, given: ApplicationRequest) -> Iterator[Problem]:
    if given.contract is not None or given.contract_id not in {None, application.contract_id}:
        message = "申込済みの契約は、ここでは変更できません。"
        yield Problem(("contract" if given.contract else "contractId",), NOT_CHANGEABLE, message)


def _base_problems(
    application: Application, guarantees: Sequence[Guarantee], given: ApplicationRequest
) -> Iterator[Problem]:
    """An advance payment that was not returned is measured against the base that stands."""
    if any(each.kind.is_advance and each.status in STANDING for each in guarantees):
        for name in base_of_form.FIELDS:
            if getattr(given, name) not in {None, getattr(application, name)}:
                message = "差し戻されていない前払金の保証があるため、年度と今年度対象額は変更できません。"
                yield Problem((name_in_api(name),), NOT_CHANGEABLE, message)


def _delivery_problems(guarantees: Sequence[Guarantee], given: ApplicationRequest) -> Iterator[Problem]:
    """保証証書受取 of a guarantee on paper that was not returned stays."""
    on_paper = [each for each in guarantees if each.medium is Medium.PAPER]
    can_change = any(each.status is GuaranteeStatus.RETURNED for each in on_paper)
    if not can_change and given.paper_delivery not in {None, *(each.paper_delivery for each in on_paper)}:
        message = "差し戻された証書（紙）の保証がないため、保証証書受取は指定できません。"
        yield Problem(("paperDelivery",), NOT_CHANGEABLE, message)


def _either(given: Any, stored: Any) -> Any:
    return stored if given is None else given


def _problem(
    guarantee: Guarantee | None, asked: GuaranteeRequest, request: GuaranteeRequest | None, merged: Sequence[Any]
) -> Problem | None:
    """Why a guarantee of the given form cannot be taken."""
    if guarantee is None or request is None:
        code = NOT_CHANGEABLE if asked.kind else "REQUIRED"
        return Problem(("kind",), code, "この申込の保証の種類を指定してください。")
    if request.medium is not guarantee.medium:
        return Problem(("medium",), NOT_CHANGEABLE, "電子保証・証書（紙）の別は、申込後に変更できません。")
    if asked.kind in {each.kind for each in merged}:
        return Problem(("kind",), "DUPLICATE", "同じ種類の保証を1件の申込に重ねて指定することはできません。")
    if guarantee.status is not GuaranteeStatus.RETURNED and request != current(guarantee):
        return Problem((), "NOT_RETURNED", "この保証は差し戻されていないため、変更できません。")
    return None
