"""kakusho verify-audit."""

import pytest

from commands import verify_audit
from models.after_issue.audit_chain import WITHOUT_SURETY, AuditBlock
from models.audit_records import AuditEvent
from resolvers import audit
from resolvers.audit_trail.seal_events import Sealer
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.database.owner_statements import execute_without_triggers
from tests.support.use_cases import advance, issued


async def test_says_what_was_verified(sample: SampleRegister, capsys: pytest.CaptureFixture[str]) -> None:
    await audit.record_anonymous("session.refused", address="", subject="一", at=NOON)
    assert await verify_audit.verify() == 0
    assert capsys.readouterr().out == (
        "0系列、0ブロック、監査記録0件を確認しました。\n"
        "まだ封印されていない監査記録が1件あります（2026-11-20T03:00:00+00:00から）。\n"
        "異常はありません。\n"
    )
    await Sealer().seal(at=NOON)
    assert await verify_audit.verify() == 0
    assert capsys.readouterr().out == "1系列、1ブロック、監査記録1件を確認しました。\n異常はありません。\n"


async def test_names_what_is_wrong(sample: SampleRegister, capsys: pytest.CaptureFixture[str]) -> None:
    await issued(sample, advance())
    await audit.record_anonymous("session.refused", address="", subject="一", at=NOON)
    await Sealer().seal(at=NOON)
    event = await AuditEvent.get(action="guarantee.issued")
    await execute_without_triggers(
        f"UPDATE audit_event SET address = 'x' WHERE id = '{event.id}'",
        f"DELETE FROM audit_block WHERE chain_id = '{WITHOUT_SURETY}'",
    )
    assert await verify_audit.verify() == 1
    *findings, verified, last = capsys.readouterr().out.splitlines()
    surety_id = sample.branch.surety_id
    name = (await sample.branch.surety).name
    assert findings[0] == f"監査記録が書き換えられています\t系列 {name}（{surety_id}）\tブロック 1\t監査記録 {event.id}"
    assert findings[1] == f"ブロックがありません\t系列 保証会社なし（{WITHOUT_SURETY}）\tブロック 1"
    assert [finding.partition("\t")[0] for finding in findings[2:]] == ["明細のブロックがありません"] * (
        len(findings) - 2
    )
    assert len(findings) == 3
    assert verified.startswith("1系列、1ブロック")
    assert last == "異常が3件あります。"


async def test_a_chain_of_an_unknown_surety_is_named_by_its_id(
    sample: SampleRegister, capsys: pytest.CaptureFixture[str]
) -> None:
    await audit.record_anonymous("session.refused", address="", subject="一", at=NOON)
    await Sealer().seal(at=NOON)
    block = await AuditBlock.get()
    await execute_without_triggers(f"UPDATE audit_block SET chain_id = '{block.id}'")
    assert await verify_audit.verify() == 1
    assert f"系列 不明な保証会社（{block.id}）\tブロック 1\n" in capsys.readouterr().out
