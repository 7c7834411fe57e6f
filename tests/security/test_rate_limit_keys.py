import pytest

from security.rate_limit_keys import RateLimitKey, keys_of_attempt


def source(address: str) -> str:
    return keys_of_attempt("look", address, "a")[0].source


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2:0:0:0:1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("0193a6b0-0000-7000-8000-000000000000", "0193a6b0-0000-7000-8000-000000000000"),
        ("192.0.2.1:8080", "192.0.2.1:8080"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_address_stands_for_its_network(address: str, counted: str) -> None:
    assert source(address) == counted


def test_every_window_has_an_id_of_its_own() -> None:
    keys = {
        *keys_of_attempt("look", "192.0.2.1", "a"),
        *keys_of_attempt("look", "192.0.2.1", "b"),
        *keys_of_attempt("look", "192.0.2.1", ""),
        *keys_of_attempt("look", "192.0.2.2", "a"),
        *keys_of_attempt("sign", "192.0.2.1", "a"),
        *keys_of_attempt("look", "192.0.2.1", "\ud800"),
    }
    assert len({key.id for key in keys}) == len(keys) == 9
    assert all(len(key.id) == 32 for key in keys)


def test_it_is_the_same_in_every_process() -> None:
    key = RateLimitKey("certificate", "192.0.2.1", "31073-00001M", 5)
    assert key.id == "f55941997c0153a112e5c25979b448dd"
