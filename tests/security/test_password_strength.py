"""The estimate of guesses, and names in passwords."""

import pytest

from security.password_strength import is_common, is_name, normalized

NAMES = ("hanako@surety.example.jp", "hanako", "髙﨑 花子", "ab")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "ｐａｓｓｗｏｒｄ１２３４",
        "123456789012",
        "qwertyuiop12",
        "p@ssw0rd2026",
        "aaaaaaaaaaaaaaaa",
        "hanakohanako1",
    ],
)
def test_what_is_guessed_soon_is_common(password: str) -> None:
    assert is_common(password, NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "kenchiku-no-yama-37",
        "見本保証の合言葉です二〇二六",
        "aaaaaaaaaaaaaaaaaaaa kenchiku-no-yama",
        "kenchiku-no-yamaaaaaaaaaaaaaaaaaaaaaa",
        "4@8({[<3691!1|70$5+7%2" * 9,
    ],
)
def test_what_takes_long_is_not(password: str) -> None:
    assert not is_common(password, NAMES)


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("hanako@surety.example.jp", True),
        ("HANAKO@surety.example.jp1234", True),
        ("ｈａｎａｋｏhanako!", True),
        ("髙﨑 花子髙﨑 花子12", True),
        ("hanako-no-yama", False),
        ("abababababab", False),
    ],
)
def test_little_but_names(password: str, *, expected: bool) -> None:
    assert is_name(password, NAMES) is expected


def test_each_width_is_the_same_password() -> None:
    assert normalized("ﾎｼｮｳ１２") == normalized("ホショウ12")
