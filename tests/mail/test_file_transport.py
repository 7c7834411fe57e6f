from pathlib import Path

from mail.file_transport import FileTransport
from mail.mime_messages import MailMessage


async def test_a_mail_becomes_one_file_for_its_owner_however_often_it_comes(tmp_path: Path) -> None:
    folder = FileTransport(tmp_path / "data" / "mail")
    for content in (b"first", b"again"):
        await folder.send(MailMessage("0123", "a@example.jp", "b@example.jp", "件名", content))
    await folder.close_idle()
    (file,) = (tmp_path / "data" / "mail").iterdir()
    assert (file.name, file.read_bytes()) == ("0123.eml", b"again")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
