"""The address that a request comes from."""

import pytest

from security.client_addresses import of_client


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::ffff:c000:201", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::1"),
        ("fe80::1%" + "\0" * 40, "fe80::1"),
        ("", ""),
        ("unknown", ""),
        ("_hidden", ""),
        ("192.0.2.1, 192.0.2.2", ""),
        ("192.0.2.256", ""),
        ("1" * 64, ""),
        ("1" * 65, ""),
        ("x" * 60_000, ""),
        ("192.0.2.1\0", ""),
        ("'; DROP TABLE audit_event", ""),
    ],
)
def test_an_address_is_an_ip_address_or_unknown(given: str, address: str) -> None:
    assert of_client({"client": (given, 1234)}) == address


def test_clients_of_unix_sockets_have_none() -> None:
    assert of_client({"client": None}) == ""
