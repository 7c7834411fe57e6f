import base64
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from commands import configured_settings
from settings import PROJECT_ROOT, Settings, SettingsError

SECRET = base64.b64encode(b"s" * 32).decode()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment with no setting but DATA_DIR."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return monkeypatch


def test_the_data_folder_alone_needs_no_secrets(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert configured_settings.data_dir() == tmp_path / "data"
    assert not (tmp_path / "data").exists()
    environment.setenv("PORT", "http")
    with pytest.raises(SettingsError, match=r"^PORT: "):
        configured_settings.data_dir()


def test_makes_secrets_on_first_use_and_keeps_them(tmp_path: Path) -> None:
    first, second = configured_settings.load(), configured_settings.load()
    assert first.is_embedded
    assert len(first.pepper) == len(first.envelope_keys[1]) == 32
    assert first.pepper != first.envelope_keys[1]
    assert (first.pepper, first.envelope_keys) == (second.pepper, second.envelope_keys)
    files = list((tmp_path / "data").iterdir())
    assert [path.name for path in files] == ["secrets.env"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_secrets_of_the_environment_come_first(environment: pytest.MonkeyPatch) -> None:
    made = configured_settings.load()
    environment.setenv("AUTH_KEY_PEPPER", SECRET)
    given = configured_settings.load()
    assert given.pepper == b"s" * 32
    assert given.envelope_keys == made.envelope_keys


def test_processes_that_start_at_once_get_the_same_secrets() -> None:
    load = "from commands import configured_settings; s = configured_settings.load()"
    program = f"{load}; print(s.pepper.hex(), s.envelope_keys[1].hex())"
    command = [sys.executable, "-c", program]
    processes = [
        subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- our own command
        for _ in range(4)
    ]
    outputs = {process.communicate()[0] for process in processes}
    assert len(outputs) == 1
    assert len(outputs.pop().split()) == 2


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"PUBLIC_URL": ""}, "PUBLIC_URL: expected"),
        ({}, "AUTH_KEY_PEPPER: expected base64 of 32 bytes"),
        ({"AUTH_KEY_PEPPER": SECRET}, "AUTH_KEY_ENVELOPE_KEYS: expected «version:base64 of 32 bytes»"),
        ({"AUTH_KEY_PEPPER": "not base64!"}, "AUTH_KEY_PEPPER: expected base64"),
        ({"AUTH_KEY_PEPPER": "c2hvcnQ="}, "AUTH_KEY_PEPPER: expected base64"),
        ({"AUTH_KEY_PEPPER": SECRET, "AUTH_KEY_ENVELOPE_KEYS": SECRET}, "AUTH_KEY_ENVELOPE_KEYS: expected"),
        ({"AUTH_KEY_PEPPER": SECRET, "AUTH_KEY_ENVELOPE_KEYS": "1:"}, "AUTH_KEY_ENVELOPE_KEYS: expected base64"),
        ({"AUTH_KEY_PEPPER": SECRET, "AUTH_KEY_ENVELOPE_KEYS": f"1:{SECRET},x"}, "AUTH_KEY_ENVELOPE_KEYS: expected"),
    ],
)
def test_with_a_database_url_secrets_and_address_are_required(
    environment: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, str], expected: str
) -> None:
    environment.setenv("DATABASE_URL", "postgresql://db.example/kakusho")
    environment.setenv("PUBLIC_URL", "https://k.example")
    for name, value in given.items():
        environment.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        configured_settings.load()
    assert str(caught.value).startswith(expected)
    assert SECRET not in str(caught.value)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("content", ["no equals sign\n", "AUTH_KEY_PEPPER=short\n", "\udcff=1"])
def test_refuses_a_damaged_file_of_secrets(tmp_path: Path, content: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secrets.env").write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(SettingsError):
        configured_settings.load()


def test_secrets_of_the_data_folder_are_shown_as_little() -> None:
    loaded = configured_settings.load()
    assert loaded.auth_key_pepper is not None
    assert loaded.auth_key_pepper.get_secret_value() not in repr(loaded)
