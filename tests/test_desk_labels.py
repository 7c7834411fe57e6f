"""Labels of the desks: the words of papers, pages and mails, for every value of the schema."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from models.enums import GuaranteeKind
from models.errors import STATES
from models.refusals import CLAIM_STATES
from models.texts.trade_terms import PRODUCTS
from settings import PROJECT_ROOT
from web.pages.state_labels import HANDOVERS

LABELS = (PROJECT_ROOT / "desks/shared/labels.ts").read_text()


def labels(name: str, language: str) -> dict[str, str]:
    """One list of labels, read out of the source."""
    (block,) = re.findall(rf"export const {name}: [^=]*= \{{(.*?)\n\}};", LABELS, re.DOTALL)
    (entries,) = re.findall(rf"\b{language}: \{{(.*?)\}}", block, re.DOTALL)
    return dict(re.findall(r'(\w+): "([^"]*)"', entries))


def words(of: Mapping[Any, str]) -> dict[str, str]:
    return {value.value: label for value, label in of.items()}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("GUARANTEE_STATUS", STATES),
        ("CLAIM_STATUS", CLAIM_STATES),
        ("HANDOVER_STATUS", words(HANDOVERS)),
        ("KIND", words({kind: PRODUCTS[kind] for kind in GuaranteeKind})),
    ],
)
def test_desks_say_what_the_server_says(name: str, told: dict[str, str]) -> None:
    assert labels(name, "ja") == told
    assert labels(name, "en").keys() == told.keys()
