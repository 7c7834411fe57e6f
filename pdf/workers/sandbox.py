"""The sandbox of a process that reads an untrusted file: it computes within limits, and responds.

The kernel enforces limits and the filter of system calls, on machine code too; the filter also keeps root from raising
the limits. The audit hook is Python's (PEP 578): it applies to Python code, which is all that pdfminer is, and is what
remains where the kernel has no such filter (`sandbox_probe.py` reports it).
"""

import os
import resource
import signal
import sys

from pdf.workers import process_controls, system_calls
from pdf.workers.upload_limits import UploadLimits

CPU_SECONDS = 2
"""The kernel counts whole seconds. A key notice takes 15 milliseconds."""
MAX_MEMORY = 256 * 2**20
"""Bytes of address space. macOS does not enforce it."""
_RESOURCE_LIMITS = {
    resource.RLIMIT_AS: (MAX_MEMORY, MAX_MEMORY),
    resource.RLIMIT_CPU: (CPU_SECONDS, CPU_SECONDS + 1),  # SIGXCPU, which gives the reason, then SIGKILL
    resource.RLIMIT_NOFILE: (0, 0),  # no new descriptor: no file, no socket, no pipe
    resource.RLIMIT_FSIZE: (0, 0),
    resource.RLIMIT_NPROC: (0, 0),  # no process and no thread; root is exempt
    resource.RLIMIT_CORE: (0, 0),
}
_FORBIDDEN_EVENTS = (
    *("open", "os.", "socket.", "subprocess.", "shutil.", "tempfile.", "ctypes.", "import", "exec", "marshal."),
)


def enter_sandbox() -> None:
    """Restrict this process for the rest of its life."""
    for limit, values in _RESOURCE_LIMITS.items():
        resource.setrlimit(limit, values)
    if hasattr(os, "SCHED_IDLE"):  # Linux
        signal.signal(signal.SIGPROF, lambda *_: os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0)))
    process_controls.hide_memory()
    if system_calls.FILTER is not None:
        process_controls.filter_system_calls(system_calls.FILTER)
    sys.addaudithook(_reject_event)


def start_timers(limits: UploadLimits) -> None:
    """End this process by SIGALRM after the wall limit. After its foreground CPU time it runs on idle CPUs only.

    Niceness alone is not enough: a server that wakes for a moment waits for milliseconds for other computing processes,
    at any niceness, unless these run on idle CPUs only.
    """
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)
    if hasattr(os, "SCHED_IDLE"):
        signal.setitimer(signal.ITIMER_PROF, limits.foreground_cpu_seconds)


def _reject_event(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN_EVENTS):
        raise PermissionError(event)
