"""What an obligee accepts, as lines for people: kinds with the same conditions stand together."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from models.enums import ContractType, GuaranteeKind
from models.parties.obligee import DateBasis, ElectronicAcceptance, HandoverChannel
from resolvers.site.acceptances import AcceptancePage, Entry
from web.site.languages import Language


class Line(NamedTuple):
    """Guarantees that are accepted under the same conditions."""

    contract_type: str
    products: str
    since: str
    basis: str
    channels: Sequence[str]
    is_approved_only: bool
    note: str


class Row(NamedTuple):
    """An obligee of the page."""

    entry: Entry
    lines: Sequence[Line]


def rows(page: AcceptancePage, language: Language) -> list[Row]:
    """The rows of a page."""
    return [Row(entry, _lines(page.acceptances.get(entry.id, ()), language)) for entry in page.entries]


def _lines(acceptances: Sequence[ElectronicAcceptance], language: Language) -> list[Line]:
    """Works before services; both together where they are the same."""
    conditions: defaultdict[_Conditions, defaultdict[ContractType, list[GuaranteeKind]]]
    conditions = defaultdict(lambda: defaultdict(list))
    for kind in language.products:
        for each in acceptances:
            if each.kind is kind:
                conditions[_conditions(each)][each.contract_type].append(kind)
    found: list[Line] = []
    for same in sorted(conditions, key=lambda same: (ContractType.WORKS not in conditions[same], same)):
        works, services = (conditions[same][type_] for type_ in (ContractType.WORKS, ContractType.SERVICES))
        names = (
            [(language.labels["both_types"], works)]
            if works == services
            else [(language.contract_types[type_], conditions[same][type_]) for type_ in language.contract_types]
        )
        found += [_line(name, kinds, same, language) for name, kinds in names if kinds]
    return found


class _Conditions(NamedTuple):
    since: datetime.date
    basis: DateBasis
    channels: tuple[str, ...]
    is_approved_only: bool
    note: str


def _conditions(each: ElectronicAcceptance) -> _Conditions:
    return _Conditions(
        each.from_date, each.basis, tuple(sorted(each.channels)), each.approved_contracts_only, each.note or ""
    )


def _line(name: str, kinds: Sequence[GuaranteeKind], same: _Conditions, language: Language) -> Line:
    return Line(
        contract_type=name,
        products=language.separator.join(language.products[kind] for kind in kinds),
        since=language.day(same.since),
        basis=language.bases[same.basis],
        channels=[language.channels[HandoverChannel(each)] for each in same.channels],
        is_approved_only=same.is_approved_only,
        note=same.note,
    )
