"""The application form while it is filled in: the fields of applyForGuarantees, each of them optional."""

import datetime
from collections.abc import Callable, Mapping
from inspect import get_annotations
from typing import Any

import strawberry

import models
from models.applying.application import MOST_IN_A_FORM
from models.applying.contract import MOST_MEMBERS
from models.commands import ApplicationRequest, ContractRequest, GuaranteeRequest
from resolvers.applications import stored_form
from resolvers.relations import ToOne
from schema.reading import ids
from schema.reading.fields import (
    ListLength,
    column,
    described,
    described_input,
    given,
    pure,
    row_type,
    with_fields,
)
from schema.types import joint_venture
from schema.types.application_form import ApplyForGuaranteesInput, NewContractInput, RequestedGuaranteeInput
from schema.types.joint_venture import JointVentureMemberDraft, JointVentureMemberDraftInput

IDS = {
    "contractor_id": "Contractor",
    "obligee_id": "Obligee",
    "contracting_officer_id": "ContractingOfficer",
    "contract_id": "Contract",
    "submission_branch_id": "Branch",
    "bill_to_id": "BillTo",
}
"""The types of the fields that hold ids."""
LENGTHS = {"joint_venture_members": joint_venture.MEMBERS}


def _fields(source: type[Any], *, without: frozenset[str] = frozenset()) -> dict[str, tuple[Any, str]]:
    """Type and description of the fields of an input, all of them optional."""
    types = get_annotations(source)
    fields: Any = source.__strawberry_definition__.fields
    return {
        field.python_name: (types[field.python_name] | None, field.description)
        for field in fields
        if field.python_name not in without
    }


def _inputs(fields: Mapping[str, tuple[Any, str]]) -> dict[str, tuple[Any, Any]]:
    return {
        name: (type_, given(description, most=length and length.at_most, default=None))
        for name, (type_, description) in fields.items()
        for length in [LENGTHS.get(name)]
    }


def _outputs(fields: Mapping[str, tuple[Any, str]]) -> dict[str, tuple[Any, Any]]:
    return {
        name: (type_, column(description, length=LENGTHS.get(name))) for name, (type_, description) in fields.items()
    }


_CONTRACT = _fields(NewContractInput, without=frozenset({"joint_venture_parties"}))
_GUARANTEE = _fields(RequestedGuaranteeInput)
APPLICATION = _fields(ApplyForGuaranteesInput, without=frozenset({"idempotency_key", "contract", "guarantees"}))
"""Its plain fields."""


def _keys(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an input, with keys for ids."""
    return {name: ids.wanted(value, IDS[name]) if name in IDS else value for name, value in values.items()}


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form, with ids for keys."""
    return {
        name: ids.to_id(IDS[name], value) if name in IDS and value is not None else value
        for name, value in values.items()
    }


@described_input
@with_fields(_inputs(_CONTRACT))
class ContractDraftInput:
    """A contract that is not registered yet, as far as it is known."""

    joint_venture_parties: list[JointVentureMemberDraftInput] | None = given(
        joint_venture.LIST, most=MOST_MEMBERS, default=None
    )

    def request(self) -> ContractRequest:
        """As use cases take it."""
        members: dict[str, Any] = {
            "joint_venture_members": tuple(vars(self)["joint_venture_members"] or ()),
            "joint_venture_parties": joint_venture.requests(self.joint_venture_parties),
        }
        return ContractRequest(**_keys(vars(self)) | members)


@described_input
@with_fields(_inputs(_GUARANTEE))
class GuaranteeDraftInput:
    """A guarantee to be asked for, as far as it is known."""

    def request(self) -> GuaranteeRequest:
        """As use cases take it."""
        return GuaranteeRequest(**_keys(vars(self)))


@described_input
@with_fields(_inputs(APPLICATION))
class ApplicationDraftInput:
    """The application form, as far as it is filled in."""

    contract: ContractDraftInput | None = given("A new contract; not beside contractId.", default=None)
    guarantees: list[GuaranteeDraftInput] | None = given(
        "Up to 10, of different kinds in the end.", most=MOST_IN_A_FORM, default=None
    )

    def request(self) -> ApplicationRequest:
        """As use cases take it."""
        parts: dict[str, Any] = {
            "contract": self.contract and self.contract.request(),
            "guarantees": tuple(each.request() for each in self.guarantees or ()),
        }
        return ApplicationRequest(**_keys(vars(self)) | parts)


@described
@with_fields(_outputs(_CONTRACT))
class ContractDraft:
    """A contract that is not registered yet, as far as it is known."""

    joint_venture_parties: list[JointVentureMemberDraft] = column(joint_venture.LIST, length=joint_venture.MEMBERS)


@described
@with_fields(_outputs(_GUARANTEE))
class GuaranteeDraft:
    """A guarantee to be asked for, as far as it is known."""


Draft = strawberry.Parent[models.ApplicationDraft]


def _contract(draft: Draft) -> ContractDraft | None:
    contract = stored_form.read(draft.form).contract
    if contract is None:
        return None
    parties = [JointVentureMemberDraft(**vars(member)) for member in contract.joint_venture_parties]
    return ContractDraft(**_shown(vars(contract)) | {"joint_venture_parties": parties})


def _guarantees(draft: Draft) -> list[GuaranteeDraft]:
    return [GuaranteeDraft(**_shown(vars(guarantee))) for guarantee in stored_form.read(draft.form).guarantees]


def _saved_by(draft: Draft) -> str:
    return draft.related["saved_by"].name


def _plain(name: str) -> Callable[..., Any]:
    """The resolver of a plain field of the form."""

    def of(draft: Draft) -> Any:
        return _shown(vars(stored_form.read(draft.form)))[name]

    return of


_PLAIN = {name: (type_, pure(_plain(name), description)) for name, (type_, description) in APPLICATION.items()}


@row_type(models.ApplicationDraft)
@with_fields(_PLAIN)
class ApplicationDraft:
    """The form of an application that is not sent yet, as far as it is filled in."""

    contract: ContractDraft | None = pure(_contract, "A new contract.")
    guarantees: list[GuaranteeDraft] = pure(
        _guarantees, "The guarantees asked for; after a return the returned ones.", length=ListLength(2, MOST_IN_A_FORM)
    )
    version: int = column("Goes up with each saving; give it when you save, so that you overwrite nothing unseen.")
    saved_at: datetime.datetime = column("When this version was saved.")
    saved_by: str = pure(_saved_by, "Who saved this version.", needs=ToOne(models.Account, "saved_by_id"))
