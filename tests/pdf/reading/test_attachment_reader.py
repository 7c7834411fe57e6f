"""Attachments: what is refused and why, and what is handed on."""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String
from PIL import Image

from pdf.reading.attachment_reader import LIMITS, AttachmentReader, FileType
from pdf.reading.redrawn_image import MAX_PIXELS
from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers.upload_pool import MAX_UPLOAD_BYTES, UploadPool
from tests.pdf.limits import generous
from tests.support.hostile.attached_files import PLAIN, cases
from tests.support.hostile.images import CAMERA, drawing, jpeg, photograph, png, screenshot
from tests.support.hostile.writing import altered

EXHAUSTED = {Reason.TOO_COMPLEX, Reason.TOO_SLOW}
"""Which limit ends a file depends on the machine."""


@pytest.fixture(scope="module")
async def files() -> AsyncIterator[AttachmentReader]:
    opened = AttachmentReader(processes=2, limits=generous(LIMITS))
    await opened.start()
    yield opened
    await opened.close()


async def refusal(files: AttachmentReader, file: bytes, *, sender: str = "client") -> Reason | None:
    try:
        await files.examine(file, sender=sender)
    except UploadRefused as refused:
        return refused.reason
    return None


async def image_of(files: AttachmentReader, file: bytes) -> Image.Image:
    """What is handed on of an image."""
    image = Image.open(io.BytesIO((await files.examine(file, sender="client")).content))
    image.load()
    return image


async def test_every_bad_file_is_refused_with_its_reason(files: AttachmentReader) -> None:
    corpus = list(cases())
    assert len(corpus) == len({name for name, *_ in corpus}) >= 80
    found: dict[str, Reason | None] = {}
    remaining = iter(corpus)

    async def examine(sender: str) -> None:
        for name, file, reason in remaining:
            refused = await refusal(files, file, sender=sender)
            found[name] = reason if {refused, reason} <= EXHAUSTED else refused

    await asyncio.gather(examine("a"), examine("b"))
    assert found == {name: reason for name, _, reason in corpus}
    assert await refusal(files, PLAIN) is None


def packed() -> bytes:
    """As text programs write: in object streams, with a link, an outline and a place to open."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PLAIN)) as opened:
        page = opened.pages[0].obj
        link = Dictionary(S=Name.URI, URI=String("https://example.jp/"))
        page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=link)])
        opened.Root.OpenAction = Array([page, Name.Fit])
        opened.save(out, object_stream_mode=ObjectStreamMode.generate)
    return out.getvalue()


def drawn(image: bytes) -> bytes:
    """A scan: a page that is one JPEG."""

    def change(opened: Pdf) -> None:
        scan = opened.make_stream(image, Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40)
        scan.ColorSpace, scan.BitsPerComponent, scan.Filter = Name.DeviceRGB, 8, Name.DCTDecode
        opened.pages[0].Resources.XObject = Dictionary(Im=opened.make_indirect(scan))

    return altered(change, PLAIN)


async def test_a_pdf_is_handed_on_as_it_is(files: AttachmentReader, documents: Mapping[str, bytes]) -> None:
    accepted = {
        "plain": PLAIN,
        "packed": packed(),
        "scan": drawn(jpeg()),
        "with a line end behind the end": PLAIN + b"\r\n",
        "statement": documents["statement"],
    }
    for name, file in accepted.items():
        found = await files.examine(file, sender="client")
        assert (found.type, found.content) == (FileType.PDF, file), name


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photograph_is_turned_upright_and_says_nothing_of_where_it_was_taken(
    files: AttachmentReader, orientation: int
) -> None:
    file = photograph(orientation)
    assert (CAMERA.encode() in file, b"Exif" in file) == (True, True)
    image = await image_of(files, file)
    assert (image.format, image.size) == ("JPEG", (60, 40) if orientation < 5 else (40, 60))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    content = (await files.examine(file, sender="client")).content
    assert CAMERA.encode() not in content
    assert b"Exif" not in content
    right, lower = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[orientation]
    width, height = image.size
    dark = image.convert("L").getpixel((width // 4 + right * width // 2, height // 4 + lower * height // 2))
    assert isinstance(dark, int)
    assert dark < 100


async def test_a_png_keeps_its_pixels_and_loses_its_texts(files: AttachmentReader) -> None:
    file = screenshot()
    found = await files.examine(file, sender="client")
    assert found.type is FileType.PNG
    assert CAMERA.encode() in file
    assert CAMERA.encode() not in found.content
    image = await image_of(files, file)
    assert image.info == {}
    assert image.tobytes() == drawing().tobytes()


async def test_what_follows_an_image_is_left_out(files: AttachmentReader) -> None:
    for file in (png() + b"<script>alert(1)</script>", jpeg() + PLAIN, photograph() + b"PK\5\6" + bytes(18)):
        content = (await files.examine(file, sender="client")).content
        assert not any(part in content for part in (b"script", b"%PDF", b"PK\5\6"))


async def test_images_of_every_kind_are_drawn_anew(files: AttachmentReader) -> None:
    small = drawing((8, 8))
    frames = [drawing((8, 8)).rotate(angle) for angle in (90, 180)]
    transparent = small.convert("P")
    transparent.info["transparency"] = 0
    accepted = {
        **{f"PNG {mode}": png(drawing((8, 8), mode)) for mode in ("1", "L", "LA", "P", "RGBA", "I;16")},
        **{f"JPEG {mode}": jpeg(drawing((8, 8), mode)) for mode in ("L", "CMYK")},
        "transparent": png(transparent),
        "several pictures": _several("PNG", small, frames),
        "several pictures of a telephone": _several("MPO", small, frames),
        "progressive": jpeg(small, progressive=True, quality=95, subsampling=0),
    }
    for name, file in accepted.items():
        image = await image_of(files, file)
        assert image.size == (8, 8), name
        assert getattr(image, "n_frames", 1) == 1, name
    assert (await image_of(files, accepted["transparent"])).info == {"transparency": 0}


def _several(format_: str, first: Image.Image, others: list[Image.Image]) -> bytes:
    out = io.BytesIO()
    first.save(out, format_, save_all=True, append_images=others)
    return out.getvalue()


async def test_data_of_a_camera_that_cannot_be_read_do_not_matter(files: AttachmentReader) -> None:
    file = photograph().replace(b"Exif\0\0MM", b"Exif\0\0XX").replace(b"Exif\0\0II", b"Exif\0\0XX")
    assert (await image_of(files, file)).size == (60, 40)


async def test_the_largest_image_fits_into_the_limits(files: AttachmentReader) -> None:
    width, height = 8_000, MAX_PIXELS // 8_000
    exif = Image.Exif()
    exif[0x0112] = 6
    image = await image_of(files, jpeg(drawing((width, height)), exif=exif))
    assert image.size == (height, width)
    assert (await image_of(files, png(drawing((width, height))))).size == (width, height)


async def test_an_image_that_would_become_too_large_is_drawn_coarser(files: AttachmentReader) -> None:
    file = jpeg(Image.effect_noise((3_690, 3_690), 100), quality=90, progressive=True, optimize=True)
    assert 9_700_000 < len(file) <= MAX_UPLOAD_BYTES, "it has to be near the limit"
    coarser = await image_of(files, file)
    assert coarser.quantization != Image.open(io.BytesIO(file)).quantization  # pyright: ignore[reportAttributeAccessIssue] -- only JPEGs have them


@pytest.mark.parametrize("response", [b"<script>alert(1)</script>", png(), b"\xff\xd8\xff" + bytes(MAX_UPLOAD_BYTES)])
async def test_what_a_worker_answers_is_not_trusted(
    files: AttachmentReader, monkeypatch: pytest.MonkeyPatch, response: bytes
) -> None:
    async def answer(*_: object, **__: object) -> bytes:
        return response

    monkeypatch.setattr(UploadPool, "request", answer)
    assert await refusal(files, photograph()) is Reason.NOT_EXAMINED


def test_a_file_is_ended_before_its_request_is() -> None:
    assert LIMITS.cpu_seconds < LIMITS.wall_seconds
    assert LIMITS.wait_seconds + LIMITS.response_seconds < 9  # of ten for the whole request


async def test_every_reason_has_a_message_for_people_who_attach_files() -> None:
    for reason in Reason:
        assert reason.message_of_attachment.endswith(("。", "す）。"))
        assert "お知らせ" not in reason.message_of_attachment


async def test_its_limits_are_its_own() -> None:
    tight = AttachmentReader(processes=1, limits=replace(generous(LIMITS), max_memory=200 * 2**20))
    assert await refusal(tight, jpeg(drawing((8_000, 5_000)))) is Reason.TOO_COMPLEX
    await tight.close()
