"""The contractor attaches a file to an application, and the surety's staff read it."""

import hashlib

import httpx

from tests.conftest import Api
from tests.end_to_end.form_values import RARE
from tests.support.applying.attaching import answer_to, attached
from tests.support.hostile.attached_files import PLAIN
from tests.support.hostile.images import CAMERA, photograph

TRIES = 5
"""On a busy machine, examining may exceed its time limit."""
FILES = {
    "pdf": (PLAIN, "契約書　写し.pdf", "application/pdf"),
    "photograph": (photograph(6), f"../{RARE}\u202e現場.JPG", "image/jpeg"),
}
"""By `attachment`: content, name and type."""


async def attach_and_read(api: Api, application_id: str, attachment: str) -> None:
    """Nothing for "none"."""
    if attachment == "none":
        return
    file, name, type_ = FILES[attachment]
    answer = await answer_to(api, application_id, file, name=name, description="請負契約書の写し")
    for _ in range(TRIES):
        if answer.get("reason") not in {"TOO_SLOW", "BUSY"}:
            break
        answer = await answer_to(api, application_id, file, name=name, description="請負契約書の写し")
    assert answer["__typename"] == "AttachmentAdded", answer
    (seen,) = await attached(api, application_id, as_="surety")
    assert (seen["id"], seen["by"], seen["contentType"]) == (answer["attachment"]["id"], "CONTRACTOR", type_)
    assert seen["filename"] == name.removeprefix("../").replace("\u202e", "")
    content = (await api.http.get(httpx.URL(seen["url"]).raw_path.decode())).content
    assert hashlib.sha256(content).hexdigest() == seen["sha256"]
    assert CAMERA.encode() not in content
