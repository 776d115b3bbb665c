"""One look at one page: what is wrong with it, and what it weighs on the wire."""

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Error, Page, Request, Response

from tests.browser.staging import Stage, View, seat

STUMBLES = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
# The browser says of every page that is refused that it was; we know, and that is another test.
OF_THE_PAGE_ITSELF = "Failed to load resource"
FAILED = 400
# Drawn in the browser on demand and only there.
DIAGRAM_VIEWER = ("bpmn-", "diagram-js")


@dataclass
class Ear:
    """Everything a page says behind its reader's back: errors, refused styles, missing files."""

    complaints: list[str] = field(default_factory=list)
    page_itself: Response | None = None
    answers: dict[str, Response] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    compressed: set[str] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)

    def listen(self, page: Page) -> None:
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        wire = page.context.new_cdp_session(page)
        wire.on("Network.responseReceived", self._name)
        wire.on("Network.loadingFinished", self._weigh)
        wire.send("Network.enable")

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(OF_THE_PAGE_ITSELF):
            self.complaints.append(text)

    def _failed(self, request: Request) -> None:
        # Whoever goes on before everything is there has not lost anything.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.failure}: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.page_itself = response
        elif response.status >= FAILED:
            self.complaints.append(f"{response.status}: {response.url}")
        else:
            self.answers[response.url] = response

    def _name(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): text for name, text in event["response"]["headers"].items()}
        self.names[event["requestId"]] = name = event["response"]["url"]
        if headers.get("content-encoding") == "gzip":
            self.compressed.add(name)

    def _weigh(self, event: dict[str, Any]) -> None:
        name, size = self.names.get(event["requestId"], ""), int(event["encodedDataLength"])
        self.sizes[name] = max(size, self.sizes.get(name, 0))

    def weight(self, page: Page) -> int:
        """The page that stands there and every file it uses, each compressed once."""
        names = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
        files = {name for name in names if not is_viewer(name)}
        return self._own(page) + sum(self._size(name) for name in files)

    def _own(self, page: Page) -> int:
        try:
            return packed(self.page_itself) if self.page_itself else 0
        except Error:  # what came in answer to very much was not kept by the browser
            return len(gzip.compress(page.content().encode(), 6))

    def _size(self, name: str) -> int:
        if name in self.compressed or name not in self.answers:
            return self.sizes[name]
        return packed(self.answers[name])


def packed(response: Response) -> int:
    """As our proxy packs it on its way out."""
    return len(gzip.compress(response.body(), 6))


def is_viewer(name: str) -> bool:
    return urlsplit(name).path.rpartition("/")[2].startswith(DIAGRAM_VIEWER)


@dataclass
class Sight:
    """What there was to see."""

    page: Page
    ear: Ear
    title: str
    weight: int

    def stumbles(self) -> list[str]:
        """Whatever somebody with a screen reader, a keyboard or a policy stumbles over."""
        found = Axe().run(self.page)
        axe = [f"{one['id']}: {one['help']}" for one in found.response["violations"]]
        return [*self.ear.complaints, *self.page.evaluate(STUMBLES), *axe]


def look(view: View, window: BrowserContext, stage: Stage, language: str) -> Sight:
    """Open the page and hold everything it says."""
    page, ear = window.new_page(), Ear()
    ear.listen(page)
    seat(page, stage, view.who, language=language)
    ear.complaints.clear()
    view.open(page, stage)
    page.wait_for_load_state("networkidle")
    return Sight(page, ear, page.title(), ear.weight(page))
