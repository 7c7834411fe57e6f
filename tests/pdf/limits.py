"""Limits for tests whose outcome does not depend on the load of the machine."""

from pdf.workers.upload_limits import UploadLimits

GENEROUS = UploadLimits(wait_seconds=600, wall_seconds=600, foreground_cpu_seconds=600, niceness=0)
"""Only CPU time and memory end a worker."""
