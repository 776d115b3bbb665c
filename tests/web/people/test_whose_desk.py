"""Whose desk it is: every page and every click of the administrators, tried by every other role."""

import pytest

from service.domain.permissions import MAY
from tests.front_office import LOGINS
from tests.web.people.conftest import AUDIT, ON_ONE, SECURITY, SYSTEM

EVERYBODY = (
    *sorted(set(LOGINS.values())),
    *("demo-city", "demo-counter", "demo-inspector", SYSTEM, SECURITY, AUDIT),
)
KEEPERS = {"system_admin": SYSTEM, "security_admin": SECURITY, "audit_admin": AUDIT}
PAGES = {
    "/accounts": "ReadAccounts",
    "/accounts/{n}": "ReadAccounts",
    "/accounts/new": "MakeAccount",
    "/institutions": "EnterInstitution",
    "/institutions/new": "EnterInstitution",
    "/incidents": "ReadIncidents",
    "/security-log": "ReadSecurityLog",
    "/security-log.xlsx": "ReadSecurityLog",
}
CLICKS = {
    "/accounts/new": "MakeAccount",
    "/institutions/new": "EnterInstitution",
    "/accounts/{n}/close": "CloseAccount",
    "/accounts/{n}/reopen": "CloseAccount",
    "/accounts/{n}/roles": "GrantRole",
    "/accounts/{n}/roles/1/withdraw": "GrantRole",
    "/accounts/{n}/mend/unlock": "MendAccess",
    "/accounts/{n}/mend/sign-out": "MendAccess",
    "/accounts/{n}/mend/reset-factor": "MendAccess",
    "/accounts/{n}/mend/unlink": "MendAccess",
    "/accounts/{n}/password": "MendAccess",
    "/accounts/{n}/tokens/1/revoke": "MendAccess",
    "/accounts/{n}/identity": "MendAccess",
}
HUGE = 10**18 - 1
# What setting the stage itself left in the log.
ON_STAGE = {
    *("account_made", "role_granted", "signed_in"),
    *("catalogue_entered", "catalogue_decided"),
}
pytestmark = ON_ONE


def keepers(order: str) -> set[str]:
    return {KEEPERS[role] for role in MAY[order]}


def test_a_desk_opens_for_its_administrator_alone(desks):
    number = desks.number("demo-inspector")
    opened = {
        (page, who)
        for page in PAGES
        for who in EVERYBODY
        if desks.get(who, page.format(n=number)).status_code == 200
    }
    assert opened == {(page, who) for page, order in PAGES.items() for who in keepers(order)}


@pytest.mark.parametrize("click", CLICKS)
def test_a_click_is_refused_to_every_other_role_and_changes_nothing(desks, click):
    number = desks.number("demo-inspector")
    path = click.format(n=number)
    others = [who for who in EVERYBODY if who not in keepers(CLICKS[click])]
    answers = {who: desks.post(who, path).status_code for who in others}
    assert answers == dict.fromkeys(others, 403)
    assert (desks.roles(number), desks.person(number).active) == (["inspector"], True)
    assert set(desks.acts()) == ON_STAGE


@pytest.mark.parametrize("click", [one for one in CLICKS if "{n}" in one])
@pytest.mark.parametrize("number", [999_999, HUGE])
def test_an_account_that_is_not_there_is_not_found_by_its_administrator(desks, click, number):
    (keeper,) = keepers(CLICKS[click])
    assert desks.post(keeper, click.format(n=number)).status_code == 404
    # Nobody else learns which numbers there are.
    assert desks.post("demo-reviewer", click.format(n=number)).status_code == 403


@pytest.mark.parametrize("number", ["999999", str(HUGE), "9" * 30, "-1", "x"])
def test_no_page_shows_an_account_that_is_not_there(desks, number):
    assert desks.get(SYSTEM, f"/accounts/{number}").status_code == 404


@pytest.mark.parametrize(
    "rest", ["mend/promote", f"roles/{'9' * 30}/withdraw", f"tokens/{'9' * 30}/revoke"]
)
def test_a_click_that_there_is_none_of_is_not_found(desks, rest):
    number = desks.number("demo-inspector")
    assert desks.post(SECURITY, f"/accounts/{number}/{rest}").status_code == 404


def test_the_navigation_leads_to_ones_own_desk_only(desks):
    for who, wanted in {
        SYSTEM: {"/accounts", "/institutions", "/incidents"},
        SECURITY: {"/accounts"},
        AUDIT: {"/security-log"},
        "demo-reviewer": set(),
    }.items():
        page = desks.get(who, "/inbox").text
        known = {"/accounts", "/institutions", "/incidents", "/security-log"}
        assert {one for one in known if f'href="{one}"' in page} == wanted


def test_no_page_and_no_click_of_the_administrators_is_missing_here(desks):
    rooms = ("/accounts", "/institutions", "/incidents", "/security-log")
    ways = {
        (method, rule.rule)
        for rule in desks.office.app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith(rooms) and method in ("GET", "POST")
    }
    numbers = {
        "<int:number>": "{n}",
        "roles/<int:grant>": "roles/1",
        "tokens/<int:token>": "tokens/1",
    }
    known = {("GET", one) for one in PAGES} | {("POST", one) for one in CLICKS}
    for method, rule in ways:
        path = rule
        for written, tried in numbers.items():
            path = path.replace(written, tried)
        tried_all = path.replace("mend/<how>", "mend/unlock")
        assert (method, tried_all) in known, rule
