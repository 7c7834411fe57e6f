"""Put deliberate faults into the code, one at a time, and tell which of them no test notices.

    .venv/bin/python scripts/mutate.py map                  run the tests once: which covers which line (some minutes)
    .venv/bin/python scripts/mutate.py run --count 150      a sample of faults, the same for the same --seed
    .venv/bin/python scripts/mutate.py run --count 150 --skip 90    the last 60 of them
    .venv/bin/python scripts/mutate.py run --only models/fees/fee.py:31 --list

Each fault is tried in a copy of the tree, against the tests that cover its line, two at a time.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from difflib import unified_diff
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from queue import Queue
from typing import NamedTuple

from coverage import CoverageData
from mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("models", "resolvers", "security", "mail", "schema", "jobs")
LEFT_OUT = ("sample/sample_data.py", "sample/sample_rates.py", "sample/sample_register.py")  # a demonstration's data
DATA, REPORT = ROOT / ".coverage.mutate", ROOT / ".coverage.mutate.xml"
ALWAYS = {
    "models": ["tests/database/test_migrations.py::test_models_and_migrations_agree"],
    "schema": ["tests/schema/reading/test_declarations.py::test_the_committed_schema_is_this_one"],
}
"""The checks of whole modules, by folder."""
NEVER_MAPPED = ("tests/system", "tests/clients", "tests/pdf")
COPIES = 2
TESTS, ALL_TESTS = 40, 120
"""The number of tests that run first, and then for survivors."""
PRELOADED = [
    *("pytest", "httpx", "tortoise", "asyncpg", "strawberry", "starlette", "pyhanko.sign", "cryptography.x509"),
    *("aiosmtplib", "aiosmtpd.smtp", "xdist", "jinja2", "pydantic_settings"),
]


class Coverage(NamedTuple):
    """The coverage map: tests that failed without a mutation are excluded."""

    data: CoverageData
    seconds: dict[str, float]
    failed: set[str]

    def witnesses(self, mutant: Mutant) -> list[str]:
        """The tests of the lines, those of the module's own test files first, then one of each file in turn."""
        contexts = self.data.contexts_by_lineno(str(ROOT / mutant.path))
        within = {context for line in mutant.lines for context in contexts.get(line, ())} - {""}
        if not within:  # executed when the module is imported
            within = {context for found in contexts.values() for context in found} - {""}
        if not within:  # all of it: the tests with its name
            within = {test for test in self.data.measured_contexts() if Path(mutant.path).stem in test}
        tests = {context.rpartition("|")[0] for context in within} - self.failed
        module = Path(mutant.path)
        nth: dict[str, count[int]] = {}

        def rank(test: str) -> tuple[bool, bool, int, float]:
            file = Path(test.partition("::")[0])
            own = file.stem.startswith(f"test_{module.stem}")
            turn = next(nth.setdefault(str(file), count()))
            return (not own, module.parts[0] not in file.parts, turn, self.seconds.get(test, 0))

        ranked = {test: rank(test) for test in sorted(tests, key=lambda test: self.seconds.get(test, 0))}
        return sorted(ranked, key=ranked.__getitem__)[:ALL_TESTS] + ALWAYS.get(module.parts[0], [])


def main() -> None:
    """Execute the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["map", "run"])
    parser.add_argument("--count", type=int, default=150, help="how many faults")
    parser.add_argument("--skip", type=int, default=0, help="how many of the sample are left out at its beginning")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", nargs="*", default=[], help="files, or files with a line (models/fees/fee.py:31)")
    parser.add_argument("--list", action="store_true", help="show the faults, try none")
    given = parser.parse_args()
    if given.command == "map":
        sys.exit(write_map())
    sample = chosen(given)
    if given.list:
        print("\n".join(difference(mutant) for mutant in sample))
        return
    results = list(tried(sample, read_map()))
    survivors = [mutant for mutant, verdict in results if verdict == "SURVIVED"]
    print(f"\n{len(results)} faults, {len(results) - len(survivors)} noticed, {len(survivors)} not", flush=True)


def write_map() -> int:
    """Run the tests in this process, with the current test as coverage's context."""
    config = DATA.with_suffix(".rc")
    config.write_text(f"[run]\nbranch = true\nsource = {','.join(FOLDERS)}\ndata_file = {DATA}\n")
    ignored = [f"--ignore={folder}" for folder in NEVER_MAPPED]
    how = ["--cov", f"--cov-config={config}", "--cov-report=", "--cov-context=test", f"--junitxml={REPORT}"]
    spread = ["--numprocesses", str(COPIES), "--dist", "loadfile"]
    # Only the older measurement core supports contexts.
    environment = os.environ | {"COVERAGE_CORE": "ctrace"}
    command = [sys.executable, "-m", "pytest", "-q", *spread, *ignored, *how]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603 -- our own command


def read_map() -> Coverage:
    """The data that `map` has written."""
    data = CoverageData(str(DATA))
    data.read()
    seconds: dict[str, float] = {}
    failed: set[str] = set()
    for case in ET.parse(REPORT).iter("testcase"):  # noqa: S314 -- our own
        file = case.get("classname", "").replace(".", "/") + ".py"
        test = f"{file}::{case.get('name')}"
        seconds[test] = float(case.get("time", 0))
        if case.find("failure") is not None or case.find("error") is not None:
            failed.add(test)
    return Coverage(data, seconds, failed)


def chosen(given: argparse.Namespace) -> list[Mutant]:
    """A sample of the mutants, never two of one line."""
    sources = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    found = [
        mutant
        for path in sources
        if (name := str(path.relative_to(ROOT))) not in LEFT_OUT
        if not given.only or any(each.partition(":")[0] == name for each in given.only)
        for mutant in mutants(name, path.read_bytes())
        if not given.only or {name, f"{name}:{mutant.lines.start}"} & set(given.only)
    ]
    random.Random(given.seed).shuffle(found)  # noqa: S311 -- repeatable
    one_a_line = list({(mutant.path, mutant.lines.start): mutant for mutant in found}.values())
    return (found if given.only else one_a_line)[given.skip : given.count]


def tried(sample: list[Mutant], coverage: Coverage) -> Iterator[tuple[Mutant, str]]:
    """The result of each, printed at once."""
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        copies: Queue[Path] = Queue()
        for number in range(COPIES):
            copies.put(copied(Path(folder) / str(number)))
        ticks = count(1_000_000_000)
        context = get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)

        first = copied(Path(folder) / "sound")
        if found := noticed(context, first, coverage.witnesses(sample[0])[:TESTS], coverage):
            sys.exit(f"Without any fault: {found}")

        def attempt(mutant: Mutant) -> str:
            copy = copies.get()
            target, original = copy / mutant.path, (ROOT / mutant.path).read_bytes()
            tests = coverage.witnesses(mutant)
            try:
                target.write_bytes(mutant.source)
                os.utime(target, (at := next(ticks), at))  # a compiled file is identified by the second of its source
                for some in (tests[:TESTS], tests[TESTS:]):
                    if some and (killer := noticed(context, copy, some, coverage)):
                        return killer
                return "SURVIVED" if tests else "SURVIVED (no test covers it)"
            finally:
                target.write_bytes(original)
                os.utime(target, (at := next(ticks), at))
                copies.put(copy)

        with ThreadPoolExecutor(COPIES) as pool:
            for mutant, verdict in zip(sample, pool.map(attempt, sample), strict=True):
                print(f"{verdict}\n{difference(mutant)}", flush=True)
                yield mutant, verdict.partition(" (")[0]


def copied(folder: Path) -> Path:
    """The tree with uncommitted changes."""
    listed = subprocess.check_output(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True)  # noqa: S607
    for name in listed.splitlines():
        if (source := ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    if (cache := ROOT / ".pytest_cache").exists():  # the migrated tables
        shutil.copytree(cache, folder / ".pytest_cache")
    return folder


def noticed(context: object, copy: Path, tests: list[str], coverage: Coverage) -> str:
    """The first failing test; None if all pass."""
    basetemp = copy.with_name(f"{copy.name}-temp")
    output = copy.with_name(f"{copy.name}.txt")
    process = context.Process(target=run_tests, args=(str(copy), str(basetemp), str(output), tests))  # type: ignore[attr-defined]
    process.start()
    process.join(60 + 10 * sum(coverage.seconds.get(test, 0.2) for test in tests))
    if late := process.exitcode is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.join()
        for pid in basetemp.rglob("postmaster.pid"):
            os.kill(int(pid.read_text().split()[0]), signal.SIGQUIT)
    if late:
        return "killed: too late"
    if process.exitcode == 0:
        return ""
    lines = output.read_text(errors="replace").splitlines()
    found = next((line for line in lines if line.startswith(("FAILED", "ERROR"))), None)
    return f"killed: {found[:200]}" if found else "killed: nothing runs: " + "\n".join(lines[-20:])


def run_tests(copy: str, basetemp: str, output: str, tests: list[str]) -> None:
    """Runs in a separate process that has loaded the libraries already."""
    os.setsid()
    os.chdir(copy)
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    sys.path[:] = [copy, *(path for path in sys.path if Path(path or ".").resolve() not in {ROOT, ROOT / "scripts"})]
    os.environ["PYTHONPATH"] = copy  # for the processes that tests start
    import pytest  # noqa: PLC0415 -- loaded already

    sys.exit(
        int(
            pytest.main(
                [
                    "-x",
                    "-q",
                    "-Wignore::pytest.PytestAssertRewriteWarning",
                    "--no-header",
                    "--tb=no",
                    f"--basetemp={basetemp}",
                    *tests,
                ]
            )
        )
    )


def difference(mutant: Mutant) -> str:
    """The diff of the file, without its header."""
    before, after = ((ROOT / mutant.path).read_bytes().decode(), mutant.source.decode())
    lines = list(unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[3:]
    return "\n".join([f"{mutant.path}:{mutant.lines.start} {mutant.kind}", *(f"    {line}" for line in lines)])


if __name__ == "__main__":
    main()
