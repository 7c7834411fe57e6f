"""A headless Chromium, controlled by keyboard over its DevTools pipe; scripts of pages can be disabled."""

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.servers import server_processes

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or "chromium"
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"),
    *("--no-first-run", "--disable-component-update", "--disable-sync", "--disable-extensions"),
)
ENTER = {"key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13}
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}


class Tab:
    """One page of a browser."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = os.fdopen(commands, "wb", buffering=0), os.fdopen(answers, "rb")
        self._session, self._last, self._rest = "", 0, b""
        self._seen: list[str] = []
        """Events that have not been awaited yet."""
        target = self._do("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "DOM", "Accessibility"):
            self._do(f"{domain}.enable")

    def without_scripts(self) -> None:
        """From the next page on."""
        self._do("Emulation.setScriptExecutionDisabled", value=True)

    def sized(self, width: int, height: int) -> None:
        """Set the window to so many pixels; a phone's is below 500."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self._do("Emulation.setDeviceMetricsOverride", **size)

    def before_pages(self, script: str) -> None:
        """Run a script on every page before its own."""
        self._do("Page.addScriptToEvaluateOnNewDocument", source=script)

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page, or of its promise."""
        found = self._do("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Until a JavaScript expression is true."""
        end = time.monotonic() + server_processes.SECONDS
        while not self.evaluate(f"Boolean({condition})"):
            assert time.monotonic() < end, f"{condition} has not come true"
            time.sleep(0.05)

    def open(self, address: str) -> None:
        """Navigate."""
        self._seen.clear()
        self._do("Page.navigate", url=address)
        self._until("Page.loadEventFired")

    def type(self, selector: str, text: str) -> None:
        """Insert text into a field, as if pasted."""
        self._do("DOM.focus", nodeId=self._node(selector))
        self._do("Input.insertText", text=text)

    def choose(self, selector: str, path: Path) -> None:
        """Choose a file."""
        self._do("DOM.setFileInputFiles", nodeId=self._node(selector), files=[str(path)])

    def press(self, key: dict[str, Any]) -> None:
        """Press a key on the focused element."""
        for kind in ("keyDown", "keyUp"):
            self._do("Input.dispatchKeyEvent", type=kind, **key)

    def submit(self, selector: str) -> None:
        """Press Enter there and wait for the next page."""
        self._do("DOM.focus", nodeId=self._node(selector))
        self._seen.clear()
        self.press(ENTER)
        self._until("Page.loadEventFired")

    @property
    def html(self) -> str:
        """The page's current HTML."""
        return str(self._do("DOM.getOuterHTML", nodeId=self._node("html"))["outerHTML"])

    @property
    def address(self) -> str:
        """The page's address."""
        history = self._do("Page.getNavigationHistory")
        return str(history["entries"][history["currentIndex"]]["url"])

    def names(self) -> list[tuple[str, str]]:
        """Role and accessible name of every control, in reading order."""
        nodes = self._do("Accessibility.getFullAXTree")["nodes"]
        found = [(node.get("role", {}).get("value", ""), node.get("name", {}).get("value", "")) for node in nodes]
        return [each for each in found if each[0] in {"textbox", "button", "link", "heading"}]

    def focused(self) -> str:
        """The accessible name of the focused element."""
        for node in self._do("Accessibility.getFullAXTree")["nodes"]:
            states = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
            if states.get("focused") and node["role"]["value"] != "RootWebArea":
                return str(node["name"]["value"])
        return ""

    def width(self) -> tuple[int, int]:
        """The width of the content and of the window."""
        metrics = self._do("Page.getLayoutMetrics")
        return round(metrics["cssContentSize"]["width"]), round(metrics["cssLayoutViewport"]["clientWidth"])

    def picture(self, path: Path) -> None:
        """The whole page as PNG."""
        shot = self._do("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def _node(self, selector: str) -> int:
        root = self._do("DOM.getDocument")["root"]["nodeId"]
        found = int(self._do("DOM.querySelector", nodeId=root, selector=selector)["nodeId"])
        assert found, f"{selector} is not on the page"
        return found

    def _do(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._last += 1
        session = {"sessionId": self._session} if self._session else {}
        message = {"id": self._last, "method": method, "params": parameters, **session}
        self._commands.write(json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._last:
            self._seen.append(answer.get("method", ""))
        assert "error" not in answer, answer
        return dict(answer["result"])

    def _until(self, event: str) -> None:
        while event not in self._seen:
            self._seen.append(self._next().get("method", ""))
        self._seen.clear()

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = self._answers.read1(65_536)
            assert part, "the browser has gone"
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))

    def close(self) -> None:
        """Close the browser."""
        self._commands.close()
        self._answers.close()


@contextmanager
def tab(profile: Path) -> Generator[Tab]:
    """A page of a separate browser."""
    (read_commands, commands), (answers, write_answers) = os.pipe(), os.pipe()
    # Chromium reads commands from descriptor 3 and writes responses to 4.
    launch = f'exec "$@" 3<&{read_commands} 4>&{write_answers}'
    process = subprocess.Popen(  # noqa: S603 -- a local browser, on our own pages
        ["/bin/bash", "-c", launch, "-", CHROMIUM, *QUIET, f"--user-data-dir={profile}", "--remote-debugging-pipe"],
        pass_fds=(read_commands, write_answers),
        stderr=subprocess.DEVNULL,
    )
    os.close(read_commands)
    os.close(write_answers)
    opened = Tab(commands, answers)
    try:
        yield opened
    finally:
        opened.close()
        process.kill()
        process.wait(server_processes.SECONDS)
