"""Acts at a contractor's desk with many guarantees: when the page answers, and when it shows what was asked for."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from playwright.async_api import Locator, Page

WATCH = """() => {
  window.answered = new Promise((resolve) => {
    const begin = (event) => {
      const watcher = new MutationObserver(() => {
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(() => {
          resolve({ began: event.timeStamp, first: performance.now() - event.timeStamp });
        }));
      });
      watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    };
    for (const type of ["click", "input"]) addEventListener(type, begin, { capture: true, once: true });
  });
}"""
"""From a click or a letter to the end of the first frame in which something of the page has changed."""
DONE = "async () => performance.now() - (await window.answered).began"

PROJECT = "市道1234号線"


class Answer(NamedTuple):
    """Milliseconds until the first visible answer, and until the page shows what was asked for."""

    first: float
    whole: float


class Act(NamedTuple):
    """What somebody does on a page, and what is then there."""

    name: str
    path: str
    act: Callable[[Page], Awaitable[object]]
    done: Callable[[Page], Locator]


def _caption(page: Page, text: str) -> Locator:
    return page.get_by_role("table").get_by_text(text)


LIST = "/contractor/guarantees"
ACTS = (
    Act(
        "next page of 10,000",
        LIST,
        lambda page: page.get_by_role("button", name="次のページ").click(),
        lambda page: _caption(page, "51～100件目"),
    ),
    Act(
        "search of 10,000 by a project's name",
        LIST,
        lambda page: page.get_by_role("searchbox", name="検索").fill(PROJECT),
        lambda page: _caption(page, " 2件のうち").or_(_caption(page, "2件のうち1～2件目")),
    ),
    Act(
        "filter of 10,000 by kind",
        LIST,
        lambda page: page.get_by_label("商品").select_option(label="契約保証"),
        lambda page: page.locator("table:not(:has-text('前払金保証'))"),
    ),
    Act(
        "other tab",
        LIST,
        lambda page: page.get_by_role("tab", name="電子保証").click(),
        lambda page: page.get_by_role("columnheader", name="発注者への提出"),
    ),
    Act(
        "a guarantee of the list",
        LIST,
        lambda page: page.get_by_role("table").get_by_role("link").first.click(),
        lambda page: page.get_by_role("heading", name="認証キー"),
    ),
    Act(
        "other language",
        LIST,
        lambda page: page.get_by_role("button", name="English").click(),
        lambda page: page.get_by_role("heading", level=1, name="Guarantees"),
    ),
)


async def answer(page: Page, act: Act) -> Answer:
    """Open the act's page, and measure the act."""
    await page.goto(act.path)
    await page.wait_for_load_state("networkidle")
    await page.evaluate(WATCH)
    await act.act(page)
    await act.done(page).first.wait_for()
    whole: float = await page.evaluate(DONE)
    told: dict[str, float] = await page.evaluate("window.answered")
    await page.evaluate("localStorage.clear()")  # the chosen language
    return Answer(told["first"], whole)
