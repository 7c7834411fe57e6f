"""Importing a file of a register's entries, all or nothing, with every line's problems at once.

Files take turns, and their lines are checked some at a time, so that other requests go on meanwhile. A file may be sent
again: entries that exist are not created again.
"""

import asyncio
import datetime
from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from uuid_utils.compat import uuid7

from database import insertion
from database.transactions import transactional
from fair_queue import FairQueue, QueueFull
from models.errors import InvalidInput, Problem
from models.parties.viewer import Viewer
from models.refusals import TooBusy
from models.row import Row
from resolvers import access, audit, quotas
from resolvers.parties.registers import register_files, store_entry
from resolvers.parties.registers.entry_fields import EntryField, differences
from resolvers.parties.registers.register_files import FILE, Line, UnreadableFile
from resolvers.parties.registers.store_entry import Register
from security.digests import digest

E = TypeVar("E", bound=Row)
AT_A_TIME = 10
"""Lines that are checked in one turn of the event loop."""
TOGETHER = 1_000
"""Rows of one statement."""
MOST_TOLD = 1_000
"""Problems, or existing lines, of one answer."""
RETRY_AFTER_SECONDS = 5
_turns = FairQueue([1], waiting=8, waiting_per_source=2, per_source=1)


@dataclass(frozen=True)
class Importing(Generic[E]):
    """How the entries of a register are told apart, for files of them."""

    register: Register[E]
    identities: Callable[[E], Sequence[Hashable]]
    """Values of an entry: entries that are the same have one in common."""
    is_same: Callable[[E, E], bool]
    """Whether two entries with a common value cannot both be registered."""
    candidates: Callable[[Sequence[E]], Awaitable[Sequence[E]]]
    """The registered entries that may be the same as one of these."""

    @property
    def fields(self) -> Sequence[EntryField]:
        """The columns of a file: the texts."""
        return [field for field in self.register.fields if field.length is not None]


@dataclass
class Imported(Generic[E]):
    """What a file has: new entries by their lines, the lines of those that exist already, and the problems."""

    entries: dict[int, E] = field(default_factory=dict[int, E])
    existing: list[int] = field(default_factory=list[int])
    problems: list[Problem] = field(default_factory=list[Problem])

    @property
    def lines(self) -> int:
        """How many lines name an entry that is new or exists."""
        return len(self.entries) + len(self.existing)


async def run(
    importing: Importing[E],
    file: bytes,
    *,
    operation: str,
    is_dry_run: bool,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Imported[E]:
    """Import a file, or only say what would come of it.

    Raises InvalidInput with the first problems unless it is a dry run, TooManyRequests, TooBusy.
    """
    viewer = access.require(operation, viewer)
    await quotas.require_room(quotas.REGISTER_IMPORTS, viewer=viewer, at=at)
    try:
        place = await _turns.enter(viewer.actor_id.hex)
    except QueueFull:
        raise TooBusy(RETRY_AFTER_SECONDS) from None
    try:
        found = await _examined(importing, file)
        if is_dry_run:
            await _compare(importing, found)
            return found
        return await _stored(importing, found, await digest(file), viewer=viewer, at=at)
    finally:
        place.leave()


async def _examined(importing: Importing[E], file: bytes) -> Imported[E]:
    """The entries of a file, with the problems of each line by itself and among each other."""
    found: Imported[E] = Imported()
    earlier: defaultdict[Hashable, list[int]] = defaultdict(list)
    try:
        for count, line in enumerate(register_files.read(file, importing.fields), 1):
            entry = _entry(importing, line, found.problems)
            if entry is not None:
                _note(importing, line.number, entry, found, earlier)
            if count % AT_A_TIME == 0:
                await asyncio.sleep(0)
    except UnreadableFile as unreadable:
        found.problems.append(unreadable.problem)
    return found


def _entry(importing: Importing[E], line: Line, problems: list[Problem]) -> E | None:
    """The entry of a valid line; its problems are added to the others."""
    values = {each.column: each.tidied(line.cells.get(each.column, "")) for each in importing.fields}
    of_line = [
        *register_files.formulas(line),
        *(problem for each in importing.fields for problem in each.problems(values[each.column])),
    ]
    problems += (each._replace(path=(*FILE, f"{line.number}", *each.path)) for each in of_line)
    return None if of_line else importing.register.model(id=uuid7(), **values)


def _note(
    importing: Importing[E], number: int, entry: E, found: Imported[E], earlier: defaultdict[Hashable, list[int]]
) -> None:
    """Add the entry, unless an earlier line has the same."""
    identities = importing.identities(entry)
    numbers = [other for identity in identities for other in earlier[identity]]
    same = next((other for other in numbers if importing.is_same(found.entries[other], entry)), None)
    if same is not None:
        message = f"{same}行目と同じ登録です。"
        found.problems.append(Problem((*FILE, f"{number}"), "DUPLICATE", message))
        return
    found.entries[number] = entry
    for identity in identities:
        earlier[identity].append(number)


async def _compare(importing: Importing[E], found: Imported[E]) -> None:
    """Take out the entries that are registered already; those that are registered otherwise are problems."""
    numbers = list(found.entries)
    for start in range(0, len(numbers), TOGETHER):
        some = {number: found.entries[number] for number in numbers[start : start + TOGETHER]}
        known: defaultdict[Hashable, list[E]] = defaultdict(list)
        for row in await importing.candidates(list(some.values())):
            for identity in importing.identities(row):
                known[identity].append(row)
        for number, entry in some.items():
            rows = [row for identity in importing.identities(entry) for row in known[identity]]
            same = next((row for row in rows if importing.is_same(row, entry)), None)
            if same is not None:
                del found.entries[number]
                if _values(importing, same) == _values(importing, entry):
                    found.existing.append(number)
                else:
                    message = "すでに、異なる内容で登録されています。変更は、登録内容の変更の手続で行ってください。"
                    found.problems.append(Problem((*FILE, f"{number}"), "TAKEN", message))


@transactional
async def _stored(
    importing: Importing[E], examined: Imported[E], sha256: bytes, *, viewer: Viewer, at: datetime.datetime
) -> Imported[E]:
    # A copy, since a transaction may be repeated.
    found = Imported(dict(examined.entries), [], list(examined.problems))
    register = importing.register
    await quotas.require(quotas.REGISTER_IMPORTS, viewer=viewer, at=at)
    await store_entry.lock(register)
    await _compare(importing, found)
    if found.problems:
        raise InvalidInput(found.problems)
    entries = list(found.entries.values())
    for start in range(0, len(entries), TOGETHER):
        some = entries[start : start + TOGETHER]
        await insertion.insert(some)
        await insertion.insert([_history(register, entry, viewer=viewer, at=at) for entry in some])
        await asyncio.sleep(0)
    subject = f"{register.model.__name__} {len(entries)}/{found.lines} SHA-256 {sha256.hex()}"
    await audit.record(quotas.REGISTER_IMPORTS.action, viewer=viewer, at=at, subject=subject)
    return found


def _history(register: Register[E], entry: E, *, viewer: Viewer, at: datetime.datetime) -> Row:
    changes = differences(register.fields, {}, store_entry.values_of(register, entry))
    return store_entry.history_of(register, entry, changes, viewer=viewer, at=at)


def _values(importing: Importing[E], entry: E) -> Sequence[object]:
    return [getattr(entry, each.column) for each in importing.fields]
