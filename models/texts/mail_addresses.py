"""Mail addresses: which are accepted, and their form in SMTP.

Mobile carriers in Japan assigned addresses with dots where RFC 5321 allows none (abc..def@, abc.@). They are stored as
people write them, and quoted in mails: "abc..def"@.
"""

import re

from email_validator import EmailNotValidError, validate_email

from models.job import PermanentFailure

_ATOMS = re.compile(r"""(?P<quote>"?)(?P<local>[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+)(?P=quote)@(?P<domain>[^@]+)""")
"""Atoms with dots at any position; optionally quoted."""

_FORM = re.compile(r"[^\s@]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,30}(?:[^\W\d_]{2,63}|xn--[a-z0-9-]{2,59})")
"""Something, @, and a domain of several labels, the last of which is no number."""


class MalformedAddress(PermanentFailure):
    """No mail server could take a mail from or to such an address."""


def as_sent(given: str) -> str:
    """The address in ASCII, for SMTP and headers. Raises MalformedAddress."""
    try:
        # Few mail servers accept non-ASCII characters before the @.
        checked = validate_email(
            quoted(given), check_deliverability=False, allow_smtputf8=False, allow_quoted_local=_is_dotted(given)
        )
    except EmailNotValidError as error:
        raise MalformedAddress(f"{given}: {error}") from None
    return str(checked.ascii_email)


def is_well_formed(given: str) -> bool:
    """Whether a text looks like an address; its domain may be one that is known locally only (.local, .test)."""
    return _FORM.fullmatch(given) is not None


def quoted(given: str) -> str:
    """The address with quotes where its dots need them; does not validate it."""
    return _ATOMS.sub(r'"\g<local>"@\g<domain>', given) if _is_dotted(given) else given


def _is_dotted(given: str) -> bool:
    """Whether dots are at positions where an unquoted address has none."""
    found = _ATOMS.fullmatch(given)
    return found is not None and "" in found["local"].split(".")
