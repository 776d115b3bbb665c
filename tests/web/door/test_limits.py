"""Tries in vain: counted in the database, over every process, without telling who exists."""

import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from service.commands.door import tries
from service.domain.door import LONGEST_WINDOW, client_address
from service.records.failed_try import FailedTry
from tests.web.reading import read

WRONG = "not the password"


def statuses(person, *passwords):
    found = []
    for password in passwords:
        person.sign_in(password)
        found.append(person.answer.status_code)
    return found


def later(office, by):
    with office.records() as session:
        for row in session.scalars(select(FailedTry)):
            row.at -= by
        session.commit()


def test_after_five_minutes_the_door_opens_again(office, clerk):
    assert statuses(clerk, *[WRONG] * 5, clerk.password) == [401] * 5 + [429]
    later(office, timedelta(minutes=5))
    assert statuses(clerk, clerk.password) == [303]


def test_success_starts_afresh(clerk):
    four = [WRONG] * 4
    assert statuses(clerk, *four, clerk.password, *four, clerk.password)[-1] == 303


def test_knocking_at_a_shut_door_keeps_it_shut_no_longer(office, clerk):
    statuses(clerk, *[WRONG] * 5)
    later(office, timedelta(minutes=4))
    statuses(clerk, *[WRONG] * 3)
    later(office, timedelta(minutes=1))
    assert statuses(clerk, clerk.password) == [303]


def test_an_account_that_does_not_exist_is_shut_out_alike(office, clerk):
    answers = []
    for login in ("zhang", "nobody"):
        for _ in range(6):
            answer = office.browser().post("/sign-in", data={"account": login, "password": WRONG})
            answers.append((answer.status_code, read(answer).words.replace(login, "")))
    assert answers[:6] == answers[6:]


def test_one_address_that_tries_many_accounts_is_shut_out(office, clerk):
    browser = office.browser()
    for n in range(50):
        with office.records() as session:
            tries.begin(session, account=f"n{n}", address="127.0.0.1")
    answer = browser.post("/sign-in", data={"account": "zhang", "password": clerk.password})
    assert answer.status_code == 429


def test_bad_tokens_are_limited_by_address_and_good_ones_pass(office):
    def call(token):
        headers = {"Authorization": f"Bearer {token}"}
        return office.app.test_client().get("/api/cases", headers=headers).status_code

    assert {call(f"{n:040}") for n in range(30)} == {401}
    assert call(f"{31:040}") == 429
    assert call(office.token("auditor")) == 200


def test_old_tries_are_swept_and_nobodys_name_or_address_is_kept(office, clerk):
    statuses(clerk, WRONG)
    later(office, LONGEST_WINDOW)
    statuses(clerk, WRONG)
    with office.records() as session:
        rows = session.scalars(select(FailedTry)).all()
    assert len(rows) == 2
    assert not any("zhang" in row.subject or "127.0.0.1" in row.subject for row in rows)


def test_an_entitled_person_lets_somebody_in_again(office, clerk):
    statuses(clerk, *[WRONG] * 5)
    with office.records() as session:
        tries.unlock_within(session, login="zhang", person_id=clerk.id)
        session.commit()
    assert statuses(clerk, clerk.password) == [303]


TRYING = """
import sys
from sqlalchemy.orm import Session
from service.commands.door import tries
from service.records import KeyRing, open_engine, use_key_ring
use_key_ring(KeyRing({1: b"1" * 32}, index_key=b"i" * 32))
engine = open_engine(sys.argv[1])
sys.stdin.readline()
passed = 0
for _ in range(4):
    with Session(engine) as session:
        try:
            tries.begin(session, account="zhang", address="192.0.2.7")
            passed += 1
        except tries.TooMany:
            pass
print(passed)
"""


def test_two_processes_at_once_let_five_tries_pass_together(database):
    words = [sys.executable, "-c", TRYING, database.url]
    pipe = subprocess.PIPE
    both = [subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) for _ in range(2)]
    said = [process.communicate("go\n", timeout=60)[0] for process in both]
    assert sum(map(int, said)) == 5
    with database.session() as session:
        kept = session.scalar(select(func.count()).where(FailedTry.kind == "account"))
    assert kept == 5


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "address"),
    [
        ("192.0.2.1", "", (), "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", (), "192.0.2.1"),
        ("127.0.0.1", "198.51.100.9", ("127.0.0.1",), "198.51.100.9"),
        ("127.0.0.1", "203.0.113.1, 198.51.100.9", ("127.0.0.1",), "198.51.100.9"),
        ("127.0.0.1", "nonsense", ("127.0.0.1",), "127.0.0.1"),
        ("10.0.0.1", "198.51.100.9", ("*",), "198.51.100.9"),
        ("2001:db8::1:2:3:4", "", (), "2001:db8::/64"),
        ("::ffff:192.0.2.1", "", (), "192.0.2.1"),
    ],
)
def test_only_our_own_proxy_is_believed_about_where_a_try_comes_from(
    remote, forwarded, proxies, address
):
    assert client_address(remote, forwarded, proxies=proxies) == address
