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
from models.parties.obligee_office import MOST_OFFICES
from resolvers.relations import ToFirst, ToMany, ToPage
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import ListLength, Node, column, described, part, pure, relation, row_type
from schema.reading.lookahead import page_key
from schema.scalars import Yen
from schema.types.registers.register_change import CHANGES, HISTORY, RegisterChange, changes_of


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
        "Where key notices may be sent by mail; empty for those who are not signed in.",
        length=ListLength(1, MOST_NOTICE_ADDRESSES),
    )
    approved_contracts_only: bool = column("Whether the obligee has to approve each contract beforehand.")


@row_type(models.ContractingOfficer)
class ContractingOfficer(Node):
    """被保証者: for whom a certificate is made out, such as 栃木県知事 or a regional bureau's 契約担当官."""

    title: str = column("As printed on certificates.")
    office: str | None = column("The bureau or office, where people choose by it.")
    is_active: bool = column("Whether new contracts may name it; those that name it keep it.")
    version: int = column("1 as it was registered; changeContractingOfficer makes the next one.")
    changes: Connection[RegisterChange] = pure(changes_of, HISTORY, needs=CHANGES)


def _fraction(column: str, description: str) -> Any:
    """A ratio: stored in basis points, shown as a fraction."""

    def read(rules: strawberry.Parent[models.ObligeeRules]) -> float:
        return getattr(rules, column) / 10_000

    return pure(read, description, of=(column,))


def _services_ratio(rules: strawberry.Parent[models.ObligeeRules]) -> float:
    own = rules.services_advance_payment_ratio_bp
    return (rules.advance_payment_ratio_bp if own is None else own) / 10_000


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


HOW_MANY = ListLength(6, MOST_ACCEPTANCES)
ACCEPTANCES = "Which electronic guarantees it accepts, from when"
OFFICES = "The offices that take key notices, with their addresses; empty for those who are not signed in"


@row_type(models.ObligeeOffice)
class ObligeeOffice:
    """An office of an obligee, such as 契約課 or 工事課, that takes the key notices of one kind of guarantee.

    The performance guarantee is handed over with the contract, the advance payment guarantee with the claim.
    """

    name: str = column("Its name.")
    kind: GuaranteeKind = column("For this kind of guarantee.")
    notice_addresses: list[str] = column(
        "Where key notices may be sent by mail.", length=ListLength(1, MOST_NOTICE_ADDRESSES)
    )


def _last_day(rules: strawberry.Parent[models.ObligeeRules]) -> datetime.date | None:
    return rules.valid_until and rules.valid_until - datetime.timedelta(days=1)


def _is_replaced(rules: strawberry.Parent[models.ObligeeRules]) -> bool:
    return rules.valid_until == rules.valid_from


@row_type(models.ObligeeRules)
class ObligeeRules(Node):
    """The rules of an obligee, for what is submitted from a day on until other rules follow."""

    version: int = column("1 as registered; each setting makes the next one.")
    valid_from: datetime.date = column("The first day on which they are in force.")
    valid_to: datetime.date | None = pure(_last_day, "The last day; null while no others follow.", of=("valid_until",))
    is_replaced: bool = pure(
        _is_replaced, "Whether others for the same first day were set before it.", of=("valid_from", "valid_until")
    )
    set_at: datetime.datetime | None = column("When they were set; null for those that it was registered with.")
    limits: GuaranteeLimits = part("The limits.", type_=GuaranteeLimits)
    acceptances: list[ElectronicAcceptance] = relation(
        ToMany(models.ElectronicAcceptance, "rules_id"), f"{ACCEPTANCES}.", length=HOW_MANY
    )
    offices: list[ObligeeOffice] = relation(
        ToMany(models.ObligeeOffice, "rules_id"), f"{OFFICES}.", length=ListLength(3, MOST_OFFICES)
    )


def _rules(
    obligee: strawberry.Parent[models.Obligee], first: First = DEFAULT_PAGE, after: After = None
) -> Connection[ObligeeRules]:
    return obligee.related[page_key("rules", *page_arguments(first, after))]


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


@row_type(models.ContractApproval)
class ContractApproval(Node):
    """A contract that an obligee has approved for electronic guarantees."""

    project_name: str = column("工事名; width, spaces and forms of kanji do not matter.")
    corporate_number: str | None = column("法人番号 of the contractor; null for whoever contracts for the project.")
    approved_at: datetime.datetime = column("When it was approved first.")


@row_type(models.Obligee)
class Obligee(Node):
    """An obligee (発注者): a public client in whose favour guarantees are given."""

    name: str = column("Such as 栃木県.")
    title: str = column("As printed on certificates unless a contracting officer is, such as 栃木県知事.")
    contracting_officers: list[ContractingOfficer] = relation(
        ToMany(models.ContractingOfficer, "obligee_id"),
        "被保証者 of whom a contract names one: one has to be chosen where several are active, the only active one is"
        f" taken, and without any the obligee's own title stands; {MOST_OFFICERS} at most, deactivated ones included.",
        length=ListLength(2, MOST_OFFICERS),
    )
    prefecture: str | None = column("Prefecture; null for national authorities.")
    acceptances: list[ElectronicAcceptance] = relation(
        ToMany(models.ElectronicAcceptance, "obligee_id", is_dated=True),
        f"{ACCEPTANCES}: by the rules in force today.",
        length=HOW_MANY,
    )
    accepts_electronic: bool = pure(
        _accepts_electronic,
        "Whether it accepts electronic guarantees of a kind (any) for a type of contract (any) on a day (today).",
        needs=ToMany(models.ElectronicAcceptance, "obligee_id"),
        length=HOW_MANY,
    )
    notice_subject: str | None = column("What mails with key notices must have as their subject; null for ours.")
    is_active: bool = column("Whether new contracts may name it.")
    version: int = column("1 as it was registered; changeObligee makes the next one, and takes the one that it knew.")
    changes: Connection[RegisterChange] = pure(changes_of, HISTORY, needs=CHANGES)
    limits: GuaranteeLimits = relation(
        ToFirst(models.ObligeeRules, "obligee_id", is_dated=True), "Its limits, by the rules in force today."
    )
    offices: list[ObligeeOffice] = relation(
        ToMany(models.ObligeeOffice, "obligee_id", is_dated=True),
        f"{OFFICES}: by the rules in force today.",
        length=ListLength(3, MOST_OFFICES),
    )
    rules: Connection[ObligeeRules] = pure(
        _rules,
        "Its rules past, in force and to come, those that were set last first.",
        needs=ToPage(models.ObligeeRules, "obligee_id", order="-id"),
    )
