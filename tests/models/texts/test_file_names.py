"""Names of uploaded files."""

import pytest

from models.texts import file_names

PDF, JPEG = (".pdf",), (".jpg", ".jpeg")


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("契約書.pdf", "契約書.pdf"),
        ("請負契約書　写し（第１回）.PDF", "請負契約書　写し（第１回）.PDF"),
        ("髙﨑𠮷葛\U000e0100ｶﾀｶﾅ.pdf", "髙﨑𠮷葛\U000e0100ｶﾀｶﾅ.pdf"),
        ("か\u3099け\u3099.pdf", "がげ.pdf"),
        ("C:\\Users\\甲\\契約書.pdf", "契約書.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("甲/乙\\..\\丙.pdf", "丙.pdf"),
        ("契約書\u202efdp.exe", "契約書fdp.exe.pdf"),
        ("契\u200b約\u0000書\u00ad.pdf", "契約書.pdf"),
        ("契約書\r\n\t写し.pdf", "契約書 写し.pdf"),
        ("契約書\u2028写し.pdf", "契約書 写し.pdf"),
        ('a"b<c>:d|e?f*.pdf', "a_b_c__d_e_f_.pdf"),
        ("契約書.html", "契約書.html.pdf"),
        ("契約書.pdf.", "契約書.pdf"),
        (".pdf", "添付ファイル.pdf"),
        ("..", "添付ファイル.pdf"),
        ("\u3164.pdf", "添付ファイル.pdf"),
        ("\ue000\U000e0100.pdf", "添付ファイル.pdf"),
        ("", "添付ファイル.pdf"),
        (None, "添付ファイル.pdf"),
    ],
)
def test_a_name_shows_what_it_is(given: str | None, cleaned: str) -> None:
    assert file_names.cleaned(given, PDF) == cleaned


def test_an_extension_that_fits_is_kept() -> None:
    assert [file_names.cleaned(name, JPEG) for name in ("a.jpg", "a.JPEG", "a.png", "a")] == [
        *("a.jpg", "a.JPEG", "a.png.jpg", "a.jpg")
    ]


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("甲" * 300 + ".pdf", "甲" * 78 + ".pdf"),
        ("𠮷" * 300, "𠮷" * 59 + ".pdf"),
        ("葛\U000e0100" * 100, "葛\U000e0100" * 33 + ".pdf"),
        ("か\u0301" * 300, "か\u0301" * 47 + ".pdf"),
        ("a" * 115 + " b" + "c" * 9, "a" * 115 + ".pdf"),
    ],
)
def test_a_long_name_is_cut_between_characters(given: str, cleaned: str) -> None:
    found = file_names.cleaned(given, PDF)
    assert found == cleaned
    assert len(found) <= file_names.LONGEST
    assert len(found.encode()) <= file_names.MOST_BYTES
