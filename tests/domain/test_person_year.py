"""Which trainings take a place of somebody's year before another one does."""

import pytest

from service.domain.person_year import Training, going_before

MINE = 5
EARLIER, LATER = (3, True), (7, True)
EARLIER_OPEN, LATER_OPEN = (3, False), (7, False)


@pytest.mark.parametrize(
    ("others", "claimed", "before"),
    [
        ([], False, []),
        ([EARLIER, LATER], False, [3, 7]),
        ([EARLIER_OPEN, LATER_OPEN], False, [3, 7]),
        # Both stand: what was agreed to, then what was opened first.
        ([EARLIER, LATER], True, [3, 7]),
        ([EARLIER_OPEN, LATER_OPEN], True, [3]),
        # Several cases of one course are one training, agreed to once one of them is.
        ([EARLIER_OPEN, EARLIER], False, [3]),
        ([LATER, LATER_OPEN], True, [7]),
        # What follows on a course that has its place takes no other.
        ([(MINE, False), EARLIER, LATER], False, []),
        ([(MINE, True), EARLIER, LATER], True, []),
    ],
)
def test_whoever_claims_first_has_the_place(others, claimed, before):
    trainings = [Training("p", course, f"N-{course}", agreed) for course, agreed in others]
    assert list(going_before(trainings, MINE, claimed=claimed)) == before
