"""Takes a picture of every page in both languages: python3 run.py pictures."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

from tests.browser.conftest import CHROMIUM, NO_CHROMIUM, SWITCHES
from tests.browser.views import VIEWS, seated, stage_in

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
LANGUAGES = ("zh", "en")
WIDE = ViewportSize(width=1366, height=768)
TALLEST = 2400
COLOURS = 96


def take(only: set[str]) -> None:
    """Every view, or those named."""
    if not CHROMIUM:
        sys.exit(NO_CHROMIUM)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        for language in LANGUAGES:
            # Each language has a stage of its own: what is done on one page shows on the next.
            place = Path(folder) / language
            place.mkdir()
            with stage_in(place) as stage:
                for view in VIEWS:
                    if only and view.name not in only:
                        continue
                    context = browser.new_context(viewport=WIDE)
                    page = seated(context, stage, view.who, language=language)
                    page.goto(stage.address + view.path(stage))
                    if view.act:
                        view.act(page)
                    keep(page.screenshot(full_page=True), PICTURES / language / f"{view.name}.png")
                    context.close()
        browser.close()


def keep(shot: bytes, where: Path) -> None:
    """Small enough for everybody who clones the house."""
    where.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(BytesIO(shot)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    picture.quantize(COLOURS).save(where, optimize=True)
    print(where.relative_to(PICTURES.parents[1]))  # noqa: T201 - it speaks to a person


if __name__ == "__main__":
    take(set(sys.argv[1:]))
