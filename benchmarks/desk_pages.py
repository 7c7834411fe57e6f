"""The desks and the site in a browser with a processor four times as slow: `python -m benchmarks.desk_pages`.

Largest contentful paint with an empty cache, bytes of scripts as transferred, and the time from a click to the first
frame with an answer. A contractor's desk has ten thousand guarantees. Needs Chromium, and the built desks.
"""

import argparse
import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from playwright.async_api import Browser, Page, async_playwright

from benchmarks import desk_answers
from benchmarks.data import cluster, dataset
from benchmarks.data.cluster import Cluster
from benchmarks.data.world import CONTRACTOR_TOKEN, World, fixed_id
from benchmarks.desk_answers import ACTS, Answer
from benchmarks.load import Call
from benchmarks.report import at_most, median, table
from benchmarks.servers import OURS, running
from security import passwords
from tests.support.browsers.chromium import CHROMIUM, QUIET

GUARANTEES = 10_000
DATABASE = "bench_desks"
SLOWED = 4
MOST_PAINT, MOST_ANSWER, MOST_SHIFT = 1.5, 100, 0.1
MOST_DESK_BYTES, MOST_PUBLIC_BYTES = 200_000, 60_000
PASSWORD = "benchmark-of-desks"  # noqa: S105 -- of generated accounts
WAIT = 30_000
"""Milliseconds."""

FIRST_PAGES = {
    "information site": ("/", None),
    "acceptance by prefecture": ("/acceptance", None),
    "verification": ("/verify", None),
    "contractor's desk: guarantees": ("/contractor/guarantees", "contractor"),
    "contractor's desk: application": ("/contractor/apply", "contractor"),
    "obligee's desk: look-up": ("/obligee", "obligee"),
}
PAINT = """() => new Promise((resolve) => {
  const entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  for (const type of ["largest-contentful-paint", "layout-shift"]) observer.observe({ type, buffered: true });
  const of = (type) => entries.filter(({ entryType }) => entryType === type);
  setTimeout(() => resolve({
    paint: of("largest-contentful-paint").at(-1)?.startTime ?? NaN,
    shift: of("layout-shift").reduce((sum, { value }) => sum + value, 0),
  }), 200);
})"""
BYTES = """() => [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")]
  .filter(({ name }) => !/\\/(graphql|session)$/.test(new URL(name).pathname))
  .reduce((sum, { encodedBodySize, name, initiatorType }) => {
    sum.all += encodedBodySize;
    if (/\\.js$/.test(new URL(name).pathname)) sum.scripts += encodedBodySize;
    return sum;
  }, { all: 0, scripts: 0 })"""


@dataclass
class Load:
    """The first page of something, loaded some times."""

    paints: list[float] = field(default_factory=list[float])
    shifts: list[float] = field(default_factory=list[float])
    scripts: int = 0
    everything: int = 0


async def prepared(of: Cluster) -> None:
    """A copy of the benchmarks' database in which one contractor has all guarantees, and people can sign in."""
    await dataset.ensure(of, World(GUARANTEES))
    url = await of.recreate(DATABASE, template=dataset.database_of(World(GUARANTEES)))
    connection = await asyncpg.connect(url)
    try:
        # Keys and triggers compare rows with each other: all of them change together.
        await connection.execute("SET session_replication_role = replica")
        for name in ("contract", "application", "guarantee"):
            await connection.execute(f"UPDATE {name} SET contractor_id = $1", fixed_id("contractor", 0))  # noqa: S608
        hashed = await passwords.hash_(PASSWORD)
        await connection.execute("UPDATE account SET password_hash = $1, account_role = 'ADMINISTRATOR'", hashed)
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()


@asynccontextmanager
async def slow_page(browser: Browser, address: str, account: str | None) -> AsyncGenerator[Page]:
    """A window with an empty cache, of somebody who is signed in, slowed."""
    context = await browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, locale="ja-JP")
    context.set_default_timeout(WAIT)
    page = await context.new_page()
    if account:
        await page.goto("/sign-in")
        await page.get_by_role("textbox", name="メールアドレス").fill(f"{account}@staff.example.jp")
        await page.get_by_label("パスワード", exact=True).fill(PASSWORD)
        await page.get_by_role("main").get_by_role("button", name="サインイン").click()
        await page.wait_for_url(lambda url: "/sign-in" not in url)
        await page.goto("about:blank")
    devtools = await context.new_cdp_session(page)
    await devtools.send("Network.clearBrowserCache")
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    yield page
    await context.close()


async def load(browser: Browser, address: str, path: str, account: str | None, rounds: int) -> Load:
    """Load a page so many times."""
    found = Load()
    for _ in range(rounds):
        async with slow_page(browser, address, account) as page:
            await page.goto(path)
            await page.wait_for_load_state("networkidle")
            told: dict[str, float] = await page.evaluate(PAINT)
            found.paints.append(told["paint"] / 1000)
            found.shifts.append(told["shift"])
            sizes: dict[str, int] = await page.evaluate(BYTES)
            found.scripts, found.everything = sizes["scripts"], sizes["all"]
    return found


async def answers(browser: Browser, address: str, rounds: int) -> dict[str, list[Answer]]:
    """Each act so many times."""
    found: dict[str, list[Answer]] = {}
    for act in ACTS:
        async with slow_page(browser, address, "contractor") as page:
            found[act.name] = [await desk_answers.answer(page, act) for _ in range(rounds)]
    return found


async def measured(address: str, rounds: int) -> str:
    """The report."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        loads = {
            name: await load(browser, address, path, account, rounds) for name, (path, account) in FIRST_PAGES.items()
        }
        acts = await answers(browser, address, rounds)
        await browser.close()
    return f"{_paints(loads)}\n\n{_answers(acts)}\n\n{_goals(loads, acts)}"


def _paints(loads: Mapping[str, Load]) -> str:
    rows = [
        [
            name,
            *(f"{value:.2f}" for value in (median(found.paints), max(found.paints), max(found.shifts))),
            *(f"{bytes_:,}" for bytes_ in (found.scripts, found.everything)),
        ]
        for name, found in loads.items()
    ]
    return table(["page", "largest paint, s", "worst, s", "layout shift", "bytes of scripts", "bytes in all"], rows)


def _answers(acts: Mapping[str, Sequence[Answer]]) -> str:
    rows = [
        [name, f"{median(each.first for each in found):.0f}", f"{median(each.whole for each in found):.0f}"]
        for name, found in acts.items()
    ]
    return table(["act", "first answer, ms", "shown, ms"], rows)


def _goals(loads: Mapping[str, Load], acts: Mapping[str, Sequence[Answer]]) -> str:
    goals = [at_most(MOST_PAINT, median(found.paints), name, " s") for name, found in loads.items()]
    goals += [at_most(MOST_SHIFT, max(found.shifts), f"layout shift of {name}") for name, found in loads.items()]
    for name, found in loads.items():
        is_desk = FIRST_PAGES[name][1] is not None
        bytes_ = found.scripts if is_desk else found.everything
        goals.append(at_most(MOST_DESK_BYTES if is_desk else MOST_PUBLIC_BYTES, bytes_, name, " bytes"))
    goals += [at_most(MOST_ANSWER, median(each.first for each in found), name, " ms") for name, found in acts.items()]
    missed = [f"{goal.wanted} (measured: {goal.measured})" for goal in goals if not goal.is_met]
    return f"Missed goals: {'; '.join(missed) or 'none'}"


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds: Any = parser.parse_args().rounds
    with cluster.running() as found:
        asyncio.run(prepared(found))
        with running(OURS, found, DATABASE) as server:
            query = b'{"query": "{ viewer { name } }"}'
            server.await_answer(Call.post("/graphql", query, token=CONTRACTOR_TOKEN, mark=b"viewer"))
            print(asyncio.run(measured(f"http://127.0.0.1:{server.port}", rounds)))


if __name__ == "__main__":
    main()
