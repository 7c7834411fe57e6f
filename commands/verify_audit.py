"""kakusho verify-audit: verify the chains of the audit log, and print what is wrong."""

import argparse
from uuid import UUID

from commands import configured_settings, database_access
from models.after_issue.audit_chain import WITHOUT_SURETY
from models.parties.surety import Surety
from resolvers.audit_trail import verify_chains
from resolvers.audit_trail.findings_of_chain import Finding

HELP = "verify the audit log, and print what was changed, removed or inserted"


def add_arguments(_: argparse.ArgumentParser) -> None:
    """There are none: everything is verified."""


def run(_: argparse.Namespace) -> int:
    """Print a line for each finding, and what was verified. Returns 1 if there are findings."""
    settings = configured_settings.configure()
    return database_access.run(settings, verify)


async def verify() -> int:
    """Verify and print; the exit status."""
    names = {id_: str(name) for id_, name in await Surety.all().values_list("id", "name")}
    found = 0

    def report(finding: Finding) -> None:
        nonlocal found
        found += 1
        print(_wording(finding, names))

    verified = await verify_chains.verify(report)
    print(f"{len(verified.heads)}系列、{verified.blocks}ブロック、監査記録{verified.events}件を確認しました。")
    if verified.unsealed_since:
        since = verified.unsealed_since.isoformat(timespec="seconds")
        print(f"まだ封印されていない監査記録が{verified.unsealed}件あります（{since}から）。")
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
