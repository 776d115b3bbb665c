"""Every address of the house is guarded: nobody passes unknown, and no case shows to a stranger.

A route that is new fails here until it refuses strangers, or is named in OPEN with its reason.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from service.commands.people.newcomers import Newcomer, add_person
from service.domain.permissions import Grant
from tests.front_office import LOGINS, Office, Story, stranger

OPEN = {
    "web.static": "styles and pictures of the house",
    "web.sign_in": "the door itself",
    "web.sign_in_elsewhere": "the door by way of the unified identity",
    "web.back_from_elsewhere": "the way back from there",
    "web.demo_sign_in": "the demo's one-click door, shut outside the demo",
    "web.choose_language": "the language of the door",
    "web.guided_visit": "the demo's tour, not there outside the demo",
    "web.go_on": "the same",
    "web.leave_visit": "the same",
    "documents.docs": "the API read out for people: no data",
    "documents.openapi": "the API's document: no data",
    "watch.alive": "whether the process runs",
    "watch.ready": "whether the tables are as the code needs them",
    "watch.metrics": "counters for the operator, kept from outside by the proxy",
}
# What a case may not show to a stranger is found by the name it has in the address.
GIVEN = {
    "name": "withdraw",
    "order": "withdraw",
    "jurisdiction": "chongqing",
    "form": "opening_fill",
    "reference": "d-1",
    "code": "chongqing",
    "filename": "kaiban.css",
}
# Addresses whose number is a row of one's own, not a case.
NOT_A_CASE = {"web.end_sitting"}
HEADERS = {"Idempotency-Key": "a-stranger-asks", "If-Match": '"x.1"'}
SIGN_IN, OK, NOT_FOUND = "/sign-in", 200, 404
PAGES_OF_A_CASE = 12
ADMINISTRATORS = ("demo-system-admin", "demo-security-admin", "demo-audit-admin")

Way = tuple[str, str, str]
# Who may pass is decided before any database is asked in its own way.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def ways(office: Office, **known: str) -> Iterator[Way]:
    """Every way in: endpoint, method, address."""
    adapter = office.app.url_map.bind("localhost")
    for rule in office.app.url_map.iter_rules():
        text = {one: GIVEN.get(one, "1") for one in rule.arguments} | {
            name: value for name, value in known.items() if name in rule.arguments
        }
        numbers = {one: 1 for one in rule.arguments if f"int:{one}" in rule.rule}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            address = adapter.build(rule.endpoint, text | numbers, method=method)
            yield rule.endpoint, method, address


def asked(office: Office, way: Way, role: str | None = None) -> Any:
    _, method, address = way
    given: dict[str, Any] = {"json": {}} if method != "GET" and address.startswith("/api/") else {}
    if address.startswith("/api/") and role is not None:
        headers = {**HEADERS, "Authorization": f"Bearer {office.token(role)}"}
        return office.app.test_client().open(address, method=method, headers=headers, **given)
    return office.browser(role).open(address, method=method, headers=HEADERS, **given)


def turned_away(answer: Any) -> bool:
    """Whether nobody got further than the door."""
    to_the_door = answer.status_code in (302, 303) and answer.location.startswith(SIGN_IN)
    return answer.status_code == 401 or to_the_door


def test_nobody_passes_unless_signed_in(office):
    passed = [
        way for way in ways(office) if way[0] not in OPEN and not turned_away(asked(office, way))
    ]
    assert passed == []


def test_what_is_open_still_stands(office):
    assert set(OPEN) <= {way[0] for way in ways(office)}, "an open door is gone: strike it"


@pytest.fixture
def filed(office) -> Story:
    return Story.of(office).tell(until="opening_accept")


def of_the_case(story: Story) -> list[Way]:
    """Every way to something of this case."""
    key = story.step("opening_accept").key
    known = {"number": story.number, "key": key}
    found = ways(story.office, **known)
    return [way for way in found if story.number in way[2] and way[0] not in NOT_A_CASE]


NO_BUSINESS = (
    *("other_institution", "demo-clerk-3", "policy_admin", "stranger", "elsewhere"),
    *("demo-head-2", "demo-payer-2", "demo-auditor-2", "demo-counter-2", *ADMINISTRATORS),
)


@pytest.mark.parametrize("role", NO_BUSINESS)
def test_anothers_case_does_not_exist(filed, role):
    if role == "stranger":
        LOGINS.setdefault("stranger", stranger(filed.office))
    if role == "elsewhere":
        of_another_jurisdiction(filed.office)
    seen = [
        (way, answer.status_code)
        for way in of_the_case(filed)
        if (answer := asked(filed.office, way, role)).status_code != NOT_FOUND
    ]
    assert seen == []


def of_another_jurisdiction(office: Office) -> None:
    grants = tuple(Grant(role, "elsewhere") for role in ("auditor", "city_reviewer"))
    newcomer = Newcomer(login="elsewhere", name="外地人", natural_person="e", grants=grants)
    with office.records() as session:
        add_person(session, newcomer)


def test_these_ways_do_lead_to_the_case_for_its_own_people(filed):
    shown = {
        way[0]
        for way in of_the_case(filed)
        if way[1] == "GET" and asked(filed.office, way, "county_reviewer").status_code == OK
    }
    assert {"web.case", "web.step", "web.diagram", "api.read_case", "api.read_step"} <= shown
    assert len(shown) >= PAGES_OF_A_CASE


def test_a_route_nobody_guards_is_found(office):
    office.app.view_functions["web.unguarded"] = lambda: "everything"
    rule = office.app.url_rule_class("/unguarded", endpoint="web.unguarded", methods=["GET"])
    office.app.url_map.add(rule)
    office.app.before_request_funcs["web"] = []
    assert not turned_away(asked(office, ("web.unguarded", "GET", "/unguarded")))
