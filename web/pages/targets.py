"""Where a browser is led after signing in: to a page of ours that the form names, or to the page of the role."""

import re
from collections.abc import Collection

from models.enums import Role

LONGEST = 1_000
_ID = r"/[0-9a-f-]{36}"
_QUERY = r"\?[\w%&=+.~!*(),:-]+"
_DESK = rf"(/[A-Za-z0-9][\w-]*)*({_QUERY})?"
"""Without dots and empty parts, so that no browser reads another path or host in it."""
HOME = "/"
EVERYBODY = frozenset(Role)
DESKS = {Role.CONTRACTOR: "/contractor", Role.OBLIGEE: "/obligee"}
"""The desk of a role."""
LISTS = {Role.CONTRACTOR: "/guarantees", Role.OBLIGEE: "/certificates"}
"""Below it, the page with all guarantees that the role sees."""
PAGES = dict.fromkeys((Role.CONTRACTOR, Role.SURETY, Role.OPERATOR), "/guarantees") | {Role.OBLIGEE: "/verify"}
"""The page of a role without a desk. An operator's session counts on pages only, not in GraphiQL."""
_KNOWN: tuple[tuple[re.Pattern[str], Collection[Role]], ...] = (
    (re.compile(rf"/verify(\?number=[\w%.~-]{{1,200}}|/certificates({_ID}|{_QUERY})?)?", re.ASCII), EVERYBODY),
    (re.compile(rf"/guarantees({_ID}|\?number=[\w%.~-]{{1,200}})?", re.ASCII), EVERYBODY),
    *((re.compile(rf"{path}{_DESK}", re.ASCII), (role,)) for role, path in DESKS.items()),
)


def known(to: str, role: Role | None = None) -> str | None:
    """The path as given if it is a page of ours, and for this role; otherwise None."""
    if len(to) > LONGEST:
        return None
    for pattern, roles in _KNOWN:
        if pattern.fullmatch(to) and (role is None or role in roles):
            return to
    return None


def after_sign_in(to: str, role: Role, *, has_desks: bool) -> str:
    """Where to lead somebody who has signed in."""
    return known(to, role) or home_of(role, has_desks=has_desks)


def home_of(role: Role, *, has_desks: bool) -> str:
    """The page of a role: its desk, if it is there."""
    return (has_desks and DESKS.get(role)) or PAGES[role]
