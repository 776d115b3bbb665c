"""How a case can end, in the office's words."""

import pytest

from service.domain.ends import ENDS


@pytest.mark.parametrize("code", ENDS)
def test_every_end_has_its_words_in_both_languages(code):
    end = ENDS[code]
    assert (end.code, bool(end.zh), bool(end.en)) == (code, True, True)
