"""Who is paid himself, as the page shows it: masked, reckoned, held back where no account is."""

from dataclasses import replace

import pytest

from service.commands.examples import read_example
from service.commands.examples.reading import Scene
from service.commands.people import Newcomer, add_person
from service.domain.permissions import Grant
from service.records.case import by_number
from service.records.step import steps_of
from tests.jurisdictions.telling import FOLDERS, tell
from tests.web.reading import read

LIVING = read_example(FOLDERS["guizhou"] / "examples/living-worked-case.toml")
PLACE = ("guizhou", "520102")


def told_until(office, step):
    """The allowance of the worked case, up to a step that is open; the number of its case."""
    at = next(n for n, one in enumerate(LIVING.scenes) if one.step == step)
    until = Scene(at=LIVING.scenes[at].at, case="living")
    story = replace(LIVING, scenes=(*LIVING.scenes[:at], until), end={})
    office.clock.at = until.at
    with office.records() as session:
        assert tell(story, session).outcome.differences == []
        return by_number(session, "GZ-2020-000002")


def page(office, case, role):
    login = f"guiyang-{role}"
    with office.records() as session:
        grants = (Grant(role, *PLACE),)
        add_person(session, Newcomer(login=login, name=role, natural_person=role, grants=grants))
        (step,) = steps_of(session, case.id)
    return read(office.browser(login).get(f"/cases/{case.number}/steps/{step.key}"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_reviewer_sees_hours_days_and_who_has_no_account(office):
    case = told_until(office, "living_review")
    words = page(office, case, "county_reviewer").words
    assert "2020 年：线上 2025 分钟计 7，到课 12 天" in words
    assert "690.00" in words
    assert "没有收款账户，补填后再付：2 号" in words
    assert "6222020000000000018" not in words


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_finance_sees_each_person_it_pays(office):
    case = told_until(office, "finance_review")
    words = page(office, case, "finance_reviewer").words
    assert "本次拨付：生活费补贴 690.00 元" in " ".join(words.split())
    assert "0018" in words
    assert "已剔除" in words
