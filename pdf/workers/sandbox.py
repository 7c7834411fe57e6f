"""What a process may do while it reads a file of strangers: compute, within limits, and answer.

The limits are the kernel's. They hold for machine code too, unless it runs as root, who may raise them. The guard is
Python's (PEP 578): it holds for Python code, which is all that pdfminer is.
"""

import os
import resource
import signal
import sys

WALL_SECONDS = 2.5
CPU_SECONDS = 2
"""Whole seconds are all that the kernel counts; what is computed longer is not a key notice (fifteen milliseconds)."""
EARNEST_SECONDS = 0.1
"""Computed as others compute; a key notice takes a quarter of it."""
MEMORY = 256 * 2**20
"""Bytes of address space; macOS does not hold anybody to it."""
_LIMITS = {
    resource.RLIMIT_AS: (MEMORY, MEMORY),
    resource.RLIMIT_CPU: (CPU_SECONDS, CPU_SECONDS + 1),  # SIGXCPU, which tells what it was, then SIGKILL
    resource.RLIMIT_NOFILE: (0, 0),  # no new descriptor: no file, no socket, no pipe
    resource.RLIMIT_FSIZE: (0, 0),
    resource.RLIMIT_NPROC: (0, 0),  # no process and no thread; root is exempt
    resource.RLIMIT_CORE: (0, 0),
}
_FORBIDDEN = ("open", "os.", "socket.", "subprocess.", "shutil.", "tempfile.", "ctypes.", "import", "exec", "marshal.")


def confine() -> None:
    """Confine this process for the rest of its life."""
    for limit, values in _LIMITS.items():
        resource.setrlimit(limit, values)
    sys.addaudithook(_refuse)


def limit_time() -> None:
    """End this process after WALL_SECONDS, whatever it is doing then: by SIGALRM. What computes long is soon put last.

    Niceness alone is not enough: who is woken for a moment, as servers are, waits for whoever is computing for
    milliseconds, however nice that is, unless it only computes where nobody else does.
    """
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
    if hasattr(os, "SCHED_IDLE"):  # Linux
        signal.signal(signal.SIGPROF, lambda *_: os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0)))
        signal.setitimer(signal.ITIMER_PROF, EARNEST_SECONDS)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
