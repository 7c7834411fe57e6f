"""setObligeeRules."""

import datetime
from typing import Any

import strawberry

from models.enums import ContractType, GuaranteeKind
from models.parties.obligee import MOST_ACCEPTANCES, MOST_CHANNELS, MOST_NOTICE_ADDRESSES, DateBasis, HandoverChannel
from models.parties.obligee_office import MOST_OFFICES
from models.parties.rules_request import AcceptanceRequest, LimitsRequest, OfficeRequest, RulesRequest
from resolvers.parties import set_obligee_rules as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Yen
from schema.types.obligee import Obligee, ObligeeRules


@described_input
class GuaranteeLimitsInput:
    """The limits. Ratios are fractions (0.4 is 40 %), in steps of 0.0001."""

    advance_payment_ratio: float = given("Of an advance payment, for works.", default=0.4)
    services_advance_payment_ratio: float | None = given("The same for services; null for as works.", default=None)
    intermediate_ratio: float = given("Of an intermediate advance payment.", default=0.2)
    combined_ratio: float = given("Of both together; not less than each of them.", default=0.6)
    performance_minimum_ratio: float = given("The least of a performance guarantee.", default=0.1)
    raised_performance_minimum_ratio: float = given(
        "The same for low-price bids and labour-only guarantees; not less than the other.", default=0.3
    )
    advance_payment_cap: Yen | None = given("The maximum of an advance payment, at any price.", default=None)
    rounding_unit: Yen | None = given("Limits of advance payments are rounded down to it.", default=None)
    minimum_price: Yen | None = given("Below this contract price there are no advance payments.", default=None)


@described_input
class ElectronicAcceptanceInput:
    """From when electronic guarantees of one kind are accepted for one type of contract."""

    kind: GuaranteeKind = given("For this kind of guarantee.")
    contract_type: ContractType = given("For this type of contract; each kind and type once.")
    from_date: datetime.date | None = given("From this day on, included; required.", name="from", default=None)
    basis: DateBasis = given("The date of a contract that is compared with `from`.", default=DateBasis.CONTRACT_DATE)
    channels: list[HandoverChannel] = given(
        "How number and key may be handed over, at least one way: DIRECT alone is neither upload nor mail.",
        most=MOST_CHANNELS,
    )
    note: str | None = given("Further requirements, up to 200 characters.", default=None)
    notice_addresses: list[str] = given(
        "Where key notices may be sent; with EMAIL at least one, here or of an office.",
        most=MOST_NOTICE_ADDRESSES,
        default_factory=list[str],
    )
    approved_contracts_only: bool = given("Whether each contract has to be approved beforehand.", default=False)

    def request(self) -> AcceptanceRequest:
        """As the use case takes it."""
        lists: dict[str, Any] = {
            "channels": tuple(self.channels),
            "notice_addresses": tuple(self.notice_addresses),
        }
        return AcceptanceRequest(**vars(self) | lists)


@described_input
class ObligeeOfficeInput:
    """An office that takes the key notices of one kind of guarantee."""

    name: str = given("Its name, such as 契約課, up to 60 characters; for each kind once.")
    kind: GuaranteeKind = given("For this kind of guarantee, which is accepted by mail.")
    notice_addresses: list[str] = given("Where key notices may be sent.", most=MOST_NOTICE_ADDRESSES)

    def request(self) -> OfficeRequest:
        """As the use case takes it."""
        return OfficeRequest(self.name, self.kind, tuple(self.notice_addresses))


@described_input
class SetObligeeRulesInput:
    """All rules of an obligee from a day on; what is left out has no place in them."""

    obligee_id: strawberry.ID = given("The obligee; an administrator's own.")
    version: int = given("ObligeeRules.version of the last rules; if others have been set since, it is refused.")
    valid_from: datetime.date = given(
        "The first day: today or later, and later if something was submitted for the obligee today."
    )
    limits: GuaranteeLimitsInput = given("The limits.")
    acceptances: list[ElectronicAcceptanceInput] = given(
        "What is accepted electronically; none for nothing at all.", most=MOST_ACCEPTANCES
    )
    offices: list[ObligeeOfficeInput] = given(
        "Offices with addresses of their own.", most=MOST_OFFICES, default_factory=list[ObligeeOfficeInput]
    )
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )

    def request(self) -> RulesRequest:
        """As the use case takes it."""
        return RulesRequest(
            self.valid_from,
            LimitsRequest(**vars(self.limits)),
            tuple(each.request() for each in self.acceptances),
            tuple(each.request() for each in self.offices),
        )


@described
class ObligeeRulesSet:
    """The rules are set."""

    obligee: Obligee = column("The obligee, with the rules in force today.")
    rules: ObligeeRules = column("The rules that were set.")


@mutation(
    use_case.set_rules,
    "The operator, or the obligee's own administrator, sets its rules from a day on. What is submitted is held to the"
    " rules of the day on which it was submitted first, also at approval and issue; hand-overs are held to those of"
    " their day. Rules never change: others with the same first day replace them, and all stay readable.",
)
async def set_obligee_rules(context: Context, input: SetObligeeRulesInput) -> ObligeeRulesSet:
    found = await use_case.set_rules(
        obligee_id=ids.key_of(input.obligee_id, "Obligee"),
        version=input.version,
        request=input.request(),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ObligeeRulesSet, obligee=found.obligee, rules=found.rules)
