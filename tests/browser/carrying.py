"""A story on its way through the windows, scene by scene, each by whoever it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms import Form, read_form
from service.domain.orders import BY_NAME
from tests.browser.clerk import Clerk, Desks
from tests.browser.till import Till
from tests.front_office import Story
from workflows import jurisdictions, read_folder


@dataclass
class Carried:
    """One story and the windows it goes through; its money goes by batches."""

    story: Story
    desks: Desks
    till: Till

    def play(self, at: int) -> None:
        """One scene, in its hour."""
        scene = self.story.example.scenes[at]
        self.story.wait(at)
        if scene.step == "finance_pay":
            self.till.pay(self.story.number, scene.answers["pay_on"])
        elif scene.order == "RecordBankResult":
            self.till.hear(self.story.number, scene.answers)
        elif scene.who is not None:
            self.do(at)

    def do(self, at: int) -> None:
        """A step from the work list, or an order from the page of the case."""
        scene, clerk = self.story.example.scenes[at], self.clerk(at)
        if not self.story.number:
            self.begin(clerk)
            name = str(scene.step)
        elif scene.step:
            step = self.story.step(scene.step)
            clerk.open_step(step.name)
            name = step.form
        else:
            name = str(BY_NAME[str(scene.order)].form)
            clerk.order(self.story.number, name.replace("_", "-"))
        clerk.fill(self.form_of(name), self.answers(at))
        clerk.done()

    def begin(self, clerk: Clerk) -> None:
        """A new request, from the clerk's own desk."""
        clerk.go()
        clerk.page.get_by_role("link", name="新的开班申请").first.click()
        clerk.submit()
        clerk.page.wait_for_url("**/cases/*/steps/**")
        self.story.begun(clerk.page.url.split("/cases/")[1].split("/")[0])

    def clerk(self, at: int) -> Clerk:
        """At whose window the scene is."""
        return self.desks.of(self.story.who(str(self.story.example.scenes[at].who)))

    def form_of(self, name: str) -> Form:
        """A form as the story's place words it."""
        folder = read_folder(jurisdictions()[self.story.example.jurisdiction])
        return read_form(folder.forms[name])

    def answers(self, at: int) -> Mapping[str, Any]:
        """As the form takes them: one paper at a time."""
        given = dict(self.story.answers(at))
        return {k: v[0] if k == "papers" and isinstance(v, list) else v for k, v in given.items()}
