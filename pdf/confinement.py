"""What a process may do while it reads a file of strangers: compute, within limits, and answer.

The limits are the kernel's. They hold for machine code too, unless it runs as root, who may raise them. The guard is
Python's (PEP 578): it holds for Python code, which is all that pdfminer is.
"""

import resource
import signal
import sys

WALL_SECONDS = 2.5
CPU_SECONDS = 2
"""Whole seconds are all that the kernel counts; what is computed longer is not a key notice (fifteen milliseconds)."""
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
    """Confine this process for the rest of its life, which ends after WALL_SECONDS."""
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)  # SIGALRM ends a process, whatever it is doing
    for limit, values in _LIMITS.items():
        resource.setrlimit(limit, values)
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
