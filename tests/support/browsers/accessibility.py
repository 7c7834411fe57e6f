"""axe-core on a page: the rules of WCAG 2.2 A and AA."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).resolve().parents[3] / "desks" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary, html }) =>
    `${target} | ${html.slice(0, 200)} | ${failureSummary}`) }));
}"""


async def violations(page: Page) -> list[str]:
    """Each rule that the page breaks, and where."""
    # A script element would be stopped by the page's CSP.
    if not await page.evaluate("typeof axe !== 'undefined'"):
        await page.evaluate(f"() => {{ {AXE.read_text()} }}")
    found: list[dict[str, Any]] = await page.evaluate(RUN, RULES)
    return [f"{page.url} {rule['id']}: {node}" for rule in found for node in rule["nodes"]]
