"""How a case can end, in the office's words."""

import pytest

from service.domain.ends import ENDS, end_label


@pytest.mark.parametrize("code", ENDS)
def test_every_end_has_its_words(code):
    assert end_label(code) == ENDS[code].zh
    assert end_label(code, "en") == ENDS[code].en


def test_an_end_of_another_place_keeps_its_code():
    assert end_label("MOVED_TO_MARS") == "MOVED_TO_MARS"
