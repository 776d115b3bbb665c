"""What a page weighs on the wire: its HTML and every file it names, compressed."""

import gzip
import re

import pytest

from tests.front_office import HOME

PACKED = {"Accept-Encoding": "gzip"}
LIMIT = 150 * 1024
NAMED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
PAGES = {
    "/": "county_reviewer",
    "/cases": "auditor",
    "/inbox": "institution",
    "/phrases": "county_reviewer",
    "/help": "auditor",
    f"/help/{HOME}": "auditor",
    "/nowhere": "auditor",
}


def weight(browser, path):
    page = browser.get(path)
    files = {name.replace("&amp;", "&") for name in NAMED.findall(page.text)}
    sizes = [len(gzip.compress(page.data, 6))]
    for name in sorted(files):
        sent = browser.get(name, headers=PACKED)
        assert sent.status_code == 200, name
        sizes.append(len(sent.data))
    return sum(sizes)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(office, path):
    assert weight(office.browser(PAGES[path]), path) <= LIMIT


def test_the_page_of_a_case_and_of_a_step_are_light(story):
    story.tell(until="opening_accept")
    reviewer = story.office.browser("county_reviewer")
    key = story.step("opening_accept").key
    for path in ("", f"/steps/{key}", "/diagram"):
        assert weight(reviewer, f"/cases/{story.number}{path}") <= LIMIT


def test_files_are_named_by_their_content_and_kept(office):
    browser = office.browser()
    name = next(iter(NAMED.findall(browser.get("/sign-in").text)))
    sent, plain = (browser.get(one, headers=PACKED) for one in (name, name.split("?")[0]))
    assert "immutable" in sent.headers["Cache-Control"]
    assert sent.headers["Content-Encoding"] == "gzip"
    assert "immutable" not in plain.headers["Cache-Control"]
