"""An empty house in production: no door opens by default, and the first one in proves who he is."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.records.database import db
from service.settings import from_environment

FIRST, OWN = "mist over nine bridges", "cloud under four hills"
SECRETS = {"KAIBAN_NEW_PASSWORD": FIRST, "KAIBAN_NEW_ID_NO": "11010519491231002X"}


@pytest.fixture
def door(kaiban, installed, database) -> Iterator[FlaskClient]:
    """The front door of an installation that `kaiban user add` has given one account."""
    words = ("user", "add", "root", "--name", "管理员", "--role", "system_admin")
    assert kaiban(*words, at=installed, **SECRETS).code == 0
    here = {**installed.environment, "KAIBAN_PUBLIC_URL": "http://localhost"}
    app = create_app(from_environment(here))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app.test_client()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def enter(door, password=FIRST, account="root"):
    return door.post("/sign-in", data={"account": account, "password": password})


@pytest.mark.parametrize(
    ("account", "password"),
    [("admin", "admin"), ("root", "root"), ("root", ""), ("demo-system-admin", "")],
)
def test_no_password_opens_by_default(door, account, password):
    assert enter(door, password, account).status_code == 401


def test_nobody_comes_in_by_the_demos_door(door):
    assert door.post("/demo/sign-in", data={"person": "1"}).status_code in (403, 404)


def test_the_first_administrator_chooses_a_password_and_a_second_factor_first(door):
    assert enter(door).status_code == 303
    assert door.get("/accounts").location.startswith("/account/password")
    changed = door.post("/account/password", data={"old": FIRST, "new": OWN, "again": OWN})
    assert changed.status_code == 303
    assert door.get("/accounts").location.startswith("/account/factor")
    page = door.get("/account/factor").text
    secret = re.search(r"((?:[A-Z2-7]{4} ?){6,})", page)
    assert secret is not None
    code = pyotp.TOTP(secret[1].replace(" ", "")).now()
    assert door.post("/account/factor", data={"code": code}).status_code == 200
    assert door.get("/accounts").status_code == 200
    assert door.get("/cases").text.count("CQ-") == 0


@pytest.mark.parametrize("lacking", ["KAIBAN_KEYS", "KAIBAN_SECRET_KEY", "KAIBAN_INDEX_KEY"])
@pytest.mark.parametrize("words", [("user", "list"), ("serve",), ("worker",)])
def test_without_its_secrets_nothing_starts(kaiban, installed, words, lacking):
    said = kaiban(*words, at=installed, **{lacking: ""})
    assert said.code == 1
    assert said.err.startswith(f"{lacking} is not set. Outside the demo Kaiban starts only with")
