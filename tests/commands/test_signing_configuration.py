import datetime
import os
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from commands import signing_configuration
from models.numbering import JAPAN
from pdf.reading.notice_reader import NoticeReader
from pdf.signing import sample_authority
from pdf.signing.identity import Pkcs11Key
from pdf.signing.signature_verifier import SignatureVerifier
from pdf.signing.signatures import Signer
from pdf.signing.trust_anchors import TrustAnchors, only_certificates
from settings import PROJECT_ROOT, Settings, SettingsError
from tests.conftest import NOON
from tests.support.pdf.signed_documents import sample
from tests.support.servers import server_processes

ELSEWHERE: dict[str, Any] = {"database_url": "postgresql://db.example/kakusho"}
TOKEN: dict[str, Any] = {
    "signing_pkcs11_module": Path("/usr/lib/module.so"),
    "signing_pkcs11_token": "kakusho",
    "signing_pkcs11_label": "signing",
    "signing_pkcs11_pin": "1234",
}


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    path = tmp_path / "mine.pem"
    path.write_text(sample().certificates)
    return path


def test_a_sample_authority_is_made_on_first_use_and_kept(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    first, second = (signing_configuration.load(settings, at=NOON) for _ in range(2))
    assert first == second
    assert Signer(first)
    (file,) = (tmp_path / "data").iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == ("sample-signature.pem", 0o600)
    assert signing_configuration.load(Settings(data_dir=tmp_path / "other"), at=NOON) != first


def test_processes_that_start_at_once_sign_with_the_same_key(tmp_path: Path) -> None:
    load = "signing_configuration.load(Settings(), at=clock.now())"
    imports = "from commands import clock, signing_configuration; from settings import Settings"
    program = f"{imports}; print(hash({load}.certificates))"
    processes = [
        subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, "-c", program],
            cwd=PROJECT_ROOT,
            env=server_processes.environment(DATA_DIR=tmp_path / "data", PYTHONHASHSEED=1),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    outputs = {process.communicate()[0] for process in processes}
    assert len(outputs) == 1
    assert outputs.pop().strip()


def test_ones_own_key_comes_first(pem: Path, tmp_path: Path) -> None:
    own: dict[str, Any] = {
        "signing_certificates_file": pem,
        "signing_key_file": pem,
        "timestamp_url": "http://tsa.example/",
    }
    identity = signing_configuration.load(Settings(data_dir=tmp_path / "data", **own), at=NOON)
    assert (identity.certificates, identity.key) == (only_certificates(sample().certificates), sample().key)
    assert identity.timestamp_url == "http://tsa.example/"
    assert not (tmp_path / "data").exists()
    assert "PRIVATE KEY" not in repr(identity)
    assert "tsa.example" not in repr(identity), "a password may stand in it"


def test_a_token_takes_the_place_of_the_key(pem: Path) -> None:
    identity = signing_configuration.load(Settings(signing_certificates_file=pem, **ELSEWHERE, **TOKEN), at=NOON)
    assert identity.key == Pkcs11Key("/usr/lib/module.so", "kakusho", "signing", "1234")
    assert "1234" not in repr(identity)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "SIGNING_CERTIFICATES_FILE: expected"),
        ({"signing_certificates_file": Path("/nowhere.pem")}, "SIGNING_CERTIFICATES_FILE: /nowhere.pem cannot be read"),
        ({"signing_certificates_file": "mine"}, "SIGNING_KEY_FILE: expected"),
        ({"signing_certificates_file": "mine", "signing_pkcs11_pin": "1234"}, "SIGNING_KEY_FILE: expected"),
        ({"signing_certificates_file": "mine", "signing_key_file": Path("/")}, "SIGNING_KEY_FILE: / cannot be read"),
    ],
)
def test_what_is_missing_is_named(pem: Path, given: dict[str, Any], said: str) -> None:
    filled: dict[str, Any] = {name: pem if value == "mine" else value for name, value in given.items()}
    with pytest.raises(SettingsError) as caught:
        signing_configuration.load(Settings(**ELSEWHERE, **filled), at=NOON)
    assert str(caught.value).startswith(said)
    assert "1234" not in str(caught.value)


@pytest.mark.parametrize("is_sample", [True, False])
async def test_the_private_key_reaches_no_process_that_reads_files_of_strangers(
    pem: Path, tmp_path: Path, *, is_sample: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    own: dict[str, Any] = {} if is_sample else {"signing_certificates_file": pem, "signing_key_file": pem}
    settings = Settings(data_dir=tmp_path / "data", **own)
    key = signing_configuration.load(settings, at=NOON).key
    assert isinstance(key, str)
    secret = key.partition("-----BEGIN PRIVATE KEY-----\n")[2].split("\n")[0]
    assert len(secret) > 60
    monkeypatch.setenv("SIGNING_PKCS11_PIN", secret)
    before = {process.pid for process in psutil.Process().children()}
    verifier, notices = signing_configuration.verifier(settings, at=NOON), NoticeReader(processes=1)
    try:
        await verifier.start()
        await notices.start()
        readers = [process for process in psutil.Process().children() if process.pid not in before]
        assert {argument for process in readers for argument in process.cmdline()} >= {
            "pdf.signing.signature_worker",
            "pdf.reading.notice_worker",
        }
        copies = [copy for process in readers for copy in process.children()]
        assert len(copies) >= 2
        for process in (*readers, *copies):
            assert not _remembers(process.pid, secret.encode())
            assert not _remembers(process.pid, b"SIGNING_PKCS11_PIN")
        assert _remembers(os.getpid(), secret.encode()), "this is how it would be found"
    finally:
        await verifier.close()
        await notices.close()


def _remembers(pid: int, secret: bytes) -> bool:
    """Whether the bytes occur in the writable memory of a process."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            where, access, *_ = line.split()
            if not access.startswith("rw") or line.endswith("[vvar]"):
                continue
            begin, end = (int(part, 16) for part in where.split("-"))
            memory.seek(begin)
            with suppress(OSError):
                if secret in memory.read(end - begin):
                    return True
    return False


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_key_that_cannot_sign_is_told_at_the_start(pem: Path, tmp_path: Path, command: str) -> None:
    other = tmp_path / "other.pem"
    other.write_text("no key")
    given = {"SIGNING_CERTIFICATES_FILE": pem, "SIGNING_KEY_FILE": other, "DATA_DIR": tmp_path / "data"}
    database = {"DATABASE_URL": "postgresql://127.0.0.1:9/none", "PORT": server_processes.free_port()}
    ended = server_processes.run(command, **given, **database, **server_processes.REQUIRED)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == ["kakusho: SIGNING_…: expected a private key as PEM without a password"]


def anchors(verifier: SignatureVerifier) -> TrustAnchors:
    """Its configured trust anchors."""
    return verifier.anchors


def test_earlier_signers_are_believed_on_their_days_and_the_present_one_always(pem: Path, tmp_path: Path) -> None:
    for name in ("old", "older", "stamps"):
        (tmp_path / f"{name}.pem").write_text(sample_authority.make(at=NOON))
    given = {
        "SIGNING_ANCHORS": f"{tmp_path}/old.pem@2024-04-01/2026-03-31, {tmp_path}/older.pem@/2024-03-31",
        "TIMESTAMP_ANCHORS": f"{tmp_path}/stamps.pem",
    }
    read = Settings(signing_certificates_file=pem, signing_key_file=pem, data_dir=tmp_path, **lowered(given))
    found = anchors(signing_configuration.verifier(read, at=NOON))
    present, old, older = found.trusted
    assert (present.begins_at, present.ends_at, older.begins_at) == (None, None, None)
    assert old.begins_at == datetime.datetime(2024, 4, 1, tzinfo=JAPAN)
    assert old.ends_at == datetime.datetime(2026, 4, 1, tzinfo=JAPAN)
    assert older.ends_at == old.begins_at
    last = datetime.datetime(2026, 3, 31, 23, 59, tzinfo=JAPAN)
    assert [old.is_valid_at(at) for at in (last, last + datetime.timedelta(minutes=1))] == [True, False]
    assert [each.certificates.count("BEGIN CERTIFICATE") for each in (*found.trusted, *found.timestamps)] == [2] * 4
    assert found.sample == ""
    assert "PRIVATE KEY" not in repr(found)


def test_the_key_never_reaches_what_reads_files_of_strangers(tmp_path: Path) -> None:
    sample_only = signing_configuration.verifier(Settings(data_dir=tmp_path), at=NOON)
    assert "PRIVATE KEY" not in repr(anchors(sample_only))
    assert anchors(sample_only).sample.count("BEGIN CERTIFICATE") == 2


def test_who_tried_out_first_still_knows_the_sample(pem: Path, tmp_path: Path) -> None:
    tried = anchors(signing_configuration.verifier(Settings(data_dir=tmp_path), at=NOON)).sample
    own = Settings(data_dir=tmp_path, signing_certificates_file=pem, signing_key_file=pem)
    assert anchors(signing_configuration.verifier(own, at=NOON)).sample == tried


@pytest.mark.parametrize("name", ["SIGNING_ANCHORS", "TIMESTAMP_ANCHORS"])
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("/nowhere.pem", "/nowhere.pem cannot be read (FileNotFoundError)"),
        ("{}/none.pem", "{}/none.pem: expected certificates as PEM"),
        ("{}/none.pem@2024-04-01/2026-03-31", "{}/none.pem: expected certificates as PEM"),
    ],
)
def test_anchors_that_cannot_be_read_are_named(tmp_path: Path, name: str, value: str, said: str) -> None:
    (tmp_path / "none.pem").write_text("no certificate")
    read = Settings(data_dir=tmp_path, **lowered({name: value.format(tmp_path)}))
    with pytest.raises(SettingsError) as caught:
        signing_configuration.verifier(read, at=NOON)
    assert str(caught.value) == f"{name}: {said.format(tmp_path)}"


def lowered(given: dict[str, str]) -> dict[str, Any]:
    return {name.lower(): value for name, value in given.items()}
