import asyncio
import datetime
from dataclasses import replace
from uuid import UUID

import orjson
import pytest

from models.after_issue.audit_chain import WITHOUT_SURETY, AuditBlock
from models.after_issue.audit_checkpoint import AuditCheckpoint
from models.document import DocumentContent
from pdf.signing import signed_data
from pdf.signing.signed_data import NotSignedData
from pdf.signing.trust_anchors import Trust, TrustAnchors
from resolvers import audit
from resolvers.audit_trail import checkpoint_content, make_checkpoint, verify_chains
from resolvers.audit_trail.checkpoint_content import Checkpoint, Head, NoCheckpoint
from resolvers.audit_trail.findings_of_chain import Fault, Finding
from resolvers.audit_trail.seal_events import Sealer
from sample.sample_register import SampleRegister
from tests.conftest import DOCUMENT_SERVICES, NOON, SAMPLE_PEM
from tests.support.database.owner_statements import execute_without_triggers
from tests.support.use_cases import advance, issued

ANCHORS = TrustAnchors(sample=SAMPLE_PEM)
DAY = datetime.timedelta(days=1)


async def record(at: datetime.datetime) -> None:
    await audit.record_anonymous("session.refused", address="", subject="一", at=at)


async def made(at: datetime.datetime = NOON) -> Checkpoint:
    row = await make_checkpoint.make(services=DOCUMENT_SERVICES, at=at)
    assert row is not None
    content = await DOCUMENT_SERVICES.store.get(row.storage_key)
    assert len(content) == row.size
    return checkpoint_content.parsed(signed_data.read(content, anchors=ANCHORS, at=at).content)


async def findings(*, kept: Checkpoint | None = None, since: Checkpoint | None = None) -> list[Finding]:
    found: list[Finding] = []
    await verify_chains.verify(found.append, kept=kept, since=since)
    return found


async def test_it_states_the_head_of_every_chain_and_is_signed(sample: SampleRegister) -> None:
    await issued(sample, advance())
    await record(NOON)
    row = await make_checkpoint.make(services=DOCUMENT_SERVICES, at=NOON)
    assert row is not None
    assert (row.day, row.made_at) == (datetime.date(2026, 11, 20), NOON)
    signed = signed_data.read(await DOCUMENT_SERVICES.store.get(row.storage_key), anchors=ANCHORS, at=NOON)
    assert (signed.signer, signed.trust, signed.stamped_at) == ("確証 試験用署名（法的効力なし）", Trust.SAMPLE, None)
    stated = orjson.loads(signed.content)
    heads = {block.chain_id: block.hash.hex() for block in await AuditBlock.all()}
    assert {UUID(each["chain"]): each["hash"] for each in stated["chains"]} == heads
    assert set(heads) == {sample.branch.surety_id, WITHOUT_SURETY}
    assert [each["surety"] for each in stated["chains"]] == [None, (await sample.branch.surety).name]
    assert stated["installation"] == "http://kakusho.test"
    assert checkpoint_content.parsed(signed.content).made_at == NOON


async def test_there_is_one_a_day(sample: SampleRegister) -> None:
    results = await asyncio.gather(*(make_checkpoint.make(services=DOCUMENT_SERVICES, at=NOON) for _ in range(3)))
    (only,) = filter(None, results)
    assert await make_checkpoint.make(services=DOCUMENT_SERVICES, at=NOON) is None
    assert [each.id for each in await DocumentContent.all()] == [only.storage_key]
    assert await make_checkpoint.make(services=DOCUMENT_SERVICES, at=NOON + DAY) is not None
    assert await AuditCheckpoint.all().count() == 2


async def test_a_log_that_continues_it_has_no_faults(sample: SampleRegister) -> None:
    await record(NOON)
    first = await made()
    await record(NOON + DAY)
    await Sealer().seal(at=NOON + DAY)
    assert await findings(kept=first) == await findings(since=first) == []
    verified = await verify_chains.verify(lambda _: None, since=first)
    assert (verified.blocks, verified.events) == (1, 1)
    assert await findings(since=replace(first, heads={})) == []


async def test_a_chain_that_was_made_anew_is_found_by_a_checkpoint_only(sample: SampleRegister) -> None:
    await record(NOON)
    first = await made()
    await execute_without_triggers(
        *(f"DELETE FROM {table}" for table in ("audit_event", "audit_leaf", "audit_block", "audit_chain"))
    )
    await record(NOON)
    await Sealer().seal(at=NOON)
    assert await findings() == []
    assert await findings(kept=first) == [Finding(Fault.CHECKPOINT_DIFFERS, WITHOUT_SURETY, 1)]
    assert Finding(Fault.CHECKPOINT_DIFFERS, WITHOUT_SURETY, 1) in await findings(since=first)


async def test_an_event_that_is_inserted_with_a_time_before_it_is_found(sample: SampleRegister) -> None:
    await record(NOON)
    first = await made(NOON + DAY)
    await record(NOON)
    await Sealer().seal(at=NOON + DAY)
    (found,) = await findings(since=first)
    assert (found.fault, found.number) == (Fault.EVENT_BACKDATED, 2)


async def test_only_signed_data_is_read(sample: SampleRegister) -> None:
    signed = await DOCUMENT_SERVICES.renderer.sign(b"content")
    assert signed_data.read(signed, anchors=ANCHORS, at=NOON).content == b"content"
    assert signed_data.read(signed, anchors=TrustAnchors(), at=NOON).trust is Trust.UNKNOWN
    for wrong in (b"", b"content", signed[:-1], signed.replace(b"content", b"CONTENT")):
        with pytest.raises(NotSignedData):
            signed_data.read(wrong, anchors=ANCHORS, at=NOON)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        Checkpoint(NOON, "", {}).as_json({}).replace(b'"format": 1', b'"format": 2'),
        Checkpoint(NOON, "", {WITHOUT_SURETY: Head(1, b"x")}).as_json({}).replace(b'"78"', b'"7g"'),
    ],
)
def test_only_a_checkpoint_is_parsed(content: bytes) -> None:
    with pytest.raises(NoCheckpoint):
        checkpoint_content.parsed(content)
