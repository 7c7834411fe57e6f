"""A worker process: `python -m pdf.reading.notice_worker`. It reads key notices, each in a sandboxed fork of itself."""

from pdf.reading import notice_file
from pdf.workers import fork_server


def main() -> None:
    """Read the key notices that come on standard input until it ends."""
    fork_server.serve(lambda _: _read)


def _read(document: bytes) -> bytes:
    return notice_file.read(document).to_json()


if __name__ == "__main__":
    main()
