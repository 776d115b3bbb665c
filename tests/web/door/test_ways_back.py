"""Ways out of the house that are none: names that are not ours, addresses that lead elsewhere."""

import pytest

from service.web.door.host import own_names

ELSEWHERE = [
    *("//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example"),
    *("https://evil.example", "javascript:alert(1)", "data:text/html,x", "evil.example"),
    *("/\t/evil.example", "/\n/evil.example", "/x\r\nSet-Cookie: a=b", "\t//evil.example"),
    *(" //evil.example", "/\u2028/evil.example", "／／evil.example"),
    *("/%5Cevil.example", "/%2f%2fevil.example", "/%2Fevil.example", "/%09/evil.example"),
    *("/@evil.example/../..//evil.example", "", "/./\\evil.example"),
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_out_of_the_house(office, clerk, target):
    clerk.sign_in(next=target)
    assert clerk.answer.status_code == 303
    assert clerk.answer.location == "/"
    led = office.browser().get("/language/en", query_string={"next": target})
    assert led.location == "/"


def test_a_way_back_that_is_no_text_leads_nowhere(clerk):
    clerk.sign_in(next="/\x00/evil.example")
    assert clerk.answer.status_code == 400
    assert clerk.answer.location is None


@pytest.mark.parametrize(
    "target", ["/cases?after=3", "/inbox", "/cases/1/steps/2", "/search?q=渝中"]
)
def test_a_way_back_inside_the_house_is_kept(office, clerk, target):
    clerk.sign_in(next=target)
    assert clerk.answer.location.startswith(target[:7])


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:8000", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("evil.example:80", 400),
        ("localhost@evil.example", 400),
        ("", 400),
    ],
)
def test_the_house_answers_to_its_own_names_only(office, host, status):
    browser = office.browser()
    assert browser.get("/sign-in", headers={"Host": host}).status_code == status
    assert browser.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("public_url", "demo", "names"),
    [
        ("https://kaiban.example", False, ("kaiban.example",)),
        ("https://kaiban.example:8443/", False, ("kaiban.example",)),
        ("http://[::1]:8000", False, ("[::1]",)),
        ("http://127.0.0.1:8000", True, ("127.0.0.1", "127.0.0.1", "localhost", "[::1]")),
    ],
)
def test_production_has_one_name_and_the_demo_this_machines_too(public_url, demo, names):
    assert own_names(public_url, demo=demo) == names
