"""Altered genuine notices."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, String

from pdf.documents import key_notice_document
from pdf.documents.notice_attachment import ATTACHMENT_NAME
from pdf.upload_refusals import Reason
from tests.pdf.certificate_rows import replace
from tests.support.hostile.structures import Case
from tests.support.hostile.writing import (
    GENUINE,
    altered,
    codes_of,
    drawn_over,
    page_with,
    shown_after,
    stream,
    with_attachment,
)
from tests.support.pdf.document_samples import CERTIFICATE, NOTICE, STATEMENT, rendered

OTHER = replace(NOTICE, number="31073-00002N", key="Q7mWx2NpT4cd")
_NUMBER, _KEY = 0, 1
NO_MORE = {"description": "", "mime_type": "", "creation_date": "", "mod_date": ""}
_ROWS = b"190 215 200 70 re"
"""Over both."""


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _contradictory()
    yield from _hidden()
    yield from _covered()
    yield from _added()
    yield from _no_notices()


def _contradictory() -> Iterator[Case]:
    mine, theirs = (_attachment_of(data) for data in (GENUINE, rendered(OTHER)))
    swapped = [codes_of(text)[:-8] + codes_of(text)[-4:] + codes_of(text)[-8:-4] for text in (_NUMBER, _KEY)]
    yield "another number is seen", shown_after(b"", text=_NUMBER, codes=swapped[0]), Reason.CONTRADICTORY
    yield "another key is seen", shown_after(b"", text=_KEY, codes=swapped[1]), Reason.CONTRADICTORY
    for what, before, after in (("number", NOTICE.number, OTHER.number), ("key", NOTICE.key, OTHER.key)):
        data = mine.replace(before.encode(), after.encode())
        yield f"another {what} is attached", with_attachment(data), Reason.CONTRADICTORY
    yield "another notice's attachment", with_attachment(theirs), Reason.CONTRADICTORY
    yield "later revision shows another number", _revised(swapped[0]), Reason.CONTRADICTORY
    one_only = replace(NOTICE, key=NOTICE.key.swapcase())
    data = mine.replace(NOTICE.key.encode(), one_only.key.encode())
    yield "the key in other letters", with_attachment(data), Reason.CONTRADICTORY


def _attachment_of(document: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(document)) as opened:
        return opened.attachments[ATTACHMENT_NAME].get_file().read_bytes()


def _revised(codes: bytes) -> bytes:
    """The whole genuine file, followed by a page content with another number."""
    with pikepdf.open(io.BytesIO(GENUINE)) as opened:
        contents = opened.pages[0].Contents
        number, data = contents.objgen[0], contents.read_bytes()
    start = len(GENUINE)
    body = b"%d 0 obj\n%b\nendobj\n" % (number, stream(data.replace(codes_of(_NUMBER), codes)))
    previous = int(GENUINE.rsplit(b"startxref\n", 1)[1].split()[0])
    trailer = GENUINE[GENUINE.rindex(b"trailer\n<<") + 10 : GENUINE.rindex(b">>\nstartxref")]
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<<%b/Prev %d>>\n" % (number, start, trailer, previous)
    return GENUINE + body + table + b"startxref\n%d\n%%%%EOF\n" % (start + len(body))


def _hidden() -> Iterator[Case]:
    ways = {
        "white": b"1 1 1 rg",
        "white in gray": b".95 g",
        "white in four colours": b"0 0 0 .1 k",
        "not drawn at all": b"3 Tr",
        "used as a clipping path only": b"7 Tr",
        "flattened": b".5 Tz",
        "outside of the page": b"1 0 0 1 700 265 Tm",
        "far from its label": b"1 0 0 1 197 500 Tm",
        "tiny": b".1 0 0 .1 197 265 Tm",
        "mirrored away": b"1 0 0 .001 197 265 Tm",
        "spread over the page": b"30 Tc",
        "on a layer": b"/OC /L1 BDC",
    }
    for name, operators in ways.items():
        yield f"number {name}", shown_after(operators), Reason.CONTRADICTORY
    yield "key white", shown_after(b"1 1 1 rg", text=_KEY), Reason.CONTRADICTORY
    clipped = altered(lambda opened: opened.pages[0].contents_add(opened.make_stream(b"0 0 9 9 re W n"), prepend=True))
    yield "everything clipped away", clipped, Reason.CONTRADICTORY
    cropped = altered(lambda opened: setattr(opened.pages[0], "CropBox", Array([0, 300, 595, 842])))
    yield "number cropped away", cropped, Reason.CONTRADICTORY

    def faint(opened: Pdf) -> None:
        opened.pages[0].Resources.ExtGState = Dictionary(G=Dictionary(ca=0))
        opened.pages[0].contents_add(opened.make_stream(b"/G gs"), prepend=True)

    yield "everything transparent", altered(faint), Reason.CONTRADICTORY


def _covered() -> Iterator[Case]:
    def drawing(opened: Pdf) -> Dictionary:
        form = opened.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 600, 850]))
        image = opened.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        return Dictionary(XObject=Dictionary(Fo=form, Im=image))

    ways = {
        "a box": b"1 1 1 rg %b f" % _ROWS,
        "a box of the old kind": b"1 1 1 rg %b F" % _ROWS,
        "a broad line": b"1 1 1 RG 20 w 190 270 m 400 270 l S",
        "an image": b"q 200 0 0 70 190 215 cm /Im Do Q",
        "an image in the page": b"q 200 0 0 70 190 215 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q",
        "a form": b"/Fo Do",
        "a shading": b"/Sh sh",
    }
    for name, operators in ways.items():
        yield f"covered by {name}", drawn_over(b"\n" + operators, drawing), Reason.CONTRADICTORY

    def note(opened: Pdf) -> None:
        rectangle = Array([190, 215, 400, 290])
        annotation = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=rectangle, Contents=String("31073-00002N"))
        opened.pages[0].Annots = Array([opened.make_indirect(annotation)])

    yield "covered by an annotation", altered(note), Reason.CONTRADICTORY


def _added() -> Iterator[Case]:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    def link(opened: Pdf) -> None:
        action = Dictionary(S=Name.Launch, F=String("calc.exe"))
        annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
        opened.pages[0].Annots = Array([annotation])

    def more(name: str) -> bytes:
        def change(opened: Pdf) -> None:
            opened.attachments[name] = AttachedFileSpec(opened, b"{}", filename=ATTACHMENT_NAME, **NO_MORE)

        return altered(change)

    yield "script at opening", altered(lambda opened: setattr(opened.Root, "OpenAction", script)), Reason.ADDED_CONTENT
    yield "launches a program", altered(link), Reason.ADDED_CONTENT
    form = Dictionary(Fields=Array(), XFA=String("<x/>"))
    yield "XFA form", altered(lambda opened: setattr(opened.Root, "AcroForm", form)), Reason.ADDED_CONTENT
    yield "a second attachment", more("a-key-notice.json"), Reason.ADDED_CONTENT
    yield "a second attachment behind the first", more("z.exe"), Reason.ADDED_CONTENT


def _no_notices() -> Iterator[Case]:
    def bare(opened: Pdf) -> None:
        del opened.attachments[ATTACHMENT_NAME]

    def scan(opened: Pdf) -> None:
        bare(opened)
        opened.pages[0].Contents = opened.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
        image = opened.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        opened.pages[0].Resources = Dictionary(XObject=Dictionary(Im=image))

    yield "certificate", rendered(CERTIFICATE), Reason.NOT_A_KEY_NOTICE
    yield "fee statement", rendered(STATEMENT), Reason.NOT_A_KEY_NOTICE
    yield "printed and so without attachment", altered(bare), Reason.WITHOUT_ATTACHMENT
    yield "scanned", altered(scan), Reason.SCANNED
    yield "empty page", page_with(stream(b"")), Reason.SCANNED
    picture = altered(lambda opened: setattr(opened.pages[0], "Contents", opened.make_stream(b" ")))
    yield "attachment without text", picture, Reason.CONTRADICTORY
    renamed = key_notice_document.render(NOTICE).replace(b"(key-notice.json)", b"(key-notice.jsoN)")
    yield "attachment of another name", renamed, Reason.ADDED_CONTENT
