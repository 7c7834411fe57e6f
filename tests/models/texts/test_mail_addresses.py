"""Which addresses are accepted, and their form in SMTP."""

import pytest

from models.texts.mail_addresses import MalformedAddress, as_sent, quoted


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("soumu@example.jp", "soumu@example.jp"),
        ("a.b+c@example.co.jp", "a.b+c@example.co.jp"),
        ("soumu@例え.jp", "soumu@xn--r8jz45g.jp"),
        ("abc..def@docomo.ne.jp", '"abc..def"@docomo.ne.jp'),
        ("abc.@ezweb.ne.jp", '"abc."@ezweb.ne.jp'),
        (".abc@docomo.ne.jp", '".abc"@docomo.ne.jp'),
        ("a...@docomo.ne.jp", '"a..."@docomo.ne.jp'),
        ('"abc..def"@docomo.ne.jp', '"abc..def"@docomo.ne.jp'),
        ("a..b@例え.jp", '"a..b"@xn--r8jz45g.jp'),
    ],
)
def test_addresses_that_are_taken(given: str, sent: str) -> None:
    assert as_sent(given) == sent


@pytest.mark.parametrize(
    "given",
    ["", "nobody", "a..b", "a..b@", "@docomo.ne.jp", "a..b@docomo", "a..b@docomo..jp", "a..b@c@docomo.ne.jp",
     '"a b"@example.jp', '"a..b@docomo.ne.jp', 'a.."b@docomo.ne.jp', "a..b @docomo.ne.jp", "山..田@example.jp",
     "a..b@docomo.ne.jp\r\nBcc: c@example.jp", "a..b@docomo.ne.jp, c@example.jp", "a..b>@docomo.ne.jp"],
)  # fmt: skip
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(MalformedAddress):
        as_sent(given)


def test_only_dots_are_quoted() -> None:
    assert quoted("no-reply@localhost") == "no-reply@localhost"
    assert quoted("a..b@localhost") == '"a..b"@localhost'
