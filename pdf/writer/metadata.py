"""Metadata and attachments of a document."""

import datetime
import hashlib
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pdf.writer.pdf_objects import Objects, text_string

_CREATOR = "Kakusho"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description \
rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/"><dc:format>application/pdf</dc:format>\
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\
<dc:language><rdf:Bag><rdf:li>ja-JP</rdf:li></rdf:Bag></dc:language>\
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>\
<xmp:CreatorTool>{creator}</xmp:CreatorTool><xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>\
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class DocumentInfo:
    """Title, issuer, number and date of a document; the date is passed in, so that output is reproducible."""

    title: str
    author: str
    keywords: str
    date: datetime.date


@dataclass(frozen=True)
class Attachment:
    """A file inside a document, for machines. The name is ASCII."""

    name: str
    description: str
    mime_type: str
    data: bytes


def add_information(objects: Objects, info: DocumentInfo, producer: str) -> int:
    """Add the information dictionary; returns its object number."""
    day = f"(D:{info.date:%Y%m%d})"
    return objects.add(
        f"<</Title {text_string(info.title)}/Author {text_string(info.author)}/Keywords {text_string(info.keywords)}"
        f"/Creator({_CREATOR})/Producer({producer})/CreationDate{day}/ModDate{day}>>"
    )


def add_catalog(objects: Objects, pages: int, info: DocumentInfo, producer: str, attachment: Attachment | None) -> int:
    """Add the catalog with metadata and attachment; returns its object number."""
    values = {"title": info.title, "author": info.author, "keywords": info.keywords, "producer": producer}
    packet = _XMP.format(**{name: escape(text) for name, text in values.items()}, creator=_CREATOR, date=info.date)
    data = packet.encode()
    # Not deflated, for programs that only read metadata.
    head = f"<</Type/Metadata/Subtype/XML/Length {len(data)}>>\nstream\n".encode("ascii")
    described = objects.add(head + data + b"\nendstream")
    attached = _add_attachment(objects, attachment, info.date) if attachment else ""
    return objects.add(
        f"<</Type/Catalog/Pages {pages} 0 R/Lang(ja-JP)/ViewerPreferences<</DisplayDocTitle true>>"
        f"/Metadata {described} 0 R{attached}>>"
    )


def _add_attachment(objects: Objects, attachment: Attachment, date: datetime.date) -> str:
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).hexdigest()  # PDF's format names MD5
    entries = (
        f"/Type/EmbeddedFile/Subtype/{attachment.mime_type.replace('/', '#2F')}"
        f"/Params<</Size {len(attachment.data)}/ModDate(D:{date:%Y%m%d})/CheckSum<{checksum}>>>"
    )
    file = objects.add_stream(entries, attachment.data)
    specification = objects.add(
        f"<</Type/Filespec/F({attachment.name})/UF({attachment.name})/Desc {text_string(attachment.description)}"
        f"/AFRelationship/Data/EF<</F {file} 0 R/UF {file} 0 R>>>>"
    )
    return f"/Names<</EmbeddedFiles<</Names[({attachment.name}){specification} 0 R]>>>>/AF[{specification} 0 R]"
