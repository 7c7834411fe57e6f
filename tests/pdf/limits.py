"""Limits for tests whose outcome does not depend on the load of the machine."""

from dataclasses import replace

from pdf.workers.upload_limits import UploadLimits


def generous(limits: UploadLimits) -> UploadLimits:
    """The same limits of CPU time and memory, and time to wait for both."""
    return replace(limits, wait_seconds=600, wall_seconds=600, foreground_cpu_seconds=600, niceness=0)


GENEROUS = generous(UploadLimits())
"""Only CPU time and memory end a worker."""
