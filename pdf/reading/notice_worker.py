"""A worker process: `python -m pdf.reading.notice_worker`. It reads key notices, each in a copy of itself."""

from pdf.reading import notice_file
from pdf.workers.fork_server import Copies, settle
from pdf.workers.worker_protocol import serve


def main() -> None:
    """Examine what comes on standard input until it ends."""
    settle()
    serve(lambda _: Copies(_read))


def _read(document: bytes) -> bytes:
    return notice_file.read(document).to_json()


if __name__ == "__main__":
    main()
