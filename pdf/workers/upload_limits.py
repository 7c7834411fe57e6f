"""How long an upload may wait and its worker may take, and how the worker shares the CPU with others."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class UploadLimits:
    """Limits of wall-clock time and CPU shares; those of CPU time and memory are fixed (pdf/workers/sandbox.py).

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

    @property
    def response_seconds(self) -> float:
        """Until the server kills a worker that did not end."""
        return self.wall_seconds + 0.3

    def to_arguments(self) -> list[str]:
        """The limits that the worker enforces, as arguments of its command line."""
        return [str(self.wall_seconds), str(self.foreground_cpu_seconds), str(self.niceness)]

    @classmethod
    def from_arguments(cls, arguments: Sequence[str]) -> "UploadLimits":
        """The limits that the worker enforces. Raises ValueError."""
        wall_seconds, foreground_cpu_seconds, niceness = arguments
        return cls(
            wall_seconds=float(wall_seconds),
            foreground_cpu_seconds=float(foreground_cpu_seconds),
            niceness=int(niceness),
        )
