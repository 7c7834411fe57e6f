"""A person who uses no mouse: Tab to a control, and keys for it."""

import re

from playwright.async_api import Page

MOST_TABS = 150
FOCUSED = """() => {
  const found = document.activeElement;
  // A heading is focused by the page itself, when somebody has come to it.
  if (!found || found.matches("body, main, h1")) return { name: "", group: "", isSeen: true };
  const labels = [...(found.labels ?? [])].map((label) => label.innerText).join(" ");
  const name = found.getAttribute("aria-label") ?? (labels || found.innerText || "");
  const group = found.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
  const style = getComputedStyle(found);
  const box = found.getBoundingClientRect();
  // A radio button or a file chooser may leave the mark to its label.
  const marked = [found, ...(found.labels ?? []), found.parentElement].map((each) => getComputedStyle(each));
  const isMarked = marked.some(({ outlineStyle, boxShadow }) => outlineStyle !== "none" || boxShadow !== "none");
  return { name: name.trim(), group: group.trim(), isSeen: isMarked && style.visibility !== "hidden" && box.width > 0 };
}"""


async def reach(page: Page, name: str, *, group: str = "") -> None:
    """Press Tab until a control is focused whose name begins so; every control on the way shows its focus."""
    passed: list[str] = []
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        focused: dict[str, str] = await page.evaluate(FOCUSED)
        assert focused["isSeen"], f"the focus on {focused} is not visible"
        if re.match(re.escape(name), focused["name"]) and focused["group"].startswith(group):
            return
        passed.append(focused["name"])
    raise AssertionError(f"{name} is not reached by Tab, but {passed}")


async def write(page: Page, name: str, text: str, *, group: str = "") -> None:
    """Into a field, whose text is replaced."""
    await reach(page, name, group=group)
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text(text)


async def press(page: Page, name: str, *, group: str = "", key: str = "Enter") -> None:
    """A button or a link by Enter, a checkbox by the space bar."""
    await reach(page, name, group=group)
    await page.keyboard.press(key)


async def choose(page: Page, group: str, option: str) -> None:
    """One of several radio buttons: Tab to the group, arrows inside."""
    passed: list[str] = []
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        focused: dict[str, str] = await page.evaluate(FOCUSED)
        if focused["group"].startswith(group):
            break
        passed.append(focused["name"])
    else:
        raise AssertionError(f"{group} is not reached by Tab, but {passed}")
    for _ in range(4):
        if focused["name"] == option:
            await page.keyboard.press("Space")
            return
        await page.keyboard.press("ArrowDown")
        focused = await page.evaluate(FOCUSED)
    raise AssertionError(f"{option} is not in {group}")


async def select(page: Page, name: str, option: str) -> None:
    """An entry of a list, by its first letters or the arrows."""
    await reach(page, name)
    for _ in range(20):
        chosen = await page.evaluate("document.activeElement.selectedOptions[0]?.label ?? ''")
        if chosen == option:
            return
        await page.keyboard.press("ArrowDown")
    raise AssertionError(f"{option} is not in {name}")
