"""Documents: ours beside typst and reportlab, on the same words, in one run.

    .venv/bin/python -m benchmarks.documents            # a minute; --quick for a few seconds

Part of `make bench` too. The other typesetters are left out where `scripts/install --dev` has not installed them.
"""

import argparse
import datetime
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks import report
from benchmarks.report import Section, at_least, at_most, median
from benchmarks.typesetters.content import Content, content
from pdf.signing import sample_authority
from pdf.signing.identity import SigningIdentity
from settings import PROJECT_ROOT

KINDS = ("notice", "certificate")
OURS = "ours (borb once, then our writer)"
MOST_MILLISECONDS = {"notice": 2.0, "certificate": 7.0}
MOST_TO_SIGN = 30
"""Milliseconds."""
MOST_BYTES = 70_000
MOST_MEGABYTES = 200
MOST_SECONDS = 1.5
BATCH = 20
"""Documents of one typesetter in a row."""

Typesetter = Callable[[Content], bytes]


@dataclass(frozen=True)
class Measurement:
    """One typesetter with one kind: milliseconds of each document, and the size of one."""

    milliseconds: Sequence[float]
    size: int


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.documents", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="whether it works, not how fast it is")
    quick = parser.parse_args().quick
    sections = measure(is_quick=quick)
    print(report.whole("One process, warm unless said otherwise.\n", sections))
    return int(not all(goal.is_met for section in sections for goal in section.goals))


def measure(*, is_quick: bool) -> list[Section]:
    """Speed beside others, signing, and the process that does it."""
    batches, growth = (3, 500) if is_quick else (25, 10_000)
    return [_side_by_side(batches), _signing(10 if is_quick else 100), _process(growth, starts=2 if is_quick else 7)]


def _side_by_side(batches: int) -> Section:
    contents = [content(index) for index in range(batches * BATCH)]
    found = _measured(_typesetters(contents), contents)
    rows: list[list[str]] = []
    for (kind, name), of in found.items():
        times = sorted(of.milliseconds)
        slow = times[int(len(times) * 0.99)]
        rows.append(
            [
                kind,
                name,
                f"{median(times):.2f}",
                f"{slow:.2f}",
                f"{_ratio(of, found[kind, OURS]):.2f} ×",
                f"{of.size:,}",
            ]
        )
    note = (
        f"The same words, no two documents alike: {batches * BATCH} of each kind, in batches of {BATCH} by turns; the"
        " ratio is the median of the documents' ratios. Only ours has frame, guilloche and seal; all embed fonts and"
        " draw the code as vectors; reportlab attaches no file."
    )
    goals = [at_most(MOST_MILLISECONDS[kind], median(found[kind, OURS].milliseconds), kind, " ms") for kind in KINDS]
    goals += [at_most(MOST_BYTES, found[kind, OURS].size, f"{kind}, bytes") for kind in KINDS]
    goals += [
        at_least(1, _ratio(of, found[kind, OURS]), f"{kind}: times as fast as {name}")
        for (kind, name), of in found.items()
        if name != OURS
    ]
    return Section("Documents, unsigned, side by side", f"{note}\n\n{report.table(_HEAD, rows)}", goals)


def _ratio(of: Measurement, ours: Measurement) -> float:
    return median(other / own for other, own in zip(of.milliseconds, ours.milliseconds, strict=True))


_HEAD = ["kind", "typesetter", "median ms", "p99 ms", "to ours", "bytes"]


def _typesetters(contents: Sequence[Content]) -> Mapping[str, tuple[Typesetter, Typesetter]]:
    from pdf.documents import certificate_document, key_notice_document  # noqa: PLC0415 -- a cold start is measured in a separate process

    found: dict[str, tuple[Typesetter, Typesetter]] = {
        OURS: (lambda of: key_notice_document.render(of.notice), lambda of: certificate_document.render(of.certificate))
    }
    try:
        from benchmarks.typesetters import with_reportlab, with_typst  # noqa: PLC0415 -- they may be missing
    except ImportError as error:
        print(f"The others are left out: {error}", file=sys.stderr)
        return found
    return {**found, "typst": with_typst.typesetters(), "reportlab": with_reportlab.typesetters(contents)}


def _measured(
    typesetters: Mapping[str, tuple[Typesetter, Typesetter]], contents: Sequence[Content]
) -> Mapping[tuple[str, str], Measurement]:
    times: dict[tuple[str, str], list[float]] = {(kind, name): [] for kind in KINDS for name in typesetters}
    sizes: dict[tuple[str, str], int] = {}
    for make in (each for pair in typesetters.values() for each in pair):
        make(contents[0])
    for start in range(0, len(contents), BATCH):
        for name, pair in typesetters.items():
            for kind, make in zip(KINDS, pair, strict=True):
                for of in contents[start : start + BATCH]:
                    began = time.perf_counter()
                    made = make(of)
                    times[kind, name].append((time.perf_counter() - began) * 1000)
                    sizes[kind, name] = max(sizes.get((kind, name), 0), len(made))
    return {key: Measurement(times[key], sizes[key]) for key in times}


def _signing(count: int) -> Section:
    from pdf.documents import certificate_document  # noqa: PLC0415 -- they may be missing
    from pdf.signing.signatures import Signer  # noqa: PLC0415

    pem = sample_authority.make(at=datetime.datetime.now(datetime.UTC))
    signer = Signer(SigningIdentity(certificates=pem, key=pem))
    documents = [certificate_document.render(content(index).certificate) for index in range(count)]
    signer.sign(documents[0])
    times: list[float] = []
    for document in documents:
        began = time.perf_counter()
        size = len(signer.sign(document))
        times.append((time.perf_counter() - began) * 1000)
    rows = [["PAdES B-B, ECDSA P-256", f"{median(times):.1f}", f"{max(times):.1f}", f"{size:,}"]]  # pyright: ignore[reportPossiblyUnboundVariable]
    goals = [at_most(MOST_TO_SIGN, median(times), "signature", " ms")]
    return Section("Signing certificates", report.table(["signature", "median ms", "longest ms", "bytes"], rows), goals)


_COLD = """
import time
began = time.perf_counter()
from benchmarks.typesetters.content import content
from pdf.documents import certificate_document, key_notice_document
key_notice_document.render(content(1).notice)
certificate_document.render(content(1).certificate)
print(time.perf_counter() - began)
"""
_GROWTH = """
import sys, psutil
from benchmarks.typesetters.content import content
from pdf.documents import certificate_document as certificate, key_notice_document as key_notice
def resident(start, end):
    for index in range(start, end):
        certificate.render(content(index).certificate) if index % 2 else key_notice.render(content(index).notice)
    return psutil.Process().memory_info().rss / 2**20
count = int(sys.argv[1])
print(resident(0, count // 10), resident(count // 10, count))
"""


def _process(count: int, *, starts: int) -> Section:
    cold = [_run(_COLD)[0] for _ in range(starts)]
    early, late = _run(_GROWTH, str(count))
    rows = [
        ["cold start: modules, fonts, templates, first notice and certificate", f"{median(cold):.2f} s"],
        [f"memory after {count // 10:,} documents", f"{early:.1f} MiB"],
        [f"memory after {count:,} documents", f"{late:.1f} MiB"],
    ]
    goals = [
        at_most(MOST_SECONDS, median(cold), "cold start", " s"),
        at_most(MOST_MEGABYTES, late, "memory of a process", " MiB"),
        at_most(2, late - early, f"growth from {count // 10:,} to {count:,} documents", " MiB"),
    ]
    return Section("The process that renders", report.table(["", ""], rows), goals)


def _run(program: str, *arguments: str) -> list[float]:
    ran = subprocess.run(  # noqa: S603 -- ourselves
        [sys.executable, "-c", program, *arguments], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    return [float(word) for word in ran.stdout.split()]


if __name__ == "__main__":
    sys.exit(main())
