"""Inputs of applications and other acts, as plain data, before validation.

While a form is filled in, any of its fields may be None: no type checker sees that, but rules that need a missing field
are never asked (resolvers/findings.py).
"""

import dataclasses
import datetime
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_args
from uuid import UUID

import jaconv

from models.enums import (
    AccountRole,
    ContractType,
    GuaranteeKind,
    Medium,
    PaperDelivery,
    RemovableContractField,
    Role,
)
from models.guarantee import FeePaymentMethod


@dataclass(frozen=True)
class MemberRequest:
    """A member of a joint venture, with what is known of it."""

    name: str
    address: str | None = None
    share_percent: float | None = None
    corporate_number: str | None = None


@dataclass(frozen=True)
class ContractRequest:
    """A contract to be registered. Sums are in yen; `contractor_id` None is the viewer's own."""

    contractor_id: UUID | None
    obligee_id: UUID
    project_name: str
    contract_type: ContractType
    contract_price: int
    current_fiscal_year_base: int | None
    contract_date: datetime.date
    tender_notice_date: datetime.date | None
    bid_date: datetime.date | None
    period_from: datetime.date
    period_to: datetime.date
    advance_payment_planned: bool
    low_price_or_labour_only: bool
    joint_venture_name: str | None
    joint_venture_members: tuple[str, ...]
    is_another: bool = False
    """Whether the client declares it to be another contract than the registered one that looks the same."""
    contracting_officer_id: UUID | None = None
    joint_venture_parties: tuple[MemberRequest, ...] = ()
    """The members with what is known of them, instead of their names alone; the lead first."""

    @property
    def members(self) -> tuple[MemberRequest, ...]:
        """The members, however they were given."""
        return self.joint_venture_parties or tuple(map(MemberRequest, self.joint_venture_members))


@dataclass(frozen=True)
class ContractChangeRequest:
    """What is to change of a contract that began as `version`; `reason` is why."""

    version: int
    terms: ContractRequest
    """Fields that are None stay as they are; an empty text or list removes an optional one."""
    removed: frozenset[RemovableContractField]
    reason: str | None


@dataclass(frozen=True)
class AmendmentTerms:
    """What an amendment changes of a guarantee and its contract: None stays as it is. Sums are in yen."""

    amount: int | None = None
    expiry_date: datetime.date | None = None
    contract_price: int | None = None
    project_name: str | None = None
    period_from: datetime.date | None = None
    period_to: datetime.date | None = None

    def tidied(self) -> "AmendmentTerms":
        """The same without spaces around the name."""
        return dataclasses.replace(self, project_name=self.project_name and self.project_name.strip())


@dataclass(frozen=True)
class GuaranteeRequest:
    """One requested guarantee; `amount` is in yen."""

    kind: GuaranteeKind
    medium: Medium
    amount: int
    deposit_bank: str | None
    redeposit: bool | None
    recognized_on: datetime.date | None
    fee_payment_method: FeePaymentMethod
    bill_to: str | None
    paper_fee_statement: bool
    bill_to_id: UUID | None = None
    """An entry of the contractor's register, instead of `bill_to`."""


@dataclass(frozen=True)
class BillToRequest:
    """An entry of a contractor's bill-to parties."""

    name: str
    department: str | None
    address: str | None

    def tidied(self) -> "BillToRequest":
        """The same without spaces around texts, and without empty texts."""
        return _stripped(self)


@dataclass(frozen=True)
class InvitationRequest:
    """An account to be created; `organisation_id` is that of a row of the role, None the viewer's own organisation."""

    email: str
    name: str
    role: Role
    account_role: AccountRole
    organisation_id: UUID | None


@dataclass(frozen=True)
class ApiClientRequest:
    """An API client to be created: its name, the obligees that it acts for, and its rate limit."""

    name: str
    obligee_ids: tuple[UUID, ...]
    requests_per_minute: int


DEFAULTS: Mapping[str, Any] = {
    "advance_payment_planned": True,
    "low_price_or_labour_only": False,
    "is_another": False,
    "fee_payment_method": FeePaymentMethod.MONTHLY_CONSOLIDATED,
    "paper_fee_statement": False,
}
"""Of fields that a form may leave out."""

D = TypeVar("D", "MemberRequest", "ContractRequest", "GuaranteeRequest", "ApplicationRequest", "BillToRequest")


@dataclass(frozen=True)
class ApplicationRequest:
    """The whole form: a registered contract or a new one, and the requested guarantees."""

    contract_id: UUID | None
    contract: ContractRequest | None
    guarantees: tuple[GuaranteeRequest, ...]
    submission_branch_id: UUID
    notify_on_completion: bool
    email: str | None
    contact_department: str | None
    contact_title: str | None
    contact_name: str | None
    contact_telephone: str | None
    message: str | None
    fiscal_year: int | None = None
    """The year in which the fiscal year began; None for that of the day."""
    current_fiscal_year_base: int | None = None
    """Yen; None for that of the contract, or the whole price."""
    paper_delivery: PaperDelivery | None = None
    """Of its guarantees on paper; None for CONTRACTOR."""

    def tidied(self) -> "ApplicationRequest":
        """The same without spaces around texts, without empty texts, and the deposit bank in full width (rule 4)."""
        contract = self.contract and _changed(
            _stripped(self.contract),
            {
                "joint_venture_members": tuple(member.strip() for member in self.contract.joint_venture_members),
                "joint_venture_parties": tuple(map(_tidied, self.contract.joint_venture_parties)),
            },
        )
        guarantees = tuple(_full_width(_stripped(guarantee)) for guarantee in self.guarantees)
        return _changed(_stripped(self), {"contract": contract, "guarantees": guarantees})

    def completed(self) -> "ApplicationRequest":
        """The same, with the defaults of fields that may be left out."""
        contract = self.contract and _with_defaults(self.contract)
        return _changed(self, {"contract": contract, "guarantees": tuple(map(_with_defaults, self.guarantees))})


def missing(data: MemberRequest | ContractRequest | GuaranteeRequest | ApplicationRequest) -> Iterator[str]:
    """The fields that must be filled in and are not."""
    for name in _required(type(data)):
        if getattr(data, name) is None:
            yield name


# Cached: a front end asks for a dry run at every pause in typing.
@cache
def _required(request: type[Any]) -> Sequence[str]:
    return [field.name for field in dataclasses.fields(request) if type(None) not in get_args(field.type)]


@cache
def _optional_texts(request: type[Any]) -> frozenset[str]:
    return frozenset(field.name for field in dataclasses.fields(request) if field.type == str | None)


def _stripped(data: D) -> D:
    optional = _optional_texts(type(data))
    texts = {name: value.strip() for name, value in vars(data).items() if type(value) is str}
    tidied = {name: None if name in optional and not text else text for name, text in texts.items()}
    return _changed(data, tidied)


def _changed(data: D, values: Mapping[str, Any]) -> D:
    """With these values; the same object if it has them."""
    changes = {name: value for name, value in values.items() if getattr(data, name) != value}
    return dataclasses.replace(data, **changes) if changes else data


def _tidied(member: MemberRequest) -> MemberRequest:
    """With its number in half width."""
    number = member.corporate_number and unicodedata.normalize("NFKC", member.corporate_number)
    return _stripped(dataclasses.replace(member, corporate_number=number))


def _with_defaults(data: D) -> D:
    defaults = {name: value for name, value in DEFAULTS.items() if getattr(data, name, value) is None}
    return _changed(data, defaults)


def _full_width(request: GuaranteeRequest) -> GuaranteeRequest:
    if request.deposit_bank is None:
        return request
    return dataclasses.replace(
        request, deposit_bank=jaconv.h2z(request.deposit_bank, kana=True, ascii=True, digit=True)
    )
