"""One look at one page: what is wrong with it, and what it weighs on the wire."""

import gzip
import time
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
# Nothing asked for so long: the page stands.
CALM, GLANCE = 0.1, 20
# Drawn in the browser on demand and only there.
DIAGRAM_VIEWER = ("bpmn-", "diagram-js")


# Only what is wrong is asked for, and not where else it would have been looked for.
BRIEFLY = {
    "resultTypes": ["violations"],
    **dict.fromkeys(("preload", "selectors", "ancestry", "xpath"), False),
}


@dataclass
class Window:
    """One window for many looks: what it fetched once it keeps, and knows what that weighed."""

    context: BrowserContext
    compressed: set[str] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)

    def page(self) -> Page:
        """A page at which nobody sits yet; whoever looked before has gone."""
        for before in self.context.pages:
            before.close()
        self.context.clear_cookies()
        return self.context.new_page()


@dataclass
class Ear:
    """Everything a page says behind its reader's back: errors, refused styles, missing files."""

    window: Window
    complaints: list[str] = field(default_factory=list)
    page_itself: Response | None = None
    answers: dict[str, Response] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    under_way: set[Request] = field(default_factory=set)
    last_heard: float = 0

    def listen(self, page: Page) -> None:
        page.on("request", self._asked)
        page.on("requestfinished", self._done)
        page.on("requestfailed", self._done)
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        wire = page.context.new_cdp_session(page)
        wire.on("Network.responseReceived", self._name)
        wire.on("Network.loadingFinished", self._weigh)
        wire.send("Network.enable")

    def wait(self, page: Page) -> None:
        """Until the page stands and asks for nothing more."""
        page.wait_for_load_state("load")
        while self.under_way or time.monotonic() - self.last_heard < CALM:
            page.wait_for_timeout(GLANCE)

    def _asked(self, request: Request) -> None:
        self.under_way.add(request)
        self.last_heard = time.monotonic()

    def _done(self, request: Request) -> None:
        self.under_way.discard(request)
        self.last_heard = time.monotonic()

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
            self.window.compressed.add(name)

    def _weigh(self, event: dict[str, Any]) -> None:
        name, size = self.names.get(event["requestId"], ""), int(event["encodedDataLength"])
        self.window.sizes[name] = max(size, self.window.sizes.get(name, 0))

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
        if name in self.window.compressed or name not in self.answers:
            return self.window.sizes[name]
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
        found = Axe().run(self.page, options=BRIEFLY)
        axe = [f"{one['id']}: {one['help']}" for one in found.response["violations"]]
        return [*self.ear.complaints, *self.page.evaluate(STUMBLES), *axe]


def look(view: View, window: Window, stage: Stage, language: str) -> Sight:
    """Open the page and hold everything it says."""
    page, ear = window.page(), Ear(window)
    ear.listen(page)
    seat(page, stage, view.who, language=language)
    ear.complaints.clear()
    view.open(page, stage)
    ear.wait(page)
    return Sight(page, ear, page.title(), ear.weight(page))
