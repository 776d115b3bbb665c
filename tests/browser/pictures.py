"""Takes a picture of every look at every page in both languages: python3 run.py pictures."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import chain
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Playwright, ViewportSize, sync_playwright

from tests.browser.conftest import CHROMIUM as ANY
from tests.browser.conftest import NO_CHROMIUM, SWITCHES
from tests.browser.furnishing import furnish
from tests.browser.staging import Stage, View, seat, stage_in
from tests.browser.views import ROOMS, VIEWS

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
# What the browser itself says, as in its box for files, is in the language of its surroundings.
# Only the browser with a window of its own heeds them.
CHROMIUM = os.environ.get("KAIBAN_CHROMIUM") or shutil.which("chromium") or ANY
LANGUAGES = {"zh": "zh_CN", "en": "en_GB"}
WIDE = ViewportSize(width=1366, height=768)
TALLEST = 1900
# What most of the page is painted with, exactly; and the red of a single badge as well.
OFTEN, RARE = 40, 16
HEADING = """# 页面图册 · Every page in pictures

由 `python3 run.py pictures` 从演示拍得，人物与机构均为虚构；太长的页只留上部。
*Taken from the demo by `python3 run.py pictures`; its people and institutions are invented. Of a
very long page the upper part is kept.*

日期框与选文件的按钮由浏览器自己画，用的是浏览器的语言。
*Boxes for dates and files are drawn by the browser, in its own language.*
"""


def take(only: set[str]) -> None:
    """Every look, or those named; and the page that shows them."""
    if not CHROMIUM:
        sys.exit(NO_CHROMIUM)
    chosen = [view for view in VIEWS if not only or view.name in only]
    with sync_playwright() as driver:
        for language in LANGUAGES:
            browser = _launched(driver, language)
            for views in _by_stage(chosen):
                with _furnished() as stage:
                    for view in views:
                        _take(view, browser, stage, language)
            browser.close()
    (PICTURES / "README.md").write_text(album(), encoding="utf-8")


def _launched(driver: Playwright, language: str) -> Browser:
    surroundings: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": LANGUAGES[language]}
    return driver.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES), env=surroundings)


def _by_stage(views: Sequence[View]) -> Iterator[list[View]]:
    """What moves the time has a stage of its own; the others follow one another on one."""
    yield [view for view in views if not view.moves_time]
    yield from ([view] for view in views if view.moves_time)


@contextmanager
def _furnished() -> Iterator[Stage]:
    with tempfile.TemporaryDirectory() as folder, stage_in(Path(folder)) as stage:
        furnish(stage)
        yield stage


def _take(view: View, browser: Browser, stage: Stage, language: str) -> None:
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    seat(page, stage, view.who, language=language)
    view.open(page, stage)
    page.wait_for_load_state("networkidle")
    _keep(page.screenshot(full_page=True), PICTURES / language / f"{view.name}.png")
    context.close()


def _keep(shot: bytes, where: Path) -> None:
    """Small enough for everybody who clones the house."""
    where.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(BytesIO(shot)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    picture.quantize(palette=_palette(picture), dither=Image.Dither.NONE).save(where, optimize=True)
    print(where.relative_to(PICTURES.parents[1]))  # noqa: T201 - it speaks to a person


def _palette(picture: Image.Image) -> Image.Image:
    counted = picture.getcolors(picture.width * picture.height) or []
    often = [colour for _, colour in sorted(counted, reverse=True)[:OFTEN]]
    rare = picture.quantize(RARE, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    found = Image.new("P", (1, 1))
    found.putpalette([*chain.from_iterable(often), *rare[: 3 * RARE]])  # type: ignore[arg-type]
    return found


def album() -> str:
    """Both languages side by side, a sentence each."""
    lines = [HEADING]
    for room, views in ROOMS:
        lines += [f"\n## {room}\n", "| 中文 | English |", "|---|---|"]
        for view in views:
            told = zip(LANGUAGES, (view.zh, view.en), strict=True)
            cells = (f"{words}<br>![{words}]({code}/{view.name}.png)" for code, words in told)
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    take(set(sys.argv[1:]))
