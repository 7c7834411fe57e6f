"""Every kind of mail is defined once, enqueued, documented and tested."""

import pkgutil
from pathlib import Path

import pytest

from mail import kinds
from mail.kinds import DEFINITIONS
from models.outgoing_mail import MailKind

ROOT = Path(__file__).resolve().parents[2]


def test_each_module_defines_the_kind_that_it_is_named_after_and_is_registered() -> None:
    modules = [module for module in pkgutil.walk_packages(kinds.__path__, "mail.kinds.") if not module.ispkg]
    assert {module.name.rpartition(".")[2] for module in modules} == {kind.lower() for kind in MailKind}
    assert set(DEFINITIONS) == set(MailKind)
    assert all(definition.kind is kind for kind, definition in DEFINITIONS.items())


@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_has_recipients_each_with_a_name_of_its_own(kind: MailKind) -> None:
    names = [delivery.recipient.name for delivery in DEFINITIONS[kind].deliveries]
    assert names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", MailKind)
def test_recipients_of_one_style_are_told_in_the_same_words(kind: MailKind) -> None:
    """The facts of a mail say only whether its recipient is the surety's own branch."""
    for is_in_house in (False, True):
        told = [each for each in DEFINITIONS[kind].deliveries if each.recipient.is_in_house is is_in_house]
        assert all(delivery.wording == told[0].wording for delivery in told)


@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_is_enqueued_somewhere(kind: MailKind) -> None:
    sources = [path.read_text() for path in (ROOT / "resolvers").rglob("*.py")]
    assert any(f"MailKind.{kind.name}" in source for source in sources)


@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_has_a_test_file_that_asserts_its_recipients_and_its_text(kind: MailKind) -> None:
    (path,) = (ROOT / "tests" / "mail" / "kinds").rglob(f"test_{kind.lower()}.py")
    source = path.read_text()
    assert f"texts_of(MailKind.{kind.name})" in source
    assert f"recipients_of(MailKind.{kind.name}" in source or f"mail_of(MailKind.{kind.name})" in source


def test_every_kind_is_documented() -> None:
    rows = [line.split("|")[1] for line in (ROOT / "docs" / "mail.md").read_text().splitlines() if line[:3] == "| `"]
    assert {kind for kind in MailKind if any(f"`{kind.value}`" in row for row in rows)} == set(MailKind)
