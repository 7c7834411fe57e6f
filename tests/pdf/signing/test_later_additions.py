"""Additions of archives behind a certificate are reported; anything else behind it is a change."""

from collections.abc import Callable, Mapping

import pymupdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, TextStringObject
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from pdf.signing.later_additions import ForbiddenAddition
from pdf.signing.signature_verifier import Addition
from pdf.signing.signatures import Signer
from tests.support.pdf.archival_updates import archived, issued, look, stamped, updated, with_validation_data
from tests.support.pdf.signed_documents import blank, sample, signed

TIME_STAMP, DATA, SPACE = Addition.TIME_STAMP, Addition.VALIDATION_DATA, Addition.WHITE_SPACE


ARCHIVED: Mapping[str, tuple[Callable[[bytes], bytes], set[Addition]]] = {
    "nothing": (bytes, set()),
    "a line end": (lambda document: document + b"\n", {SPACE}),
    "zeros and spaces": (lambda document: document + b"\r\n\0\0  \t", {SPACE}),
    "megabytes of line ends": (lambda document: document + b"\n" * 9_000_000, {SPACE}),
    "validation data": (with_validation_data, {DATA}),
    "a time stamp": (stamped, {TIME_STAMP}),
    "both": (lambda document: stamped(with_validation_data(document)), {DATA, TIME_STAMP}),
    "the other way round": (lambda document: with_validation_data(stamped(document)), {DATA, TIME_STAMP}),
    "again and again": (
        lambda document: stamped(with_validation_data(stamped(with_validation_data(stamped(document))))),
        {DATA, TIME_STAMP},
    ),
    "spaces before": (lambda document: stamped(document + b"\n\n  "), {TIME_STAMP}),
    "spaces behind": (lambda document: stamped(document) + b"\n\n\n", {TIME_STAMP, SPACE}),
    "a cut line end": (lambda document: with_validation_data(document).rstrip(), {DATA}),
}


@pytest.mark.parametrize("how", ARCHIVED)
@pytest.mark.parametrize("base", [issued, signed], ids=["with a table", "small"])
def test_what_archives_add_is_told(how: str, base: Callable[[], bytes]) -> None:
    archive, expected = ARCHIVED[how]
    assert set(look(archive(base()), base())) == expected


def test_documents_with_cross_reference_streams_are_archived_alike() -> None:
    with pymupdf.open(stream=blank()) as opened:
        base = Signer(sample()).sign(opened.tobytes(use_objstms=1))
    assert b"/ObjStm" in base
    assert set(look(stamped(with_validation_data(base)), base)) == {DATA, TIME_STAMP}


def page_of(writer: IncrementalPdfFileWriter) -> DictionaryObject:
    page = writer.root["/Pages"]["/Kids"][0]
    assert isinstance(page, DictionaryObject)
    return page


def repaint(writer: IncrementalPdfFileWriter) -> None:
    page = page_of(writer)
    page[name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 600 900 re f"))
    writer.update_container(page)


def overwrite(writer: IncrementalPdfFileWriter) -> None:
    """The page's content stream is replaced."""
    contents = page_of(writer).raw_get("/Contents").get_object()
    assert isinstance(contents, generic.StreamObject)
    contents._data, contents._encoded_data = b"0 0 600 900 re f", None
    contents.pop("/Filter", None)
    writer.update_container(contents)


def annotate(writer: IncrementalPdfFileWriter) -> None:
    entries = {"/Type": name("/Annot"), "/Subtype": name("/FreeText"), "/Contents": TextStringObject("¥99,000,000")}
    annotation = DictionaryObject({name(key): value for key, value in entries.items()})
    annotation[name("/Rect")] = ArrayObject(NumberObject(each) for each in (100, 100, 500, 700))
    page = page_of(writer)
    page[name("/Annots")] = ArrayObject([*page.get("/Annots", []), writer.add_object(annotation)])
    writer.update_container(page)


def set_root(key: str, value: generic.PdfObject) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[name(key)] = value
        writer.update_root()

    return change


def script(writer: IncrementalPdfFileWriter) -> None:
    action = DictionaryObject({name("/S"): name("/JavaScript"), name("/JS"): TextStringObject("app.alert(1)")})
    set_root("/OpenAction", writer.add_object(action))(writer)


def in_form(key: str, value: generic.PdfObject) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        form = writer.root["/AcroForm"]
        form[name(key)] = value
        writer.update_container(form)
        writer.update_root()

    return change


def fill(writer: IncrementalPdfFileWriter) -> None:
    """A text field over the page."""
    entries = {"/FT": name("/Tx"), "/T": TextStringObject("x"), "/V": TextStringObject("¥99,000,000")}
    field = DictionaryObject({name(key): value for key, value in entries.items()})
    field[name("/Type")], field[name("/Subtype")] = name("/Annot"), name("/Widget")
    field[name("/Rect")] = ArrayObject(NumberObject(each) for each in (100, 100, 500, 700))
    form = writer.root["/AcroForm"]
    form[name("/Fields")] = ArrayObject([*form["/Fields"], writer.add_object(field)])
    writer.update_container(form)
    writer.update_root()


def empty_field(writer: IncrementalPdfFileWriter) -> None:
    fields.append_signature_field(writer, fields.SigFieldSpec("Later"))


def rename(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(DictionaryObject({name("/Title"): TextStringObject("別の証書")}))


def orphan(writer: IncrementalPdfFileWriter) -> None:
    """An object without references yet, for a later update."""
    writer.add_object(DictionaryObject({name("/Type"): name("/Page")}))


def swap_typeface(writer: IncrementalPdfFileWriter) -> None:
    page = page_of(writer)
    page["/Resources"][name("/Font")] = DictionaryObject()
    writer.update_container(page)


def other_pages(writer: IncrementalPdfFileWriter) -> None:
    """A separate page tree, with a page that differs only in its size."""
    page = DictionaryObject(page_of(writer))
    page[name("/MediaBox")] = ArrayObject(NumberObject(each) for each in (0, 0, 600, 900))
    kids = ArrayObject([writer.add_object(page)])
    entries = {"/Type": name("/Pages"), "/Kids": kids, "/Count": NumberObject(1)}
    tree = writer.add_object(DictionaryObject({name(key): value for key, value in entries.items()}))
    page[name("/Parent")] = tree
    set_root("/Pages", tree)(writer)


CHANGES: Mapping[str, Callable[[IncrementalPdfFileWriter], object]] = {
    "nothing at all": lambda writer: writer.update_root(),
    "another page content": repaint,
    "the page's content overwritten": overwrite,
    "an annotation": annotate,
    "a text field": fill,
    "a signature field that waits": empty_field,
    "other typefaces": swap_typeface,
    "a script": script,
    "layers": set_root("/OCProperties", DictionaryObject({name("/OCGs"): ArrayObject()})),
    "another way of showing": set_root("/PageMode", name("/UseNone")),
    "named places": set_root("/Names", DictionaryObject()),
    "other pages": other_pages,
    "fields to be drawn anew": in_form("/NeedAppearances", generic.BooleanObject(value=True)),
    "other typefaces of the form": in_form("/DR", DictionaryObject()),
    "the document's title": rename,
    "an object for later": orphan,
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("when", ["alone", "after archiving", "before archiving"])
def test_a_change_is_no_addition(what: str, when: str) -> None:
    document = updated(archived() if when == "after archiving" else issued(), CHANGES[what])
    if when == "before archiving":
        document = stamped(document)
    if what == "nothing at all" and when != "alone":
        assert set(look(document)) >= {TIME_STAMP}  # it is not a change either
        return
    with pytest.raises(ForbiddenAddition):
        look(document)
