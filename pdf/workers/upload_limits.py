"""How long an upload may wait, and what its worker may take of time, CPU and memory."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class UploadLimits:
    """Limits of time, CPU shares and memory; the defaults are those of key notices and certificates.

    The wall limit is the second line behind the limit of CPU time: it only ends a worker that the machine gives too
    little CPU time.
    """

    wait_seconds: float = 3
    """Until a worker becomes free."""
    wall_seconds: float = 2.5
    """From the arrival of a file at its worker until the worker is ended."""
    foreground_cpu_seconds: float = 0.1
    """CPU time after which the worker runs on idle CPUs only; a key notice takes a quarter of it."""
    niceness: int = 19
    """Other requests come first; on an idle machine it costs nothing."""
    cpu_seconds: int = 2
    """The kernel counts whole seconds. A key notice takes 15 milliseconds."""
    max_memory: int = 256 * 2**20
    """Bytes of address space. macOS does not enforce it."""
    max_response_bytes: int = 65_536

    @property
    def response_seconds(self) -> float:
        """Until the server kills a worker that did not end."""
        return self.wall_seconds + 0.3

    def to_arguments(self) -> list[str]:
        """The limits as arguments of the worker's command line."""
        return [json.dumps(asdict(self))]

    @classmethod
    def from_arguments(cls, arguments: Sequence[str]) -> "UploadLimits":
        """The limits of such arguments. Raises ValueError."""
        (written,) = arguments
        return cls(**json.loads(written))
