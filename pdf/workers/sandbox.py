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

_NOTHING = {
    resource.RLIMIT_NOFILE: (0, 0),  # no new descriptor: no file, no socket, no pipe
    resource.RLIMIT_FSIZE: (0, 0),
    resource.RLIMIT_NPROC: (0, 0),  # no process and no thread; root is exempt
    resource.RLIMIT_CORE: (0, 0),
}
_FORBIDDEN_EVENTS = (
    *("open", "os.", "socket.", "subprocess.", "shutil.", "tempfile.", "ctypes.", "import", "exec", "marshal."),
)


def enter_sandbox(limits: UploadLimits) -> None:
    """Restrict this process for the rest of its life."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.max_memory, limits.max_memory))
    cpu_seconds = limits.cpu_seconds, limits.cpu_seconds + 1  # SIGXCPU, which gives the reason, then SIGKILL
    resource.setrlimit(resource.RLIMIT_CPU, cpu_seconds)
    for limit, values in _NOTHING.items():
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
