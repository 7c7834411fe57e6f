"""What a contractor has used in earlier applications, for filling in the next form: last used first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from models.applying.application import Application
from models.errors import InvalidInput, Problem
from models.guarantee import Guarantee
from models.parties.bill_to import MOST_BILL_TOS, BillTo, fold
from models.parties.obligee import Obligee
from models.parties.surety import Branch
from models.parties.viewer import Viewer
from models.row import Row
from models.texts import search_text
from resolvers import access, text_checks
from resolvers.loading import Reader, load
from resolvers.relations import Include

MOST = 50
"""Of each kind of suggestion."""
LOOKED_AT = 500
"""Last guarantees and applications of the contractor: older ones suggest nothing."""
T = TypeVar("T")
R = TypeVar("R", bound=Row)


class Contact(NamedTuple):
    """Who was named as the contact."""

    department: str | None
    title: str | None
    name: str | None
    telephone: str | None
    email: str | None


@dataclass(frozen=True)
class ApplicationSuggestions:
    """Each of them once, last used first."""

    deposit_banks: Sequence[str]
    bill_tos: Sequence[BillTo]
    contacts: Sequence[Contact]
    branches: Sequence[Branch]
    obligees: Sequence[Obligee]


async def suggestions(
    *, first: int, search: str | None, include_in_branches: Include, include_in_obligees: Include, reader: Reader
) -> ApplicationSuggestions:
    """Up to `first` of each that contain the search text, from what the viewer's company has applied for.

    Raises InvalidInput.
    """
    viewer = access.require("applicationSuggestions", reader.viewer)
    if not 1 <= first <= MOST:
        message = f"件数は1件から{MOST}件までで指定してください。"
        raise InvalidInput([Problem(("first",), "OUT_OF_RANGE", message)])
    text_checks.require_searchable(search=search)
    wanted = search_text.fold(search or "")
    guarantees = Guarantee.filter(access.own(Guarantee, viewer)).order_by("-id").limit(LOOKED_AT)
    asked: Sequence[Any] = await guarantees.values("deposit_bank", "bill_to", "bill_to_party_id", "obligee_id")
    own = Application.filter(access.own(Application, viewer), submitted_at__isnull=False)
    sent = await own.order_by("-id").limit(LOOKED_AT)
    contacts = [
        Contact(each.contact_department, each.contact_title, each.contact_name, each.contact_telephone, each.email)
        for each in sent
    ]
    branches = await _named(Branch, [each.submission_branch_id for each in sent], wanted, first)
    obligees = await _named(Obligee, [each["obligee_id"] for each in asked], wanted, first)
    bill_tos = [each for each in await _bill_tos(asked, viewer) if _contains(_texts(each), wanted)][:first]
    await load(branches, include_in_branches, reader=reader)
    await load(obligees, include_in_obligees, reader=reader)
    return ApplicationSuggestions(
        [bank for (bank,) in _containing(((each["deposit_bank"],) for each in asked), wanted, first)],
        bill_tos,
        _containing(contacts, wanted, first),
        branches,
        obligees,
    )


async def _bill_tos(asked: Sequence[Mapping[str, Any]], viewer: Viewer) -> list[BillTo]:
    """The contractor's register: what was used last first, then what was not used, the newest first."""
    rows = await BillTo.filter(access.visible(BillTo, viewer)).order_by("-id").limit(MOST_BILL_TOS)
    by_text = {row.folded: row.id for row in rows}
    texts = {text: by_text.get(fold(text, None)) for text in dict.fromkeys(each["bill_to"] for each in asked)}
    used: list[Any] = [each["bill_to_party_id"] or texts[each["bill_to"]] for each in asked]
    by_id = {row.id: row for row in rows}
    return [by_id[id_] for id_ in dict.fromkeys([*used, *by_id]) if id_ in by_id]


def _texts(bill_to: BillTo) -> Sequence[str | None]:
    return bill_to.name, bill_to.department, bill_to.address


def _containing(found: Iterable[T], wanted: str, first: int) -> list[T]:
    """The first different tuples of texts that contain the search text in one of them, and are not empty."""
    texts: dict[T, Any] = {each: each for each in found}
    fitting = (each for each, values in texts.items() if any(values) and _contains(values, wanted))
    return [each for each, _ in zip(fitting, range(first), strict=False)]


def _contains(values: Iterable[str | None], wanted: str) -> bool:
    return not wanted or any(wanted in search_text.fold(value) for value in values if value)


async def _named(model: type[R], ids: Sequence[Any], wanted: str, first: int) -> list[R]:
    """The first different rows whose name contains the search text."""
    order = list(dict.fromkeys(ids))
    rows: dict[Any, Any] = {row.id: row for row in await model.filter(id__in=order)} if order else {}
    return [rows[id_] for id_ in order if _contains([rows[id_].name], wanted)][:first]
