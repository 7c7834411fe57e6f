"""Attachments of applications, messages, requests for amendments and claims."""

import datetime

import strawberry

import models
from models.applying.attachment import FileType
from models.enums import Role
from resolvers.documents import attachment_links
from schema.context import Info
from schema.reading.fields import Node, column, pure, row_type

Row = strawberry.Parent[models.Attachment]


def _content_type(attachment: Row) -> str:
    return FileType(attachment.file_type).media_type


def _sha256(attachment: Row) -> str:
    return bytes(attachment.sha256).hex()


def _url(attachment: Row, info: Info) -> str:
    context = info.context
    assert context.viewer is not None  # noqa: S101 -- nobody else sees attachments
    return attachment_links.link_to(attachment, context.viewer, services=context.services.documents, at=context.at)


@row_type(models.Attachment)
class Attachment(Node):
    """A file that a party has attached: examined, and an image drawn anew, without its metadata."""

    filename: str = column("Its name without folders and hidden characters, with an extension that fits the content.")
    description: str | None = column("What it is, such as 請負契約書の写し.")
    content_type: str = pure(
        _content_type, "application/pdf, image/png or image/jpeg, by its content.", of=("file_type",)
    )
    size: int = column("Length in bytes of the file as it is handed out.", name="bytes")
    sha256: str = pure(
        _sha256, "SHA-256 of the file as it is handed out, in hexadecimal; of a PDF, that of the uploaded file.",
        of=("sha256",),
    )  # fmt: skip
    uploaded_at: datetime.datetime = column("When it was attached.")
    role: Role = column("Which side attached it.", name="by")
    url: str = pure(_url, "Where the file is, for five minutes, for any holder of the link; each download is recorded.")
