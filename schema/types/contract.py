"""Contracts."""

import datetime

import strawberry

import models
from models.applying.contract import MOST_CHANGES, MOST_GUARANTEES
from models.enums import ContractType, Role
from resolvers.relations import ToMany, ToOne
from schema.reading.connections import Connection, total_count
from schema.reading.fields import ListLength, Node, column, described, pure, relation, row_type
from schema.scalars import Yen
from schema.types import joint_venture
from schema.types.contractor import Contractor
from schema.types.joint_venture import JointVentureMember
from schema.types.lazy_types import Guarantee
from schema.types.obligee import ContractingOfficer, Obligee
from schema.types.submission import FieldChange


def _changed_fields(change: strawberry.Parent[models.ContractChange]) -> list[FieldChange]:
    return [FieldChange(**each) for each in change.changes]


def _by(change: strawberry.Parent[models.ContractChange]) -> str:
    return change.related["by"].name


@row_type(models.ContractChange)
class ContractChange:
    """A change of a contract before anything was issued on it."""

    version: int = column("The version that it made.")
    changed_at: datetime.datetime = column("When it was made.", name="at")
    by: str = pure(_by, "Who made it.", needs=ToOne(models.Account, "changed_by_id"))
    role: Role = column("For which side: the contractor or the surety.")
    reason: str | None = column("Why; the surety always gives a reason.")
    differences: list[FieldChange] = pure(
        _changed_fields, "What it has changed; paths are those of changeContract.", length=ListLength(3, 16)
    )


@row_type(models.Contract)
class Contract(Node):
    """A public works or service contract (請負契約)."""

    project_name: str = column("工事名.")
    contract_type: ContractType = column("Works or services.")
    contract_price: Yen = column("請負金額.")
    current_fiscal_year_base: Yen | None = column(
        "今年度対象額 as it was given with the contract, for its first application; each application has its own."
    )
    contract_date: datetime.date = column("請負契約日.")
    tender_notice_date: datetime.date | None = column("入札公告日.")
    bid_date: datetime.date | None = column("入札日.")
    period_from: datetime.date = column("工期の始期.")
    period_to: datetime.date = column("工期の終期.")
    advance_payment_planned: bool = column("Whether the contract provides for an advance payment.")
    low_price_or_labour_only: bool = column("Whether the raised minimum applies to the performance guarantee.")
    joint_venture_name: str | None = column("共同企業体の名称; null for a single contractor.")
    joint_venture_members: list[str] = column(
        "Members of the joint venture, the lead member first.", length=joint_venture.MEMBERS
    )
    joint_venture_parties: list[JointVentureMember] = pure(
        joint_venture.of_contract,
        "The same members, with what is known of them.",
        of=("joint_venture_members", "joint_venture_parties"),
        length=joint_venture.MEMBERS,
    )
    contractor: Contractor = relation(ToOne(models.Contractor, "contractor_id"), "The contractor, or the lead member.")
    obligee: Obligee = relation(ToOne(models.Obligee, "obligee_id"), "The obligee.")
    contracting_officer: ContractingOfficer | None = relation(
        ToOne(models.ContractingOfficer, "contracting_officer_id"),
        "被保証者, to whom certificates are made out; null where it is the obligee itself, by its title.",
    )
    version: int = column("1 as it was registered; changeContract makes the next one, and takes the one that it knew.")
    changes: list[ContractChange] = relation(
        ToMany(models.ContractChange, "contract_id", order="version"),
        f"How it was changed, oldest first, {MOST_CHANGES} at most; empty for others than contractor and surety.",
        length=ListLength(1, MOST_CHANGES),
    )
    guarantees: list[Guarantee] = relation(
        ToMany(models.Guarantee, "contract_id"),
        "Its guarantees that the viewer may see, oldest first.",
        length=ListLength(3, MOST_GUARANTEES),
    )


@described
class ContractConnection(Connection[Contract]):
    """A page of contracts."""

    total_count: int | None = total_count("contracts", elsewhere="in `Contractor.contracts`")
