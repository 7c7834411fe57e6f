"""Which characters print, and that the right glyph is used."""

import io

import pylopdf_fonts_jp
import pymupdf
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from pdf.documents import certificate_document
from pdf.writer import cff
from pdf.writer.typefaces import MONO, SANS, SERIF, Face
from tests.pdf.certificate_rows import replace
from tests.support.pdf.document_samples import CERTIFICATE


@pytest.mark.parametrize("face", [SERIF, SANS])
def test_names_that_registers_have_are_printed(face: Face) -> None:
    for character in "髙﨑𠮷濵德吉葛祇辻飴塚神福都①㈱Ⅲ㋿〇○●×～〜－−ｱｶﾞ々〆ヶ":
        assert face[character], character


@pytest.mark.parametrize(
    "character",
    [
        "👷",
        "☎\ufe0f",
        "\n",
        "\t",
        "\x00",
        "\x7f",
        "\u200b",
        "\u200e",
        "\u200f",
        "\u202e",
        "\u2066",
        "\u200d",
        "א",
        "ع",
        "\u3099",
        "\ue000",
        "\ufeff",
        "\U000e0100",
        "\ud800",
        "辻\ufe00",
        "漢\U000e01ef",
        "\u2028",
        "\U0010ffff",
    ],
)
def test_what_must_not_print_is_refused(character: str) -> None:
    for face in (SERIF, SANS):
        assert face[character] is None


def test_variants_have_glyphs_of_their_own() -> None:
    for character, selector in (("葛", "\U000e0100"), ("辻", "\U000e0100")):
        assert SERIF[character + selector]
        assert SERIF[character + selector] != SERIF[character]
    assert SERIF["葛\U000e0101"] == SERIF["葛"]


@pytest.mark.parametrize("face", [SERIF, SANS, MONO])
def test_a_subset_keeps_the_cids(face: Face) -> None:
    cids = sorted({glyph.cid for character in "31073-00001M髙﨑𠮷葛" if (glyph := face[character])})
    program = face.file.subset(cids)
    assert list(cff.charset(memoryview(program), len(cids) + 1)) == [0, *cids]
    assert len(program) < 6000


def test_a_font_without_charset_is_refused() -> None:
    header = bytes([1, 0, 4, 1])
    name = bytes([0, 1, 1, 1, 2]) + b"x"
    top_dict = bytes([0, 1, 1, 1, 4, 139, 12, 30])
    with pytest.raises(ValueError, match="no charset"):
        cff.charset(memoryview(header + name + top_dict), 2)


def ink(text: str) -> Image.Image:
    """The deposit bank on a certificate, cut out and in black and white."""
    document = certificate_document.render(replace(CERTIFICATE, deposit_bank=text))
    with pymupdf.open(stream=document) as opened:
        page = opened[0]
        [place] = page.search_for("預託金融機関")
        clip = pymupdf.Rect(184, place.y0, 202, place.y1)
        image = Image.open(io.BytesIO(page.get_pixmap(clip=clip, dpi=600, colorspace=pymupdf.csGRAY).tobytes("png")))
    return cut(image.convert("L"))


def cut(image: Image.Image) -> Image.Image:
    dark = ImageChops.invert(image).point([0] * 100 + [255] * 156)
    return dark.crop(dark.getbbox()).resize((160, 160))


def likeness(one: Image.Image, other: Image.Image) -> float:
    both = sum(ImageChops.multiply(one, other).histogram()[128:])
    either = sum(ImageChops.lighter(one, other).histogram()[128:])
    return both / either


@pytest.mark.parametrize("character", "髙高﨑崎𠮷吉濵濱葛")
def test_the_printed_glyph_is_the_font_s_own(character: str) -> None:
    printed = ink(character)
    assert max("髙高﨑崎𠮷吉濵濱葛", key=lambda candidate: likeness(printed, drawn(candidate))) == character


def drawn(character: str) -> Image.Image:
    """The character as FreeType draws it from the font itself."""
    image = Image.new("L", (200, 200), 255)
    font = ImageFont.truetype(pylopdf_fonts_jp.serif_path(), 96)
    ImageDraw.Draw(image).text((20, 20), character, fill=0, font=font)
    return cut(image)


def test_variants_print_differently() -> None:
    assert likeness(ink("葛"), ink("葛\U000e0101")) > 0.9
    assert likeness(ink("葛"), ink("葛\U000e0100")) < 0.9
