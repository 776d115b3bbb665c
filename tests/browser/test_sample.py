"""The sample at the screen: two days, half first, proof within a year, the rest lapses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from forms import Form, read_form
from service.clock.due_cases import pass_due
from service.commands.examples import read_example
from service.commands.people.newcomers import Newcomer, add_person
from service.commands.staging.stage_places import login
from service.domain.invented import Invented
from service.domain.orders import BY_NAME
from service.domain.permissions import Grant
from service.records.institution import Institution
from service.records.transaction import write_transaction
from tests.browser.clerk import Clerk, Desks
from tests.front_office import Office, Story
from workflows import jurisdictions, read_folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLACE, DISTRICT = "sample", "990101"
FOLDER = jurisdictions()[PLACE]
EXAMPLE = FOLDER / "examples/sample-1-half-first-balance-on-employment.toml"
OFFICIALS = (
    *("county_reviewer", "county_approver", "assessor", "finance_reviewer", "finance_payer"),
)
# What whoever has just acted reads on the page of the case.
READ = {
    "opening_fill": ("2020-05-22",),
    "opening_approve": ("60,000.00", "人民币陆万元整"),
}
# What finance is to pay, in the order in which it comes.
PAID = ("30,000.00", "27,000.00")


@dataclass
class Carried:
    """One class of the sample on its way through the windows."""

    story: Story
    desks: Desks
    payments: int = 0

    def play(self, at: int) -> None:
        scene = self.story.example.scenes[at]
        self.story.office.clock.at = scene.at
        pass_due(self.story.office.house())
        if scene.who is None:
            return
        clerk = self.desks.of(login(str(scene.who), PLACE))
        if scene.step == "opening_fill":
            self.open(clerk)
            name = "opening_fill"
        elif scene.step:
            step = self.story.step(scene.step)
            clerk.open_step(step.name)
            name = step.form
        else:
            name = str(BY_NAME[str(scene.order)].form)
            clerk.order(self.story.number, name.replace("_", "-"))
        if scene.step == "finance_pay":
            expect(clerk.page.locator(".big-amount")).to_contain_text(PAID[self.payments])
            self.payments += 1
        clerk.fill(form_of(name), self.answers(at))
        clerk.done()
        for words in READ.get(scene.step or "", ()):
            clerk.open_case(self.story.number)
            expect(clerk.page.locator("main")).to_contain_text(words)

    def open(self, clerk: Clerk) -> None:
        """A new request, from the clerk's own desk."""
        clerk.go()
        clerk.page.get_by_role("link", name="新的开班申请").first.click()
        clerk.submit()
        self.story.number = clerk.page.url.split("/cases/")[1].split("/")[0]

    def answers(self, at: int) -> Mapping[str, Any]:
        """As the form takes them: one paper at a time."""
        given = dict(self.story.answers(at))
        return {k: v[0] if k == "papers" and isinstance(v, list) else v for k, v in given.items()}


def form_of(name: str) -> Form:
    """A form as the sample's folder words it."""
    return read_form(read_folder(FOLDER).forms[name])


def people_of_the_sample(office: Office) -> None:
    """One school, its clerk, and one official of each office."""
    invented = Invented(55, region=DISTRICT)
    with office.records() as session:
        body = invented.institution("school")
        with write_transaction(session):
            school = Institution(uscc=body.uscc, name=body.name, kind=body.kind, region=body.region)
            session.add(school)
            session.flush()
            school_id = school.id
        for role in ("institution", *OFFICIALS):
            somebody = invented.person()
            owner = school_id if role == "institution" else None
            add_person(
                session,
                Newcomer(
                    login=login(role, PLACE),
                    name=somebody.name,
                    natural_person=somebody.id_no,
                    grants=(Grant(role, PLACE, DISTRICT, owner),),
                ),
            )


def test_the_samples_class_goes_from_the_request_to_the_lapse_of_what_is_not_proven(office, desks):
    people_of_the_sample(office)
    carried = Carried(Story(office, read_example(EXAMPLE)), desks)
    for at in range(len(carried.story.example.scenes)):
        carried.play(at)
    assert carried.story.case().finished == "PAID_PARTIAL_LAPSED"
    clerk = desks.of(login("institution", PLACE))
    clerk.open_case(carried.story.number)
    for words in ("余款失效", "57,000.00", "3,000.00", "本办件已结束"):
        expect(clerk.page.locator("main")).to_contain_text(words)
