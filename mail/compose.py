"""The text of a mail, composed from the facts that the outbox has copied: pure functions. No text has an auth key."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from mail.definitions import Definition, Fact, Facts, Wording
from mail.facts import NUMBER, PRODUCT, yen
from mail.kinds import DEFINITIONS
from mail.wordings import AUTOMATIC
from models.enums import ContractType
from models.outgoing_mail import MailKind
from models.texts.trade_terms import CONTRACTORS, terms

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class MailText:
    """The text of a mail. `sender` is a name, `link` the path of a page of ours; values may have several lines."""

    subject: str
    sender: str
    to: str
    opening: Sequence[str]
    items: Sequence[tuple[str, str]]
    request: Sequence[str]
    link: str
    notes: Sequence[str]
    signature: Sequence[str]


def compose(kind: MailKind, copied: Mapping[str, object]) -> MailText:
    """The text of a mail of this kind, from facts as the outbox has copied them."""
    definition = DEFINITIONS[kind]
    facts: Facts = {name: _tidy(name, fact) for name, fact in copied.items()}
    wording = _wording(definition, facts)
    names = _names(facts)
    own = names | {fact.name: str(facts.get(fact.name)) for fact in definition.facts}
    prescribed = facts.get("subject")
    return MailText(
        subject=_filled(prescribed, names) if prescribed else _filled(wording.subject, own),
        sender=facts["surety"],
        to=_to(facts),
        opening=[_filled(line, own) for line in wording.opening],
        items=_items(definition.facts, facts),
        request=[_filled(line, own) for line in wording.request],
        link=definition.link(facts),
        notes=[_filled(line, own) for line in (*wording.notes, AUTOMATIC)],
        signature=_signature(facts),
    )


def contract_type(facts: Facts) -> ContractType:
    """The type of contract; works if the mail has none."""
    return ContractType(facts.get("contract_type") or ContractType.WORKS)


def _wording(definition: Definition, facts: Facts) -> Wording:
    """Raises LookupError for facts of a recipient without such mails."""
    is_in_house = bool(facts.get("in_house"))
    found = [each.wording for each in definition.deliveries if each.recipient.is_in_house == is_in_house]
    if not found:
        raise LookupError(f"{definition.kind}: no wording")
    return found[0]


def _filled(line: str, names: Mapping[str, str]) -> str:
    """The line with names filled in; in one pass: inserted text is never treated as a name."""
    return _PLACEHOLDER.sub(lambda found: names.get(found[1], found[0]), line)


def _tidy(name: str, fact: object) -> Any:
    """The fact without characters that break lines; a reason keeps its lines, with at most one empty line in a row."""
    if not isinstance(fact, str):
        return fact
    if name != "reason":
        return _BREAKS.sub(" ", fact)
    lines = [_BREAKS.sub(" ", line).rstrip() for line in fact.strip().splitlines()]
    return "\n".join(line for is_text, run in groupby(lines, key=bool) for line in (run if is_text else [""]))


def _names(facts: Facts) -> dict[str, str]:
    """The placeholders by name; every name for the type of contract, regardless of its value."""
    project, contractor = facts.get("project") or "", facts.get("contractor") or ""
    return {
        "保証契約番号": NUMBER.show(facts.get("number"), facts) or "",
        "商品": PRODUCT.show(facts.get("product"), facts) or "",
        **dict.fromkeys([terms(type_).project_name for type_ in ContractType], project),
        **dict.fromkeys([*CONTRACTORS.values(), "保証契約者"], contractor),
        "発注者": facts.get("obligee") or "",
        "保証金額": yen(facts.get("amount"), facts) or "",
        "contractor_term": CONTRACTORS[contract_type(facts)],
    }


def _items(listed: Sequence[Fact], facts: Facts) -> list[tuple[str, str]]:
    """Label and text of the listed facts that are known."""
    found = [(fact.label, fact.show(facts.get(fact.name), facts)) for fact in listed if fact.label is not None]
    type_ = contract_type(facts)
    return [(label if isinstance(label, str) else label(type_), text) for label, text in found if label and text]


def _to(facts: Facts) -> str:
    addressee, person = facts["addressee"], facts.get("person")
    if facts.get("in_house"):
        return f"{addressee}　ご担当者各位"
    return f"{addressee}　{person}　様" if person else f"{addressee}　御中"


def _signature(facts: Facts) -> list[str]:
    if facts.get("in_house"):
        return [facts["surety"]]
    if facts.get("telephone") is None:  # a mail of the installation
        return [facts["surety"]]
    fax = facts.get("fax")
    contact = f"電話 {facts['telephone']}" + (f"　ファクシミリ {fax}" if fax else "")
    return [f"{facts['surety']}　{facts['branch']}", contact]
