"""One code, two processes, the same moment: it opens once, be it of the telephone or of paper."""

import subprocess
import sys

import pytest

from tests.web.door.conftest import Somebody

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
SHOWING = """
import sys
from sqlalchemy.orm import Session
from service.commands.door import factor, sitting
from service.domain.permissions import Actor
from service.records import KeyRing, open_engine, use_key_ring
use_key_ring(KeyRing({1: b"1" * 32, 2: b"2" * 32}, index_key=b"i" * 32))
url, person, code = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with Session(open_engine(url)) as session:
    token = sitting.begin(session, person, how="password", agent="")
    here = sitting.find(session, token).sitting.id
    session.rollback()
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        factor.show(session, Actor(person, "n"), code, here=here)
        print("in")
    except factor.WrongCode:
        print("out")
"""


def shown_at_once(payer: Somebody, code: str) -> list[str]:
    words = [sys.executable, "-c", SHOWING, payer.office.database.url, str(payer.id), code]
    pipe = subprocess.PIPE
    all_of = [subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) for _ in range(2)]
    for process in all_of:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in all_of:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return sorted(process.communicate(timeout=60)[0].strip() for process in all_of)


def test_a_code_from_paper_opens_once(payer):
    codes = payer.set_factor()
    assert shown_at_once(payer, codes[0]) == ["in", "out"]


def test_a_code_of_the_telephone_opens_once(payer):
    payer.set_factor()
    assert shown_at_once(payer, payer.code()) == ["in", "out"]
