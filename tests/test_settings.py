import base64
import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

import settings
from settings import AnchorFile, SettingsError

SECRET = base64.b64encode(b"s" * 32).decode()
NAMES = ("HOST", "PORT", "DATA_DIR", "DATABASE_URL", "DATABASE_POOL_SIZE", "PUBLIC_URL", "SMTP_HELO_NAME",
         "MAIL_SENDER", "LOG_LEVEL")  # fmt: skip


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment with only the data folder."""
    for name in (
        *NAMES,
        "AUTH_KEY_PEPPER",
        "AUTH_KEY_ENVELOPE_KEYS",
        "TRUSTED_PROXIES",
        "ALLOWED_ORIGINS",
        "SIGNING_ANCHORS",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return monkeypatch


def test_the_first_envelope_key_seals_and_all_of_them_open(environment: pytest.MonkeyPatch) -> None:
    other = base64.b64encode(b"o" * 32).decode()
    environment.setenv("AUTH_KEY_ENVELOPE_KEYS", f"2:{SECRET}, 1:{other}")
    assert list(settings.from_environment().envelope_keys.items()) == [(2, b"s" * 32), (1, b"o" * 32)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("DATABASE_POOL_SIZE", "1"),
        ("LOG_LEVEL", "LOUD"),
        ("SAMPLE_DATA", "large"),
        ("PUBLIC_URL", "k.jp"),
        ("TIMESTAMP_URL", "tsa.example"),
        ("DESK_DOCUMENTS", "all"),
    ],
)
def test_names_the_setting_that_is_wrong(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: "):
        settings.from_environment()


def test_reads_lists_and_addresses(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    unset = settings.from_environment()
    assert (unset.address, unset.data_dir) == ("http://localhost:8000", tmp_path / "data")
    values: dict[str, Any] = {
        "TRUSTED_PROXIES": "10.0.0.1, 10.0.0.2,", "ALLOWED_ORIGINS": "", "PUBLIC_URL": "https://k.example/",
        "LOG_LEVEL": "debug",
    }  # fmt: skip
    for name, value in values.items():
        environment.setenv(name, value)
    loaded = settings.from_environment()
    assert loaded.trusted_proxies == ("10.0.0.1", "10.0.0.2")
    assert (loaded.allowed_origins, loaded.address, loaded.log_level) == ((), "https://k.example", "DEBUG")


GIVEN = {
    "DATABASE_URL": "postgresql://kakusho:geheim-1@db.example/kakusho",
    "SMTP_URL": "smtp://kakusho:geheim-2@mail.example",
    "TIMESTAMP_URL": "https://kakusho:geheim-3@tsa.example",
    "SIGNING_PKCS11_PIN": "geheim-4",
    "AUTH_KEY_PEPPER": SECRET,
    "AUTH_KEY_ENVELOPE_KEYS": f"1:{SECRET}",
    "PUBLIC_URL": "https://k.example",
}


def test_no_secret_is_shown_by_accident(environment: pytest.MonkeyPatch) -> None:
    for name, value in GIVEN.items():
        environment.setenv(name, value)
    loaded = settings.from_environment()
    assert (loaded.pepper, loaded.envelope_keys) == (b"s" * 32, {1: b"s" * 32})
    shown = f"{loaded!r} {loaded} {loaded.model_dump()} {loaded.model_dump_json()}"
    for secret in ("geheim", SECRET, "s" * 32):
        assert secret not in shown
    assert loaded.database_url is not None
    assert loaded.database_url.get_secret_value() == GIVEN["DATABASE_URL"]


def test_whatever_sounds_like_a_secret_is_one() -> None:
    secret = re.compile("pin$|pepper|password|token$|secret|keys$|database_url|smtp_url|timestamp_url")
    plain = {"signing_pkcs11_token"}  # the name of a device
    named = {name for name in settings.Settings.model_fields if secret.search(name)} - plain
    assert {n for n, field in settings.Settings.model_fields.items() if field.annotation == SecretStr | None} == named


@pytest.mark.parametrize("name", ["SIGNING_ANCHORS", "TIMESTAMP_ANCHORS"])
def test_reads_anchors_with_their_days(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.setenv(name, "a.pem, /b@c/d.pem@2024-04-01/2026-03-31, e.pem@2024-04-01/,f.pem@/2026-03-31,")
    first, last = datetime.date(2024, 4, 1), datetime.date(2026, 3, 31)
    expected = (("a.pem", None, None), ("/b@c/d.pem", first, last), ("e.pem", first, None), ("f.pem", None, last))
    assert getattr(settings.from_environment(), name.lower()) == tuple(
        AnchorFile(Path(path), *days) for path, *days in expected
    )


@pytest.mark.parametrize("name", ["SIGNING_ANCHORS", "TIMESTAMP_ANCHORS"])
@pytest.mark.parametrize(
    "value",
    [
        "a.pem@",
        "a.pem@2024-04-01",
        "a.pem@2024-4-1/2026-03-31",
        "a.pem@2024-02-30/",
        "a.pem@2026-03-31/2024-04-01",
        "a.pem@2024-04-01/2026-03-31/",
        "a.pem@20240401/20260331",
        "@2024-04-01/2026-03-31",
        "a.pem,b.pem@today/",
    ],
)
def test_says_what_was_expected_of_anchors(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: .*expected «file» or «file@first day/last day»"):
        settings.from_environment()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "localhost"),
        ({"PUBLIC_URL": "https://kakusho.example.jp:8443"}, "kakusho.example.jp"),
        ({"PUBLIC_URL": "https://証書.jp"}, "xn--rovx89e.jp"),
        ({"PUBLIC_URL": "http://192.0.2.1:8000"}, "[192.0.2.1]"),
        ({"PUBLIC_URL": "http://[2001:db8::1]"}, "[IPv6:2001:db8::1]"),
        ({"PUBLIC_URL": "https://a.jp", "SMTP_HELO_NAME": "mx1.b.jp"}, "mx1.b.jp"),
        ({"PUBLIC_URL": "https://a.jp", "SMTP_HELO_NAME": "[192.0.2.7]"}, "[192.0.2.7]"),
    ],
)
def test_mail_servers_are_greeted_by_the_host_of_public_url(
    environment: pytest.MonkeyPatch, given: dict[str, str], name: str
) -> None:
    for variable, value in given.items():
        environment.setenv(variable, value)
    assert settings.from_environment().helo_name == name


@pytest.mark.parametrize(
    ("given", "sender"),
    [
        ({}, "no-reply@localhost"),
        ({"PUBLIC_URL": "https://kakusho.example.jp:8443"}, "no-reply@kakusho.example.jp"),
        ({"PUBLIC_URL": "https://a.jp", "MAIL_SENDER": "info@b.jp"}, "info@b.jp"),
    ],
)
def test_mails_of_the_installation_come_from_the_host_of_public_url(
    environment: pytest.MonkeyPatch, given: dict[str, str], sender: str
) -> None:
    for variable, value in given.items():
        environment.setenv(variable, value)
    assert settings.from_environment().sender == sender


@pytest.mark.parametrize("name", ["a b", "a.jp\r\nMAIL FROM:<x@y>", "-a.jp", "a..jp", "[", "例え.jp"])
def test_what_is_no_name_of_a_host_greets_nobody(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.setenv("SMTP_HELO_NAME", name)
    with pytest.raises(SettingsError, match="SMTP_HELO_NAME"):
        settings.from_environment()


def test_an_address_without_a_name_of_a_host_asks_for_one(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PUBLIC_URL", f"https://{'a' * 70}.jp")
    with pytest.raises(SettingsError, match="SMTP_HELO_NAME"):
        _ = settings.from_environment().helo_name
