"""An examining process: `python -m pdf.examining`. It reads uploaded key notices, each in a copy of itself."""

from pdf import notice_file
from pdf.child import serve
from pdf.copies import Copies, settle


def main() -> None:
    """Examine what comes on standard input until it ends."""
    settle()
    serve(lambda _: Copies(_read))


def _read(document: bytes) -> bytes:
    return notice_file.read(document).to_json()


if __name__ == "__main__":
    main()
