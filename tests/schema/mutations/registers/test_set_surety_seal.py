"""setSuretySeal: what is accepted, who may, and which certificates print it."""

import asyncio
import base64
import io
from typing import Any

import pymupdf
import pytest
from PIL import Image

import models
from models.certificate import Certificate
from models.document import Document, DocumentContent, DocumentKind
from models.parties.register_change import RegisterChange
from models.parties.seal_image import SealImage
from pdf.documents.stamp import SIZE
from pdf.reading.drawn_seal import SIDE
from resolvers.documents import compose_data, render_documents
from sample import sample_rates
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import DOCUMENT_SERVICES, NOON, Api
from tests.support import api_calls
from tests.support.document_rendering import render_all
from tests.support.hostile.images import flood, jpeg, photograph, png, screenshot
from tests.support.parties.registers import SET_SEAL, changed, keeper
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import NOT_FOUND, rival_branch

RED, BLUE = (200, 30, 30), (30, 30, 200)


def seal(colour: tuple[int, int, int], size: tuple[int, int] = (200, 200)) -> bytes:
    """A square of a colour on a transparent ground."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((*colour, 255), (20, 20, size[0] - 20, size[1] - 20))
    return png(image)


async def second(api: Api, **more: Any) -> dict[str, Any]:
    """Another surety, whose staff is "rival"."""
    branch = await rival_branch(api)
    await sample_rates.register(branch.surety_id)
    return {"id": ids.to_id("Surety", branch.surety_id), "version": 1, "branch": ids.to_id("Branch", branch.id)} | more


def given(surety: dict[str, Any], file: bytes | None, **more: Any) -> dict[str, Any]:
    encoded = None if file is None else base64.b64encode(file).decode()
    return {"suretyId": surety["id"], "version": surety["version"], "file": encoded} | more


async def set_seal(api: Api, surety: dict[str, Any], file: bytes | None, **more: Any) -> dict[str, Any]:
    answer = (await api.data(SET_SEAL, as_="operator", input=given(surety, file, **more)))["setSuretySeal"]
    assert answer["__typename"] == "SuretySealSet", answer
    surety["version"] = answer["surety"]["version"]
    return answer["surety"]


async def issued(api: Api, sample: SampleRegister, surety: dict[str, Any]) -> Certificate:
    contract = api_calls.contract_input(sample, isAnother=True)
    asked = {"guarantees": [api_calls.performance_input()], "submissionBranchId": surety["branch"]}
    application = await api_calls.apply(api, sample, contract=contract, **asked)
    id_ = {"guaranteeId": application["guarantees"][0]["id"]}
    await api.data(api_calls.APPROVE, as_="rival", input=id_)
    answer = (await api.data(api_calls.ISSUE, as_="rival", input=id_))["issueGuarantee"]
    return await Certificate.get(id=ids.key_of(answer["certificate"]["id"], "Certificate"))


def colour_of_stamp(file: bytes) -> tuple[int, ...]:
    """The colour in the middle of the first image on the page."""
    with pymupdf.open(stream=file) as opened:
        page = opened[0]
        ((number, *_),) = page.get_images()
        (box,) = page.get_image_rects(number)
        assert (round(box.width), round(box.height)) == (SIZE, SIZE)
        shown = page.get_pixmap(dpi=150)
        scale = 150 / 72
        return shown.pixel(int((box.x0 + SIZE / 2) * scale), int((box.y0 + SIZE / 2) * scale))


async def stored(version: Certificate) -> bytes:
    document = await Document.get(certificate_id=version.id, kind=DocumentKind.CERTIFICATE)
    return (await DocumentContent.get(id=document.storage_key)).content


async def rendered_again(version: Certificate) -> bytes:
    document = await Document.get(certificate_id=version.id, kind=DocumentKind.CERTIFICATE).select_related(
        "certificate"
    )
    document.fee_statement = document.auth_key = document.monthly_bill = document.filed_claim = None
    data = await render_documents._data(document, DOCUMENT_SERVICES, NOON)
    return await DOCUMENT_SERVICES.renderer.render(data)


def alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 12


async def test_certificates_print_the_seal_of_their_issue(api: Api, sample: SampleRegister) -> None:
    surety = await second(api)
    drawn = await issued(api, sample, surety)
    await set_seal(api, surety, seal(RED))
    red = await issued(api, sample, surety)
    await set_seal(api, surety, jpeg(Image.new("RGB", (80, 80), BLUE)))
    blue = await issued(api, sample, surety)
    await set_seal(api, surety, None)
    removed = await issued(api, sample, surety)
    await render_all()
    for version, colour in ((red, RED), (blue, BLUE)):
        assert alike(colour_of_stamp(await stored(version)), colour)
        assert alike(colour_of_stamp(await rendered_again(version)), colour)
    for version in (drawn, removed):
        with pymupdf.open(stream=await stored(version)) as opened:
            assert opened[0].get_images() == []
    assert drawn.seal_id is None
    assert compose_data.of_certificate(drawn, is_copy=False).seal is None


async def test_the_image_is_drawn_anew_and_its_history_kept(api: Api, sample: SampleRegister) -> None:
    surety = await second(api)
    first = await set_seal(api, surety, photograph())
    assert first["version"] == 2
    image = Image.open(io.BytesIO(base64.b64decode(first["seals"]["edges"][0]["node"]["png"])))
    assert (image.format, image.width, image.height, image.mode) == ("PNG", image.width, image.width, "P")
    assert image.width <= SIDE
    assert image.info == {}
    again = await set_seal(api, surety, photograph())
    assert again == first
    after = await set_seal(api, surety, None)
    newest, oldest = (edge["node"] for edge in after["seals"]["edges"])
    assert (newest["sha256"], newest["png"]) == (None, None)
    assert oldest == first["seals"]["edges"][0]["node"]
    removal = await RegisterChange.get(version=3)
    assert removal.changes == [
        {"path": ["file"], "label": "印影", "before": f"SHA-256 {oldest['sha256']}", "after": None}
    ]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "EMPTY"),
        (b"%PDF-1.7 ", "OTHER_TYPE"),
        (b"<svg/>", "OTHER_TYPE"),
        (screenshot()[:200], "DAMAGED"),
        (flood(40_000, 40_000), "TOO_MANY_PIXELS"),
        (flood(3_163, 3_163), "TOO_MANY_PIXELS"),
    ],
)
async def test_bombs_and_other_files_are_refused(api: Api, sample: SampleRegister, file: bytes, reason: str) -> None:
    surety = await second(api)
    answer = await refused(api, SET_SEAL, as_="operator", input=given(surety, file))
    assert (answer["__typename"], answer["reason"]) == ("AttachmentRefused", reason)
    assert "添付" not in answer["message"]


async def test_administrators_of_the_surety_set_it_and_others_see_none(api: Api, sample: SampleRegister) -> None:
    surety = await second(api)
    name = await keeper(api, "Surety", surety)
    answer = (await api.data(SET_SEAL, as_=name, input=given(surety, seal(RED))))["setSuretySeal"]
    assert len(answer["surety"]["seals"]["edges"]) == 1
    query = "query($id: ID!) { node(id: $id) { ... on Surety { seals { edges { node { png } } } } } }"
    for as_, count in ((None, 0), ("contractor", 0), ("surety", 0), ("obligee", 0), ("rival", 1), ("operator", 1)):
        assert len((await api.data(query, as_=as_, id=surety["id"]))["node"]["seals"]["edges"]) == count
    assert await refused(api, SET_SEAL, as_="surety", input=given(surety, seal(BLUE))) == NOT_FOUND
    assert (await error_of(api, SET_SEAL, as_="contractor", input=given(surety, None)))[1] == "FORBIDDEN"


async def test_versions_keys_and_both_at_once(api: Api, sample: SampleRegister) -> None:
    surety = await second(api)
    first = await set_seal(api, dict(surety), seal(RED), idempotencyKey="k")
    before = await table_contents()
    assert await set_seal(api, dict(surety), seal(RED), idempotencyKey="k") == first
    assert await table_contents() == before
    answer = await refused(api, SET_SEAL, as_="operator", input=given(surety, seal(BLUE), idempotencyKey="k"))
    assert answer["__typename"] == "IdempotencyConflict"
    stale = await refused(api, SET_SEAL, as_="operator", input=given(surety, seal(BLUE)))
    assert (stale["__typename"], stale["version"]) == ("EntryChangedSince", 2)
    last = surety | {"version": 2}
    answers = await asyncio.gather(
        *(api.data(SET_SEAL, as_="operator", input=given(last, seal((9, 9, number)))) for number in (9, 99))
    )
    assert sorted(each["setSuretySeal"]["__typename"] for each in answers) == ["EntryChangedSince", "SuretySealSet"]
    assert await SealImage.all().count() == 2
    assert (await changed(api, "Surety", surety | {"version": 3}, name="改称保証"))["version"] == 4
    assert (await models.Surety.get(name="改称保証")).version == 4
