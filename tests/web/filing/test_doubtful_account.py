"""An account that fails the card check is read back with a word of doubt, and refused by nobody."""

import pytest

from service.commands.library import LIBRARY
from service.web.filing.read_back import typed_words
from tests.front_office import HOME


@pytest.mark.parametrize(
    ("number", "doubted"), [("6222021000000000017", False), ("6222021000000000018", True)]
)
def test_the_clerk_is_asked_to_look_again(office, number, doubted):
    with office.records() as session:
        field = LIBRARY.in_force(session, HOME)[0].form("opening_fill").field("payee_account")
    assert field is not None
    with office.app.test_request_context():
        words = typed_words(field, number)
    assert number not in words
    assert ("请再核对一次" in words) == doubted
