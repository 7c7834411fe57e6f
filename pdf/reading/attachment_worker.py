"""A worker process: `python -m pdf.reading.attachment_worker`.

It examines attachments, each in a sandboxed fork of itself. The response is empty for a PDF, which may be handed on as
it is, and has the whole new file for an image.
"""

from io import BytesIO

from PIL import Image

from pdf.reading import inert_pdf, redrawn_image
from pdf.workers import fork_server
from pdf.workers.fork_server import Handler
from pdf.workers.upload_pool import PDF_HEADER


def main() -> None:
    """Examine the attachments that come on standard input until it ends."""
    fork_server.serve(_prepare)


def _prepare(_: bytes) -> Handler:
    for format_ in ("PNG", "JPEG"):  # everything is loaded and used once: the sandbox rejects imports
        out = BytesIO()
        Image.new("RGB", (1, 1)).save(out, format_)
        redrawn_image.redraw(out.getvalue())
    return _examine


def _examine(file: bytes) -> bytes:
    if file.startswith(PDF_HEADER):
        inert_pdf.check(file)
        return b""
    return redrawn_image.redraw(file)


if __name__ == "__main__":
    main()
