"""What the operating system enforces on processes that read untrusted files: told in the log at each start."""

import structlog

from pdf.workers import sandbox_probe

log = structlog.get_logger(__name__)


def report() -> None:
    """Try it, in a fork, and log it: one line for what is enforced, a warning for what is not."""
    found = sandbox_probe.probe()
    log.info("sandbox_enforced", enforced=found.enforced)
    if found.missing:
        log.warning("sandbox_not_enforced", missing=found.missing)
