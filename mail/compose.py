"""What mails say: pure functions from the facts of an event to a letter. No letter has an auth key in it."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from urllib.parse import quote

from mail.templates import AUTOMATIC, IN_HOUSE, WORDINGS
from models.enums import ContractType, GuaranteeKind
from models.outgoing_mail import MailKind
from models.texts.trade_terms import CONTRACTORS, PRODUCTS, terms

VERIFICATION, GUARANTEES = "/verify", "/guarantees"
"""The pages for obligees, and for contractors and sureties."""
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Facts:
    """What an event was about, as it was then; None where it has no such thing. Amounts in yen."""

    surety: str
    branch: str
    telephone: str
    fax: str | None
    addressee: str
    """Company or branch."""
    person: str | None = None
    """Department and name in the addressee's house."""
    in_house: bool = False
    """Whether it goes to the surety's own branch."""
    guarantee: str | None = None
    """Its id."""
    contract_type: str | None = None
    contractor: str | None = None
    product: str | None = None
    number: str | None = None
    project: str | None = None
    obligee: str | None = None
    amount: int | None = None
    reason: str | None = None
    """The only fact of several lines."""
    failures: int | None = None
    fee: int | None = None
    """What is asked for, until `due_on` (ISO), into `fee_account` if the surety has registered one."""
    due_on: str | None = None
    fee_account: str | None = None
    paid_on: str | None = None
    """When the fee came in of what is withdrawn (ISO), and how much is paid back."""
    refund: int | None = None
    subject: str | None = None
    """What the addressee prescribes."""

    @property
    def type(self) -> ContractType:
        """The type of contract, works where the event has none."""
        return ContractType(self.contract_type or ContractType.WORKS)


@dataclass(frozen=True)
class Letter:
    """A letter without its envelope. `sender` is a name, `link` the path of a page of ours; values may have lines."""

    subject: str
    sender: str
    to: str
    opening: Sequence[str]
    items: Sequence[tuple[str, str]]
    request: Sequence[str]
    link: str
    notes: Sequence[str]
    signature: Sequence[str]


def word(kind: MailKind, given: Mapping[str, object]) -> Letter:
    """The letter that tells of an event, from facts as the outbox has copied them."""
    # What a later version has copied beyond that is not for this one to say.
    known = {field.name: _tidy(field.name, given[field.name]) for field in fields(Facts) if field.name in given}
    facts = Facts(**known)  # type: ignore[arg-type] -- the outbox copied them
    wording = (IN_HOUSE.get(kind) if facts.in_house else None) or WORDINGS[kind]
    names = _names(facts)

    def filled(*lines: str) -> list[str]:
        # In one pass: what a name is filled with is never taken for a name.
        return [_PLACEHOLDER.sub(lambda found: names.get(found[1], found[0]), line) for line in lines]

    (subject,) = filled(facts.subject or wording.subject)
    return Letter(
        subject=subject,
        sender=facts.surety,
        to=_to(facts),
        opening=filled(*wording.opening),
        items=_items(facts),
        request=filled(*wording.request),
        link=_link(kind, facts),
        notes=filled(*wording.notes, AUTOMATIC),
        signature=_signature(facts),
    )


def _tidy(name: str, fact: object) -> object:
    """The fact without what would break lines of the letter; a reason keeps its lines, at most one empty in a row."""
    if not isinstance(fact, str):
        return fact
    if name != "reason":
        return _BREAKS.sub(" ", fact)
    lines = [_BREAKS.sub(" ", line).rstrip() for line in fact.strip().splitlines()]
    return "\n".join(line for is_text, run in groupby(lines, key=bool) for line in (run if is_text else [""]))


def _names(facts: Facts) -> Mapping[str, str]:
    """What may be filled in, by its name; every name that the type of contract has, whichever type it is."""
    return {
        "保証契約番号": facts.number or "",
        "商品": _product(facts) or "",
        **dict.fromkeys([terms(type_).project_name for type_ in ContractType], facts.project or ""),
        **dict.fromkeys([*CONTRACTORS.values(), "保証契約者"], facts.contractor or ""),
        "発注者": facts.obligee or "",
        "保証金額": _yen(facts.amount) or "",
        "failures": str(facts.failures),
        "contractor_term": CONTRACTORS[facts.type],
    }


def _items(facts: Facts) -> list[tuple[str, str]]:
    known = {
        "保証契約番号": facts.number,
        "商品": _product(facts),
        terms(facts.type).project_name: facts.project,
        CONTRACTORS[facts.type]: facts.contractor,
        "発注者": facts.obligee,
        "保証金額": _yen(facts.amount),
        "保証料": f"{facts.fee:,}円（非課税）" if facts.fee is not None else None,
        "納付期限": _day(facts.due_on),
        "振込先": _account(facts),
        "保証料の入金日": _day(facts.paid_on),
        "返戻する保証料": _yen(facts.refund),
        "理由": facts.reason,
    }
    return [(label, value) for label, value in known.items() if value]


def _account(facts: Facts) -> str | None:
    if facts.fee_account is None and facts.due_on is not None:
        return f"{facts.branch}（電話 {facts.telephone}）へお問い合わせください。"
    return facts.fee_account


def _day(iso: str | None) -> str | None:
    """2026年12月4日."""
    if iso is None:
        return None
    day = datetime.date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def _product(facts: Facts) -> str | None:
    return PRODUCTS[GuaranteeKind(facts.product)] if facts.product else None


def _yen(amount: int | None) -> str | None:
    return f"{amount:,}円" if amount else None


def _to(facts: Facts) -> str:
    if facts.in_house:
        return f"{facts.addressee}　ご担当者各位"
    return f"{facts.addressee}　{facts.person}　様" if facts.person else f"{facts.addressee}　御中"


def _link(kind: MailKind, facts: Facts) -> str:
    """The page where the addressee finds the guarantee; never with a key."""
    by_number = f"?number={quote(facts.number)}" if facts.number else ""
    if kind is MailKind.KEY_NOTICE:
        return f"{VERIFICATION}{by_number}"
    return f"{GUARANTEES}/{facts.guarantee}" if facts.guarantee else f"{GUARANTEES}{by_number}"


def _signature(facts: Facts) -> list[str]:
    if facts.in_house:
        return [facts.surety]
    contact = f"電話 {facts.telephone}" + (f"　ファクシミリ {facts.fax}" if facts.fax else "")
    return [f"{facts.surety}　{facts.branch}", contact]
