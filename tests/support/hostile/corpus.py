"""Files that must be refused, each with the reason; python -m tests.support.hostile.corpus FOLDER writes them."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.hostile import alterations, attachments, drawings, structures
from tests.support.hostile.structures import Case


def cases() -> Iterator[Case]:
    """Name, file, reason."""
    yield from structures.cases()
    yield from alterations.cases()
    yield from attachments.cases()
    yield from drawings.cases()


if __name__ == "__main__":
    for name, document, _ in cases():
        Path(sys.argv[1], f"{name.replace(' ', '-')}.pdf").write_bytes(document)
