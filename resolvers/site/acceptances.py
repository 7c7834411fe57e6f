"""Which obligees accept electronic guarantees: an index of all, read at most once a minute, and pages of it."""

import asyncio
import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import connections

from models.numbering import today
from models.parties.obligee import ElectronicAcceptance
from models.texts import search_text
from models.texts.prefectures import PREFECTURES
from resolvers import text_checks
from resolvers.column_conditions import in_force, in_force_on

LIFETIME = datetime.timedelta(seconds=60)
"""How old an answer may be."""
PAGE = 50
NATIONAL = "national"
"""Among prefectures: the authorities that have none."""
LATEST = 6
"""Obligees that the first page names."""
_ORDER = {NATIONAL: 0, **{name: place for place, name in enumerate(PREFECTURES, 1)}}
INDEX = f"""
SELECT obligee.id, obligee.name, obligee.prefecture, min(acceptance.from_date) AS since
FROM obligee LEFT JOIN electronic_acceptance AS acceptance
    ON acceptance.obligee_id = obligee.id AND {in_force("acceptance", "$1::date")}
WHERE obligee.is_active GROUP BY obligee.id
"""  # noqa: S608 -- a condition of ours


@dataclass(frozen=True)
class Entry:
    """An obligee in the index."""

    id: UUID
    name: str
    prefecture: str
    """NATIONAL for an authority without one."""
    since: datetime.date | None
    """The first day of its first acceptance; None if it accepts none."""
    folded: str
    """Its name as searching compares it."""


class AcceptancePage(NamedTuple):
    """A page of obligees with what they accept."""

    entries: Sequence[Entry]
    acceptances: Mapping[UUID, Sequence[ElectronicAcceptance]]
    total: int
    number: int
    """Of this page, from 1."""
    pages: int


class AcceptanceIndex:
    """The active obligees of one process's database, those that accept electronic guarantees first."""

    def __init__(self) -> None:
        self._entries: Sequence[Entry] = ()
        self._read_at: datetime.datetime | None = None
        self._reading = asyncio.Lock()

    async def entries(self, at: datetime.datetime) -> Sequence[Entry]:
        """All of them in order: by prefecture, then by name."""
        async with self._reading:
            if self._read_at is None or not datetime.timedelta(0) <= at - self._read_at < LIFETIME:
                self._entries, self._read_at = await _read(today(at)), at
            return self._entries

    async def counts(self, at: datetime.datetime) -> Mapping[str, int]:
        """How many accept electronic guarantees, by prefecture; those without any are left out."""
        found = Counter(entry.prefecture for entry in await self.entries(at) if entry.since)
        return dict(sorted(found.items(), key=lambda each: place_of(each[0])))

    async def latest(self, at: datetime.datetime) -> Sequence[Entry]:
        """Those that began, or will begin, last."""
        accepting = [entry for entry in await self.entries(at) if entry.since]
        return sorted(accepting, key=lambda entry: entry.since or datetime.date.min, reverse=True)[:LATEST]

    async def page(self, *, prefecture: str, search: str, number: int, at: datetime.datetime) -> AcceptancePage:
        """A page; without a search text only of those that accept, with one those that do not come last.

        Raises InvalidInput for a search text that is none.
        """
        text_checks.require_searchable(search=search)
        wanted = search_text.fold(search)
        found = [
            entry
            for entry in await self.entries(at)
            if prefecture in {"", entry.prefecture} and wanted in entry.folded and (entry.since or wanted)
        ]
        found.sort(key=lambda entry: entry.since is None)
        pages = max(1, -(-len(found) // PAGE))
        number = min(max(number, 1), pages)
        shown = found[(number - 1) * PAGE : number * PAGE]
        acceptances = await _acceptances([entry.id for entry in shown], today(at))
        return AcceptancePage(shown, acceptances, len(found), number, pages)


async def _read(day: datetime.date) -> Sequence[Entry]:
    rows = await connections.get("default").execute_query_dict(INDEX, [day])
    return await asyncio.to_thread(_entries, rows)


def _entries(rows: Sequence[dict[str, Any]]) -> Sequence[Entry]:
    entries = [
        Entry(row["id"], row["name"], row["prefecture"] or NATIONAL, row["since"], search_text.fold(row["name"]))
        for row in rows
    ]
    return sorted(entries, key=lambda entry: (place_of(entry.prefecture), entry.name))


async def _acceptances(
    obligee_ids: Sequence[UUID], day: datetime.date
) -> Mapping[UUID, Sequence[ElectronicAcceptance]]:
    found: defaultdict[UUID, list[ElectronicAcceptance]] = defaultdict(list)
    rows = ElectronicAcceptance.filter(in_force_on(day), obligee_id__in=obligee_ids)
    for row in await rows.order_by("contract_type", "kind", "from_date"):
        found[row.obligee_id].append(row)
    return found


def place_of(prefecture: str | None) -> int:
    """Where a prefecture stands in lists; what is none comes last."""
    return _ORDER.get(prefecture or NATIONAL, len(_ORDER))
