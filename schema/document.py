"""Documents, and files that are made when they are fetched."""

import strawberry

import models
from schema.declare import column, described, pure, row_type


def _sha256(document: strawberry.Parent[models.Document]) -> str:
    return bytes(document.sha256 or b"").hex()


@row_type(models.Document)
class Document:
    """A PDF. The url works without further sign-in for a few minutes."""

    url: str = column("Where the PDF is, for five minutes and for whoever has the link; each download is recorded.")
    filename: str = column("Under which name to keep it, in Japanese.")
    size: int = column("Length in bytes.", name="bytes")
    sha256: str = pure(_sha256, "SHA-256 of the PDF, in hexadecimal.", of=("sha256",))


@described
class FileLink:
    """A file that is made when it is fetched. The url works without further sign-in for a few minutes."""

    url: str = column("Where the file is, for five minutes and for whoever has the link; each download is recorded.")
    filename: str = column("Under which name to keep it, in Japanese.")
