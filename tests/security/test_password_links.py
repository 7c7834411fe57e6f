"""Tokens of links."""

from uuid import UUID

from security.password_links import PasswordLinks

ONE, OTHER = UUID(int=1), UUID(int=2)


def test_the_same_row_has_the_same_token_and_each_secret_others() -> None:
    links = PasswordLinks.under(b"p" * 32)
    assert links.token(ONE) == PasswordLinks.under(b"p" * 32).token(ONE)
    assert len({links.token(ONE), links.token(OTHER), PasswordLinks.under(b"q" * 32).token(ONE)}) == 3
    assert len(links.token(ONE)) == 43
    assert "secret" not in repr(links)
