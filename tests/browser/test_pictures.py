"""The album of pictures shows every look, in both languages, and stays small."""

from tests.browser.pictures import LANGUAGES, PICTURES, album
from tests.browser.views import VIEWS

MOST_BYTES = 16 * 1024 * 1024


def taken(language):
    return {path.stem for path in (PICTURES / language).glob("*.png")}


def test_every_look_has_a_picture_and_no_picture_is_left_over():
    names = {view.name for view in VIEWS}
    assert {language: taken(language) ^ names for language in LANGUAGES} == {
        "zh": set(),
        "en": set(),
    }


def test_the_album_tells_of_each():
    assert (PICTURES / "README.md").read_text(encoding="utf-8") == album()


def test_whoever_clones_the_house_waits_no_longer():
    assert sum(path.stat().st_size for path in PICTURES.rglob("*")) <= MOST_BYTES
