"""kakusho verify-audit: verify the chains of the audit log, and print what is wrong."""

import argparse
import datetime
from pathlib import Path
from uuid import UUID

from commands import clock, configured_settings, database_access, signing_configuration
from commands.refusal import RefusedError
from models.after_issue.audit_chain import WITHOUT_SURETY
from models.parties.surety import Surety
from pdf.signing import signed_data
from pdf.signing.signed_data import NotSignedData
from pdf.signing.trust_anchors import Trust, TrustAnchors
from resolvers.audit_trail import checkpoint_content, verify_chains
from resolvers.audit_trail.checkpoint_content import Checkpoint, NoCheckpoint
from resolvers.audit_trail.findings_of_chain import Finding

HELP = "verify the audit log, and print what was changed, removed or inserted"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Checkpoints that were kept elsewhere (`kakusho export-checkpoint`)."""
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="verify that the log continues this checkpoint")
    parser.add_argument("--from", dest="since", type=Path, metavar="FILE", help="read what follows this checkpoint")


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each finding, and what was verified. Returns 1 if there are findings. Raises RefusedError."""
    settings, now = configured_settings.configure(), clock.now()
    anchors = signing_configuration.verifier(settings, at=now).anchors
    kept, since = (
        None if path is None else checkpoint_in(path, anchors=anchors, at=now)
        for path in (arguments.checkpoint, arguments.since)
    )
    return database_access.run(settings, lambda: verify(kept=kept, since=since))


def checkpoint_in(path: Path, *, anchors: TrustAnchors, at: datetime.datetime) -> Checkpoint:
    """The checkpoint of a file; says who signed it. Raises RefusedError unless a trusted signature matches."""
    try:
        signed = signed_data.read(path.read_bytes(), anchors=anchors, at=at)
        checkpoint = checkpoint_content.parsed(signed.content)
    except OSError as error:
        raise RefusedError(f"{path} を読めません（{type(error).__name__}）。") from None
    except (NotSignedData, NoCheckpoint):
        raise RefusedError(f"{path} は、署名の正しいチェックポイントではありません。") from None
    if signed.trust is Trust.UNKNOWN:
        raise RefusedError(f"{path} の署名者（{signed.signer}）は信頼されていません。")
    made_at = checkpoint.made_at.isoformat(timespec="seconds")
    stamped = f"、タイムスタンプ {signed.stamped_at.isoformat(timespec='seconds')}" if signed.stamped_at else ""
    print(f"チェックポイント {path}：{made_at}、署名者 {signed.signer}{stamped}")
    return checkpoint


async def verify(*, kept: Checkpoint | None = None, since: Checkpoint | None = None) -> int:
    """Verify and print; the exit status."""
    names = {id_: str(name) for id_, name in await Surety.all().values_list("id", "name")}
    found = 0

    def report(finding: Finding) -> None:
        nonlocal found
        found += 1
        print(_wording(finding, names))

    verified = await verify_chains.verify(report, kept=kept, since=since)
    print(f"{len(verified.heads)}系列、{verified.blocks}ブロック、監査記録{verified.events}件を確認しました。")
    if verified.unsealed_since:
        begin = verified.unsealed_since.isoformat(timespec="seconds")
        print(f"まだ封印されていない監査記録が{verified.unsealed}件あります（{begin}から）。")
    print(f"異常が{found}件あります。" if found else "異常はありません。")
    return 1 if found else 0


def _wording(finding: Finding, names: dict[UUID, str]) -> str:
    parts = [finding.fault.value]
    if finding.chain_id is not None:
        name = "保証会社なし" if finding.chain_id == WITHOUT_SURETY else names.get(finding.chain_id, "不明な保証会社")
        parts.append(f"系列 {name}（{finding.chain_id}）")
    if finding.number is not None:
        parts.append(f"ブロック {finding.number}")
    if finding.event_id is not None:
        parts.append(f"監査記録 {finding.event_id}")
    return "\t".join(parts)
