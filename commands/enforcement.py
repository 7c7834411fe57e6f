"""The log entry at each start about the sandbox of processes that read untrusted files."""

import structlog

from pdf.workers import sandbox_probe

log = structlog.get_logger(__name__)


def report() -> None:
    """Test the sandbox in a fork, and log one line for what is enforced, a warning for what is missing."""
    found = sandbox_probe.probe()
    log.info("sandbox_enforced", enforced=found.enforced)
    if found.missing:
        log.warning("sandbox_not_enforced", missing=found.missing)
