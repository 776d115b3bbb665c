"""The sample at the screen: two days, half first, proof within a year, the rest lapses."""

import pytest
from playwright.sync_api import expect

from tests.browser.carrying import Carried
from tests.browser.till import Till
from tests.told import OfPlace, Told, example_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EXAMPLE = example_of("sample", "sample-1-half-first-balance-on-employment")
# What whoever has just acted reads on the page of the case.
READ = {
    "opening_fill": ("2020-05-22",),
    "opening_approve": ("60,000.00", "人民币陆万元整"),
}
# What finance is to review, in the order in which it comes.
PAID = ["30,000.00", "27,000.00"]


class Sample(Carried):
    """One class of the sample, whose people read their days and amounts on the way."""

    def do(self, at: int) -> None:
        """And what it led to."""
        super().do(at)
        clerk = self.clerk(at)
        for words in READ.get(self.story.example.scenes[at].step or "", ()):
            clerk.open_case(self.story.number)
            expect(clerk.page.locator("main")).to_contain_text(words)


def test_the_samples_class_goes_from_the_request_to_the_lapse_of_what_is_not_proven(office, desks):
    told = Told(office, EXAMPLE, OfPlace("sample"))
    told.enter()
    carried = Sample(told, desks, Till.of(told, desks))
    for at in range(len(EXAMPLE.scenes)):
        carried.play(at)
    assert told.differs() == []
    assert carried.till.paid == PAID
    clerk = desks.of(told.who("institution"))
    clerk.open_case(told.number)
    for words in ("余款失效", "57,000.00", "3,000.00", "本办件已结束"):
        expect(clerk.page.locator("main")).to_contain_text(words)
