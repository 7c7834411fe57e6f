"""kakusho export-checkpoint, and verify-audit with its file."""

import datetime
from pathlib import Path

import pytest

from commands import export_checkpoint, verify_audit
from commands.refusal import RefusedError
from pdf.signing.trust_anchors import TrustAnchors
from resolvers import audit
from resolvers.audit_trail import make_checkpoint
from sample.sample_register import SampleRegister
from tests.conftest import DOCUMENT_SERVICES, NOON, SAMPLE_PEM
from tests.support.database.owner_statements import execute_without_triggers

ANCHORS = TrustAnchors(sample=SAMPLE_PEM)
DAY = datetime.timedelta(days=1)


async def test_the_last_checkpoint_or_that_of_a_day(sample: SampleRegister, tmp_path: Path) -> None:
    store = DOCUMENT_SERVICES.store
    with pytest.raises(RefusedError, match="チェックポイントはありません"):
        await export_checkpoint.find(day=None, store=store)
    await audit.record_anonymous("session.refused", address="", subject="一", at=NOON)
    for at in (NOON, NOON + DAY):
        await make_checkpoint.make(services=DOCUMENT_SERVICES, at=at)
    row, content = await export_checkpoint.find(day=None, store=store)
    assert row.day == (NOON + DAY).date()
    row, content = await export_checkpoint.find(day=NOON.date(), store=store)
    assert row.day == NOON.date()
    file = tmp_path / "checkpoint.p7m"
    file.write_bytes(content)
    checkpoint = verify_audit.checkpoint_in(file, anchors=ANCHORS, at=NOON)
    assert checkpoint.made_at == NOON
    assert await verify_audit.verify(kept=checkpoint, since=checkpoint) == 0
    with pytest.raises(RefusedError, match="信頼されていません"):
        verify_audit.checkpoint_in(file, anchors=TrustAnchors(), at=NOON)
    file.write_bytes(await DOCUMENT_SERVICES.renderer.sign(b"{}"))
    with pytest.raises(RefusedError, match="署名の正しいチェックポイントではありません"):
        verify_audit.checkpoint_in(file, anchors=ANCHORS, at=NOON)
    with pytest.raises(RefusedError, match="読めません"):
        verify_audit.checkpoint_in(tmp_path / "none", anchors=ANCHORS, at=NOON)
    await execute_without_triggers("DELETE FROM document_content")
    with pytest.raises(RefusedError, match="チェックポイントを読めません"):
        await export_checkpoint.find(day=None, store=store)
