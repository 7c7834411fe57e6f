"""Obligees and what they accept."""

import datetime
from typing import Annotated, Any

import strawberry

import models
from models.enums import ContractType, GuaranteeKind
from models.parties.contracting_officer import MOST_OFFICERS
from models.parties.obligee import (
    MOST_ACCEPTANCES,
    MOST_CHANNELS,
    MOST_NOTICE_ADDRESSES,
    DateBasis,
    HandoverChannel,
    accepts_electronic,
)
from resolvers.relations import ToMany
from schema.reading.fields import ListLength, Node, column, described, part, pure, relation, row_type
from schema.scalars import Yen


@row_type(models.ElectronicAcceptance)
class ElectronicAcceptance:
    """From when an obligee accepts electronic guarantees of one kind for one type of contract."""

    kind: GuaranteeKind = column("For this kind of guarantee.")
    contract_type: ContractType = column("For this type of contract.")
    from_date: datetime.date = column("From this day on, included.", name="from")
    basis: DateBasis = column("The date of a contract that is compared with `from`.")
    channels: list[HandoverChannel] = column(
        "How number and key may be handed over.", length=ListLength(2, MOST_CHANNELS)
    )
    note: str | None = column("Further requirements of the obligee.")
    notice_addresses: list[str] = column(
        "Where key notices may be sent by mail.", length=ListLength(1, MOST_NOTICE_ADDRESSES)
    )


@row_type(models.ContractingOfficer)
class ContractingOfficer(Node):
    """被保証者: for whom a certificate is made out, such as 栃木県知事 or a regional bureau's 契約担当官."""

    title: str = column("As printed on certificates.")
    office: str | None = column("The bureau or office, where people choose by it.")


def _fraction(column: str, description: str) -> Any:
    """A ratio: stored in basis points, shown as a fraction."""

    def read(obligee: strawberry.Parent[models.Obligee]) -> float:
        return getattr(obligee, column) / 10_000

    return pure(read, description, of=(column,))


def _services_ratio(obligee: strawberry.Parent[models.Obligee]) -> float:
    own = obligee.services_advance_payment_ratio_bp
    return (obligee.advance_payment_ratio_bp if own is None else own) / 10_000


@described
class GuaranteeLimits:
    """An obligee's limits. Ratios are fractions (0.4 is 40 %)."""

    advance_payment_ratio: float = _fraction(
        "advance_payment_ratio_bp", "The most that an advance payment may be of its base, for works."
    )
    services_advance_payment_ratio: float = pure(
        _services_ratio,
        "The same for services.",
        of=("services_advance_payment_ratio_bp", "advance_payment_ratio_bp"),
    )
    intermediate_ratio: float = _fraction(
        "intermediate_ratio_bp", "The most that an intermediate advance payment may be of its base."
    )
    combined_ratio: float = _fraction(
        "combined_ratio_bp", "The most that advance and intermediate advance payment may be together."
    )
    performance_minimum_ratio: float = _fraction(
        "performance_minimum_ratio_bp", "The least that a performance guarantee may be of the contract price."
    )
    raised_performance_minimum_ratio: float = _fraction(
        "raised_performance_minimum_ratio_bp", "The same for low-price bids and labour-only guarantees."
    )
    advance_payment_cap: Yen | None = column("The maximum of an advance payment, at any price.")
    rounding_unit: Yen | None = column("Limits of advance payments are rounded down to it.")
    minimum_price: Yen | None = column("Below this contract price there are no advance payments.")


ACCEPTANCES = ToMany(models.ElectronicAcceptance, "obligee_id")
HOW_MANY = ListLength(6, MOST_ACCEPTANCES)


def _accepts_electronic(
    obligee: strawberry.Parent[models.Obligee],
    info: strawberry.Info[Any, None],
    kind: Annotated[GuaranteeKind | None, strawberry.argument(description="Of this kind; any if null.")] = None,
    contract_type: Annotated[
        ContractType | None, strawberry.argument(description="For this type of contract; any if null.")
    ] = None,
    on: Annotated[datetime.date | None, strawberry.argument(description="On this day; today if null.")] = None,
) -> bool:
    acceptances = obligee.related["accepts_electronic"]
    return accepts_electronic(acceptances, kind=kind, contract_type=contract_type, on=on or info.context.today)


@row_type(models.Obligee)
class Obligee(Node):
    """An obligee (発注者): a public client in whose favour guarantees are given."""

    name: str = column("Such as 栃木県.")
    title: str = column("As printed on certificates unless a contracting officer is, such as 栃木県知事.")
    contracting_officers: list[ContractingOfficer] = relation(
        ToMany(models.ContractingOfficer, "obligee_id"),
        "被保証者 of whom a contract names one: one has to be chosen where there are several, the only one is taken,"
        f" and without any the obligee's own title stands; {MOST_OFFICERS} at most.",
        length=ListLength(2, MOST_OFFICERS),
    )
    prefecture: str | None = column("Prefecture; null for national authorities.")
    acceptances: list[ElectronicAcceptance] = relation(
        ACCEPTANCES, "Which electronic guarantees it accepts, from when.", length=HOW_MANY
    )
    accepts_electronic: bool = pure(
        _accepts_electronic,
        "Whether it accepts electronic guarantees of a kind (any) for a type of contract (any) on a day (today).",
        needs=ACCEPTANCES,
        length=HOW_MANY,
    )
    limits: GuaranteeLimits = part("Its limits.", type_=GuaranteeLimits)
