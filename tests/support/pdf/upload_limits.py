"""Limits for tests, whose outcome does not depend on how busy the machine is."""

from pdf.workers.upload_limits import UploadLimits

GENEROUS = UploadLimits(wait_seconds=600, wall_seconds=600, foreground_cpu_seconds=600, niceness=0)
"""CPU time and memory alone end a worker."""
