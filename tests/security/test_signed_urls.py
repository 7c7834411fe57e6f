import datetime

import pytest

from security.signed_urls import LIFETIME, ExpiredSignedUrl, InvalidSignedUrl, SignedUrls
from tests.conftest import NOON

LINKS = SignedUrls.under(b"p" * 32)
TO = "/documents/"
CLAIMS = ["01a1f9d3", "CONTRACTOR"]
SECOND = datetime.timedelta(seconds=1)


def test_a_link_says_what_it_was_made_for_until_it_ends() -> None:
    link = LINKS.make(TO, CLAIMS, at=NOON)
    assert LINKS.read(TO, link, at=NOON) == CLAIMS
    assert LINKS.read(TO, link, at=NOON + LIFETIME - SECOND) == CLAIMS
    for late in (LIFETIME, LIFETIME + SECOND, datetime.timedelta(days=9000)):
        with pytest.raises(ExpiredSignedUrl):
            LINKS.read(TO, link, at=NOON + late)


def test_every_process_with_the_same_secret_reads_it_and_no_other() -> None:
    link = LINKS.make(TO, CLAIMS, at=NOON)
    assert SignedUrls.under(b"p" * 32).read(TO, link, at=NOON) == CLAIMS
    for other in (SignedUrls.under(b"q" * 32), SignedUrls(b"p" * 32)):
        with pytest.raises(InvalidSignedUrl):
            other.read(TO, link, at=NOON)


def test_for_another_purpose_it_is_broken() -> None:
    link = LINKS.make(TO, CLAIMS, at=NOON)
    for other in ("/exports/", "", "/documents", "/documents/ "):
        with pytest.raises(InvalidSignedUrl):
            LINKS.read(other, link, at=NOON)


def test_nothing_of_it_can_be_changed() -> None:
    link = LINKS.make(TO, CLAIMS, at=NOON)
    changed = [link[:n] + chr(ord(link[n]) ^ 1) + link[n + 1 :] for n in range(len(link))]
    for broken in [*changed, link[:-1], f"{link}0", f"0{link}", link.upper(), link.replace(".", "..", 1)]:
        with pytest.raises(InvalidSignedUrl):
            LINKS.read(TO, broken, at=NOON)


def test_an_old_link_that_was_altered_is_broken_and_not_expired() -> None:
    link = LINKS.make(TO, CLAIMS, at=NOON)
    *rest, until, signature = link.split(".")
    later = ".".join([*rest, str(int(until) + 3600), signature])
    with pytest.raises(InvalidSignedUrl):
        LINKS.read(TO, later, at=NOON + LIFETIME * 2)


@pytest.mark.parametrize("garbage", ["", ".", "...", "x" * 10_000, "a.b.c", "\udcff.1.2", "証書.1.署名", "0.-1."])
def test_garbage_is_broken(garbage: str) -> None:
    with pytest.raises(InvalidSignedUrl):
        LINKS.read(TO, garbage, at=NOON)


def test_the_secret_is_never_shown() -> None:
    assert "secret" not in repr(LINKS)
