"""Who is paid himself, as the page shows it: masked, reckoned, held back where no account is."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask, g

from forms import read_form
from service.commands.examples import read_example
from service.commands.examples.reading import Scene
from service.commands.people.newcomers import Newcomer, add_person
from service.domain.permissions import Grant
from service.records.case import by_number
from service.records.step import steps_of
from service.web.prefill import known
from tests.jurisdictions.telling import FOLDERS, tell
from tests.web.reading import read
from workflows import read_folder

LIVING = read_example(FOLDERS["guizhou"] / "examples/living-worked-case.toml")
PLACE, NUMBER = ("guizhou", "520102"), "GZ-2020-000002"


def told_until(office, step):
    """The allowance of the worked case, up to a step that is open; the number of its case."""
    at = next(n for n, one in enumerate(LIVING.scenes) if one.step == step)
    until = Scene(at=LIVING.scenes[at].at, case="living")
    story = replace(LIVING, scenes=(*LIVING.scenes[:at], until), end={})
    office.clock.at = until.at
    with office.records() as session:
        assert tell(story, session).outcome.differences == []
        return by_number(session, NUMBER)


def pages(office, case, role):
    """The step's page and the case's own, as somebody of that office sees them."""
    login = f"guiyang-{role}"
    with office.records() as session:
        grants = (Grant(role, *PLACE),)
        add_person(session, Newcomer(login=login, name=role, natural_person=role, grants=grants))
        (step,) = steps_of(session, case.id)
    browser, home = office.browser(login), f"/cases/{case.number}"
    return [read(browser.get(one)).words for one in (f"{home}/steps/{step.key}", home)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_reviewer_sees_hours_days_and_who_has_no_account(office):
    case = told_until(office, "living_review")
    words, whole_case = pages(office, case, "county_reviewer")
    assert "没有收款账户，补填后再付：2 号" in whole_case
    assert "2020 年：线上 2025 分钟计 7，到课 12 天" in words
    assert "690.00" in words
    assert "没有收款账户，补填后再付：2 号" in words
    assert "6222020000000000018" not in words


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whose_money_came_back_is_named_where_the_account_is_mended(office):
    case = told_until(office, "account_fix")
    _, whole_case = pages(office, case, "finance_reviewer")
    assert "银行退回，请更正账户后再付：2 号" in whole_case


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_finance_sees_each_person_it_pays(office):
    case = told_until(office, "finance_review")
    words, _ = pages(office, case, "finance_reviewer")
    assert "本次拨付：生活费补贴 690.00 元" in " ".join(words.split())
    assert "0018" in words
    assert "已剔除" in words


def test_who_claims_names_the_learners_of_the_class(session):
    early = read_example(FOLDERS["guizhou"] / "examples/living-too-few-hours.toml")
    at = next(n for n, one in enumerate(early.scenes) if one.case == "living")
    story = replace(early, scenes=early.scenes[: at + 1], end={})
    assert tell(story, session).outcome.differences == []
    form = read_form(read_folder(FOLDERS["guizhou"]).forms["living_fill"])
    claim = by_number(session, NUMBER)
    assert claim
    with Flask("desk").test_request_context():
        g.language = "zh"
        labels = known(session, claim, form, date(2020, 7, 2)).labels["lines"]
    assert labels["1"] == "1 号 曹**"
    assert len(labels) == 4
