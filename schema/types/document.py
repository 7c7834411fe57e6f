"""Documents, and files that are generated on download."""

import strawberry

import models
from models.document import DocumentState
from schema.reading.fields import column, described, pure, row_type


def _sha256(document: strawberry.Parent[models.Document]) -> str | None:
    return bytes(document.sha256).hex() if document.sha256 else None


@row_type(models.Document)
class Document:
    """A PDF. It is rendered soon after its subject is stored; only its length and digest are unknown until then."""

    url: str = column(
        "Where the PDF is, for five minutes, for any holder of the link; each download is recorded. It is valid"
        " in every state: a document that is not READY is rendered when it is fetched, or the response is 503 with"
        " Retry-After."
    )
    filename: str = column("Under which name to keep it, in Japanese.")
    availability: DocumentState = column("Whether it has been made.", name="state")
    retry_after: int | None = column("Seconds after which to ask again; null once it is READY.")
    size: int | None = column("Length in bytes; null until it is READY.", name="bytes")
    sha256: str | None = pure(_sha256, "SHA-256 of the PDF, in hexadecimal; null until it is READY.", of=("sha256",))


@described
class FileLink:
    """A file that is made when it is fetched. The url works without further sign-in for a few minutes."""

    url: str = column("Where the file is, for five minutes, for any holder of the link; each download is recorded.")
    filename: str = column("Under which name to keep it, in Japanese.")
