"""Contracts."""

import datetime

import models
from models.applying.contract import MOST_GUARANTEES
from models.enums import ContractType
from resolvers.relations import ToMany, ToOne
from schema.reading.fields import ListLength, Node, column, pure, relation, row_type
from schema.scalars import Yen
from schema.types import joint_venture
from schema.types.contractor import Contractor
from schema.types.joint_venture import JointVentureMember
from schema.types.lazy_types import Guarantee
from schema.types.obligee import Obligee


@row_type(models.Contract)
class Contract(Node):
    """A public works or service contract (請負契約)."""

    project_name: str = column("工事名.")
    contract_type: ContractType = column("Works or services.")
    contract_price: Yen = column("請負金額.")
    current_fiscal_year_base: Yen | None = column(
        "今年度対象額: what this fiscal year's advance payment is measured against."
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
    guarantees: list[Guarantee] = relation(
        ToMany(models.Guarantee, "contract_id"),
        "Its guarantees that the viewer may see, oldest first.",
        length=ListLength(3, MOST_GUARANTEES),
    )
