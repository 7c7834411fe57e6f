"""Whether a page is well-formed HTML, and what it links to: no browser repairs anything here."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})
REFERENCES = ("for", "aria-labelledby", "aria-describedby")
LOADED = frozenset({"src", "srcset", "data", "poster", "style", "onclick", "onload", "onerror"})


@dataclass
class Page:
    """What was found."""

    title: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    links: list[str] = field(default_factory=list[str])
    tags: list[str] = field(default_factory=list[str])
    language: str = ""
    text: str = ""
    """Of the main part, without tags."""
    hrefs: dict[str, str] = field(default_factory=dict[str, str])
    """Addresses of links by their text."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[str] = []
        self._ids: set[str] = set()
        self._references: set[str] = set()
        self._href, self._link_text = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), f"<{tag}> has an attribute twice"
        assert not LOADED & values.keys(), f"<{tag}> loads or runs something: {values}"
        self.page.tags.append(tag)
        if tag not in VOID:
            self._open.append(tag)
        if tag == "html":
            self.page.language = values["lang"]
        if "id" in values:
            assert values["id"] not in self._ids, f"two elements are {values['id']}"
            self._ids.add(values["id"])
        for name in REFERENCES:
            self._references.update(values.get(name, "").split())
        self.page.links += [values[name] for name in ("href", "action") if name in values]
        if tag == "a":
            self._href, self._link_text = values["href"], ""
        if tag in {"h1", "h2", "h3"}:
            self.page.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes another element"
        if tag == "a":
            self.page.hrefs[self._link_text.strip()] = self._href

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.page.title += data
        if self._open and {"h1", "h2", "h3"} & set(self._open):
            level, text = self.page.headings[-1]
            self.page.headings[-1] = (level, text + data)
        if "a" in self._open:
            self._link_text += data
        if "main" in self._open:
            self.page.text += data

    def finish(self) -> Page:
        assert not self._open, f"not closed: {self._open}"
        assert self._references <= self._ids, f"nothing is {self._references - self._ids}"
        return self.page


def read(html: str) -> Page:
    """The page. Fails for elements that are not closed in order, ids given twice, and references to none."""
    assert html.lower().startswith("<!doctype html>")
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()
