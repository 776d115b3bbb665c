"""Behind the proxy: forms over TLS, whom it speaks for, and what only the inside may ask."""

import re

import pytest

from service.domain.door import client_address, lies_within
from service.settings import NotReady, from_environment
from tests.cli.terminal import production

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TLS = {"wsgi.url_scheme": "https"}
WRONG = {"account": "nobody", "password": "wrong-horse-battery"}


@pytest.fixture
def over_tls(office):
    """Hand in the form of the door as a browser does that honours what the page asks of it."""
    office.app.config["WTF_CSRF_ENABLED"] = True
    browser = office.app.test_client()

    def hand_in(**headers):
        page = browser.get("/sign-in", environ_overrides=TLS)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        assert token is not None
        if page.headers["Referrer-Policy"] == "same-origin":
            headers.setdefault("Referer", "https://localhost/sign-in")
        data = {**WRONG, "csrf_token": token[1]}
        answer = browser.post("/sign-in", data=data, headers=headers, environ_overrides=TLS)
        return answer.status_code

    return hand_in


def test_a_form_over_tls_is_read(over_tls):
    assert over_tls() == 401


def test_a_form_sent_from_another_house_is_not(over_tls):
    assert over_tls(Referer="https://evil.example/") == 400


@pytest.mark.parametrize(
    ("remote", "forwarded", "status"),
    [
        ("127.0.0.1", "", 200),
        ("203.0.113.7", "", 404),
        ("127.0.0.1", "203.0.113.7", 404),
        ("203.0.113.7", "127.0.0.1", 404),
    ],
)
def test_only_the_inside_reads_the_measures(office, remote, forwarded, status):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    overrides = {"REMOTE_ADDR": remote}
    answer = office.app.test_client().get("/metrics", headers=headers, environ_overrides=overrides)
    assert answer.status_code == status


def test_what_is_refused_at_the_door_has_its_number_too(office):
    office.app.config["WTF_CSRF_ENABLED"] = True
    refused = office.app.test_client().post("/sign-in", data=WRONG)
    assert (refused.status_code, len(refused.headers["X-Request-Id"])) == (400, 16)


@pytest.mark.parametrize(
    ("address", "within"), [("10.1.2.3", True), ("10.2.0.1", False), ("", False), ("x", False)]
)
def test_a_network_of_proxies_is_believed(database, address, within):
    assert lies_within(address, ["127.0.0.1", "10.1.0.0/16"]) is within
    told = client_address(address, "203.0.113.7", proxies=["10.1.0.0/16"])
    assert (told == "203.0.113.7") is within


def test_what_is_no_network_is_told_at_the_start(database, tmp_path):
    settings = production(tmp_path, database.url).settings
    assert from_environment({**settings, "KAIBAN_PROXY": "10.0.0.0/8, ::1"}).proxies[1] == "::1"
    with pytest.raises(NotReady, match="'proxy' is neither"):
        from_environment({**settings, "KAIBAN_PROXY": "proxy"})
