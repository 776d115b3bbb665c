"""Reading a page as a browser would: its form, what is typed in it, what it says."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Page(HTMLParser):
    """The fields of a page with their values, its words and its links."""

    fields: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    words: str = ""
    _select: str = ""
    _area: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif tag == "select":
            self._select = name
            self.fields[name] = ""
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = given.get("value") or ""
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""
        elif tag == "input" and name:
            ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if ticked:
                self.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data):
        if self._area:
            self.fields[self._area] += data
        self.words += data.strip() + " "


def read(response) -> Page:
    page = Page()
    page.feed(response.text)
    return page


def flattened(answers) -> dict[str, object]:
    """Answers as a page posts them."""
    posted: dict[str, object] = {}
    for name, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for at, row in enumerate(value):
                posted.update({f"{name}-{at}-{c}": _text(v) for c, v in row.items() if _said(v)})
        elif _said(value):
            posted[name] = list(map(_text, value)) if isinstance(value, list) else _text(value)
    return posted


def _said(value) -> bool:
    return value is not None and value is not False and value != []


def _text(value) -> str:
    return "true" if value is True else str(value)
