"""Attempts of machine code in a sandboxed fork, as if a hostile file had taken over a library.

They call the C library directly: Python's audit hook sees none of them. Root may do more than others (read any memory,
raise limits, start processes in spite of RLIMIT_NPROC), so tests that run as root try each as both.
"""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from pdf.workers.system_calls import FILTER
from pdf.workers.worker_protocol import LENGTH
from settings import PROJECT_ROOT

pytestmark = pytest.mark.skipif(FILTER is None, reason="this machine's system calls are not filtered")

IMPORTED = """
import codecs
from pdf.workers import fork_server, process_controls, sandbox, upload_limits, worker_protocol
[codecs.lookup(codec) for codec in fork_server.CODECS]  # while the program can still read the interpreter's files
"""
BECOME_ORDINARY = """
if ordinary:
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
    c.prctl(4, 1, 0, 0, 0)  # the kernel hides the memory of a process that was root
"""
LIBRARY = """
import ctypes, os
c = ctypes.CDLL(None)
secret = ctypes.create_string_buffer(b"of the server")
copied = ctypes.create_string_buffer(13)
class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
here, there = Piece(ctypes.addressof(copied), 13), Piece(ctypes.addressof(secret), 13)
here_, there_ = ctypes.byref(here), ctypes.byref(there)
server = os.getpid()
"""
SERVER = """
import resource
from pdf.workers.fork_server import ForkServer, prepare_process
from pdf.workers.upload_limits import UploadLimits

for name in ("open socket fork kill tgkill ptrace process_vm_readv process_vm_writev setpriority sched_setscheduler"
             " setrlimit unlink execv pread write pipe mmap sigaction getppid").split():
    setattr(c, name, getattr(c, name))  # looked up now
c.mmap.restype = ctypes.c_long
c.pread.argtypes = ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_long
no_limit = (ctypes.c_ulong * 2)(64, 64)
priority, ends = (ctypes.c_int * 1)(0), (ctypes.c_int * 2)()
words = (ctypes.c_char_p * 2)(b"true", None)
default_action = ctypes.create_string_buffer(200)
high = 90  # where a library may have opened something
os.dup2(os.open(os.devnull, os.O_WRONLY), high)
os.dup2(os.open("/proc/self/mem", os.O_RDONLY), high + 1)

def forking():
    child = c.fork()
    if child == 0:
        os._exit(0)
    return child

def unlimited(call, *arguments):
    c.setrlimit(int(resource.RLIMIT_NOFILE), no_limit)
    return call(*arguments)

limits = UploadLimits(wall_seconds=600, foreground_cpu_seconds=600, niceness=0)
prepare_process(limits)
print(ForkServer(lambda _: b"refused" if attempt() == -1 else b"done", limits)(b"try"))
"""
ATTEMPTS = {
    "read the server's memory": "c.process_vm_readv(server, here_, 1, there_, 1, 0)",
    "write the server's memory": "c.process_vm_writev(server, here_, 1, there_, 1, 0)",
    "trace the server": "c.ptrace(0x4206, server, None, None)",
    "signal the server": "c.kill(server, 0)",
    "signal a thread of the server": "c.tgkill(server, server, 0)",
    "signal everybody": "c.kill(-1, 0)",
    "read memory by a descriptor that was left open": "c.pread(high + 1, copied, 13, there.base)",
    "write to a descriptor that was left open": "c.write(high, b'x', 1)",
    "open a file": "unlimited(c.open, b'/etc/passwd', 0)",
    "connect": "unlimited(c.socket, 2, 1, 0)",
    "make a pipe": "unlimited(c.pipe, ends)",
    "delete a file": "c.unlink(b'victim')",
    "start a process": "forking()",
    "become another program": "c.execv(b'/bin/true', words)",
    "slow the server down": "c.setpriority(0, server, 19)",
    "have the server run on idle CPUs only": "c.sched_setscheduler(server, 5, priority)",
    "leave the idle CPUs": "c.sched_setscheduler(0, 0, priority)",
    "survive the limit of CPU time": "c.sigaction(24, default_action, None)",
    "get memory that can be executed": "c.mmap(None, 4096, 7, 0x22, -1, 0)",
    "learn who the server is": "c.getppid()",
}
USERS = [
    pytest.param(False, id="as-the-user-of-the-tests"),
    pytest.param(True, id="as-an-ordinary-user", marks=pytest.mark.skipif(os.geteuid() != 0, reason="needs root")),
]


def run(code: str, *, ordinary: bool, **options: Any) -> Any:
    """The output of a program."""
    program = f"ordinary = {ordinary}\n{LIBRARY}{BECOME_ORDINARY}{code}"
    process = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", f"import sys\nsys.path.insert(0, {str(PROJECT_ROOT)!r})\n{IMPORTED}{program}"],
        capture_output=True,
        timeout=300,
        check=False,
        **options,
    )
    assert process.returncode == 0, process.stderr.decode()
    return process.stdout


@pytest.mark.parametrize("ordinary", USERS)
@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_fork_cannot(name: str, *, ordinary: bool, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    (tmp_path / "victim").touch()
    code = f"attempt = lambda: {ATTEMPTS[name]}\n{SERVER}"
    assert run(code, ordinary=ordinary, cwd=tmp_path).strip() == b"b'+refused'"
    assert (tmp_path / "victim").exists()


READ = """
child = os.fork()
if child == 0:
    os._exit(13 if c.process_vm_readv(server, here_, 1, there_, 1, 0) == 13 else 0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_hidden_memory_is_read_by_no_process_of_the_same_user() -> None:
    assert run(READ, ordinary=True).strip() == b"13", "a kernel on which this shows nothing"
    assert run(f"process_controls.hide_memory()\n{READ}", ordinary=True).strip() == b"0"


def test_every_worker_hides_its_memory_before_it_gets_anything() -> None:
    serve = "worker_protocol.serve(lambda _: lambda _: str(c.prctl(3, 0, 0, 0, 0)).encode())"
    messages = LENGTH.pack(0) + LENGTH.pack(3) + b"try"
    assert run(serve, ordinary=False, input=messages) == LENGTH.pack(0) + LENGTH.pack(1) + b"0"


ABANDONED = """
import time
limits = upload_limits.UploadLimits(wall_seconds=600)
fork = fork_server._Fork(lambda _: time.sleep(600), limits)
fork.send(b"sleep")
print(fork.pid, flush=True)
os._exit(0)
"""


def test_a_fork_ends_with_its_server_whatever_it_does() -> None:
    with suppress(psutil.NoSuchProcess):  # it may have ended before
        psutil.Process(int(run(ABANDONED, ordinary=False))).wait(timeout=60)
