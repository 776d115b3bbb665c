"""Prints what every look at every page weighs on the wire: python -m tests.browser.weighing."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, NO_CHROMIUM, SWITCHES
from tests.browser.furnishing import furnish
from tests.browser.looking import Window, look
from tests.browser.staging import View, stage_in
from tests.browser.views import VIEWS


def weigh(only: set[str]) -> None:
    """A line a look, as bench/README.md keeps them."""
    if not CHROMIUM:
        sys.exit(NO_CHROMIUM)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        for view in VIEWS:
            if not only or view.name in only:
                kilobytes = _weight(view, browser) / 1024
                print(f"| {view.zh} · {view.en} | {kilobytes:.0f} |")  # noqa: T201 - it is read
        browser.close()


def _weight(view: View, browser: Browser) -> int:
    """Each on a stage of its own, in a browser that has nothing yet."""
    with tempfile.TemporaryDirectory() as folder, stage_in(Path(folder)) as stage:
        furnish(stage)
        context = browser.new_context()
        found = look(view, Window(context), stage, "zh").weight
        context.close()
        return found


if __name__ == "__main__":
    weigh(set(sys.argv[1:]))
