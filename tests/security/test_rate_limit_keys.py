import pytest

from security.rate_limit_keys import Window, windows_of


def source(address: str) -> str:
    return windows_of("look", address, "a")[0].source


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
    windows = {
        *windows_of("look", "192.0.2.1", "a"),
        *windows_of("look", "192.0.2.1", "b"),
        *windows_of("look", "192.0.2.1", ""),
        *windows_of("look", "192.0.2.2", "a"),
        *windows_of("sign", "192.0.2.1", "a"),
        *windows_of("look", "192.0.2.1", "\ud800"),
    }
    assert len({window.id for window in windows}) == len(windows) == 9
    assert all(len(window.id) == 32 for window in windows)


def test_it_is_the_same_in_every_process() -> None:
    window = Window("certificate", "192.0.2.1", "31073-00001M", 5)
    assert window.id == "f55941997c0153a112e5c25979b448dd"
