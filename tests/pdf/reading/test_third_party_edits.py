"""Notices that passed through e-contract systems are read; additions beside number and key hide nothing."""

import itertools

import pytest

from pdf.reading import notice_file
from tests.support.hostile.writing import GENUINE
from tests.support.pdf.document_samples import KEY, NUMBER
from tests.support.pdf.third_party_edits import COMMANDS, STEPS, after_each_other

SEVERAL = [
    ("mark in a form", "a frame around the page", "signed with time stamps"),
    ("mark in a form", "laid over by MuPDF", "signed three times, seen"),
    ("the page as a form", "an annotation as large as the page"),
    ("signed", "mark in a form"),
]


def read(document: bytes) -> tuple[str, str]:
    notice = notice_file.read(document)
    return notice.number, notice.key


@pytest.mark.parametrize("step", STEPS)
def test_what_stands_beside_is_no_obstacle(step: str) -> None:
    assert read(STEPS[step](GENUINE)) == (NUMBER, KEY)


@pytest.mark.parametrize("steps", SEVERAL, ids=" / ".join)
def test_nor_are_several_steps(steps: tuple[str, ...]) -> None:
    assert read(after_each_other(*steps)) == (NUMBER, KEY)


@pytest.mark.parametrize(("name", "mark"), list(itertools.product(COMMANDS, [None, "mark in a form"])))
def test_nor_is_another_program_that_has_saved_it(name: str, mark: str | None) -> None:
    program, step = COMMANDS[name]
    if program is None:
        pytest.skip(f"{name} is not installed")
    assert read(step(STEPS[mark](GENUINE) if mark else GENUINE)) == (NUMBER, KEY)
