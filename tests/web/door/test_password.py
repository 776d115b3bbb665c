"""Passwords: chosen well, changed by their owner, felt everywhere else."""

from itertools import pairwise

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from service.records.person import Person
from service.records.security import SecurityEntry
from tests.web.door.conftest import GOOD, change

NEW = "mist over nine bridges"


def put(browser, old=GOOD, new=NEW, again=None):
    data = {"old": old, "new": new, "again": new if again is None else again}
    return browser.post("/account/password", data=data)


def test_a_changed_password_ends_the_other_sittings_and_keeps_this_one(clerk):
    here, there = clerk.sign_in(), clerk.sign_in()
    assert put(here).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    clerk.sign_in(GOOD)
    assert clerk.answer.status_code == 401
    clerk.sign_in(NEW)
    assert clerk.answer.status_code == 303


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"old": "not the password"}, "现用密码不正确"),
        ({"again": "something else"}, "两次输入"),
        ({"new": "short"}, "至少 12 个字符"),
        ({"new": "1qaz2wsx3edc4rfv"}, "太容易猜到"),
        ({"new": "zhangzhang2026!"}, "太容易猜到"),
        ({"new": GOOD}, "最近用过"),
        ({"new": "x" * 201}, "最多 200"),
    ],
)
def test_an_unfit_password_is_refused_in_words(clerk, sent, said):
    answer = put(clerk.sign_in(), **sent)
    assert answer.status_code == 422
    assert said in answer.text


def test_none_of_the_last_five_comes_back(clerk):
    browser = clerk.sign_in()
    kinds = [GOOD] + [
        f"{word} over nine bridges" for word in ("mist", "rain", "snow", "fog", "ice")
    ]
    for old, new in pairwise(kinds):
        assert put(browser, old, new).status_code == 303
    assert put(browser, kinds[-1], kinds[1]).status_code == 422
    assert put(browser, kinds[-1], GOOD).status_code == 303


def test_trying_old_passwords_at_an_open_desk_is_limited(clerk):
    browser = clerk.sign_in()
    assert [put(browser, f"guess number {n}").status_code for n in range(5)] == [422] * 5
    assert put(browser).status_code == 429


def test_a_password_set_by_an_administrator_is_changed_before_anything_else(make):
    newcomer = make("li", must_change_password=True)
    browser = newcomer.sign_in()
    assert browser.get("/cases").location == "/account/password?next=/cases"
    assert "管理员设的" in browser.get("/account/password").text
    assert put(browser).status_code == 303
    assert browser.get("/cases").status_code == 200


def test_a_password_hashed_cheaply_is_hashed_anew_at_sign_in(office, clerk):
    cheap = PasswordHasher(time_cost=1).hash(GOOD)
    change(office, clerk, password_hash=cheap)
    clerk.sign_in()
    with office.records() as session:
        kept = session.get_one(Person, clerk.id).password_hash
    assert not PasswordHasher().check_needs_rehash(kept)


def test_an_account_without_a_password_is_not_entered_with_an_empty_one(office, clerk):
    change(office, clerk, password_hash="")
    for given in ("", GOOD, "nobody has this password"):
        clerk.sign_in(given or " ")
        assert clerk.answer.status_code == 401


def test_the_security_log_tells_what_happened_and_nothing_that_was_typed(office, clerk):
    clerk.sign_in("not the password")
    put(clerk.sign_in())
    with office.records() as session:
        entries = session.scalars(select(SecurityEntry).order_by(SecurityEntry.id)).all()
    told = [entry.act for entry in entries if entry.concerns_id == clerk.id]
    assert told[-3:] == ["sign_in_refused", "signed_in", "password_changed"]
    assert "zhang" not in str([entry.about for entry in entries])
