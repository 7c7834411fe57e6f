"""Downloads of attachments by signed URL."""

from starlette.requests import Request
from starlette.responses import Response

from models.applying.attachment import Attachment, FileType
from resolvers.documents import attachment_links, read_content
from security.client_addresses import of_client
from web.document_downloads import HEADERS, DocumentDownloads, count_request, disposition

PATH = f"{attachment_links.PATH}{{link:path}}"
SANDBOX = {"content-security-policy": "sandbox; default-src 'none'", "x-content-type-options": "nosniff"}
"""Not even a file that a browser takes for a page gets a script, an origin, or anything else loaded."""
SHOWN = frozenset({FileType.PNG, FileType.JPEG})
"""Drawn anew here. A PDF is not, and Chromium blocks its own viewer in a sandbox: PDFs are saved, and opened then."""


class AttachmentDownloads(DocumentDownloads):
    """Endpoint for GET and HEAD, with the refusals of documents."""

    async def _found(self, request: Request) -> Response:
        link, at, services = request.path_params["link"], self._clock(), self._services
        address = of_client(request.scope)
        attachment, reader = await attachment_links.open_link(link, address=address, services=services, at=at)
        count_request(reader, self._rate_limiter)
        if request.method == "HEAD":
            return _answer(attachment, b"", {"content-length": str(attachment.size)})
        await attachment_links.record_opening(attachment, reader, at=at)
        found = await read_content.read(attachment, services=services)
        return _answer(attachment, found.content, {})


def _answer(attachment: Attachment, content: bytes, more: dict[str, str]) -> Response:
    plain = f"attachment{attachment.file_type.extensions[0]}"
    how = "inline" if attachment.file_type in SHOWN else "attachment"
    named = {"content-disposition": disposition(how, plain, attachment.filename)}
    return Response(content, headers=HEADERS | SANDBOX | named | more, media_type=attachment.file_type.media_type)
