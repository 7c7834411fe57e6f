"""An examining process: `python -m pdf.examining`. It reads uploaded key notices, each in a copy of itself."""

from functools import partial

from pdf import notice_file
from pdf.child import serve
from pdf.copies import answer_by_copy, settle


def main() -> None:
    """Examine what comes on standard input until it ends."""
    settle()
    serve(lambda _: partial(answer_by_copy, read=_read))


def _read(document: bytes) -> bytes:
    return notice_file.read(document).to_json()


if __name__ == "__main__":
    main()
