"""The drill with documents: backed up while papers come in, put back elsewhere, gone on with."""

import json
import shutil
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from service.commands.papers.cabinet import Cabinet, furnish, use_cabinet
from service.commands.people.newcomers import Newcomer, add_person
from service.domain.permissions import Grant
from service.records.database import database_now
from service.records.demo import DemoShift
from service.records.loose_file import LooseFile
from service.records.person import Person
from service.records.storage import Folder
from tests.cli.test_backup import FIT, elsewhere, go_on, opened
from tests.commands.test_retention import confirm, due, propose
from tests.front_office import Story, open_office
from tests.kept import keys, put_on, read_all, story_with_a_paper
from tests.papers import pdf

__all__ = ["elsewhere"]


@pytest.fixture
def story(database, installed):
    """A class whose account has been mended with a proof, in the house of a terminal."""
    office = open_office(database)
    furnish(str(installed.home / "documents"))
    installed.settings["KAIBAN_DOCUMENTS"] = str(installed.home / "documents")
    yield story_with_a_paper(office)
    office.close()


@contextmanager
def put_back(terminal, kind):
    """The house put back: its records and its own folder of documents."""
    folder = Folder(terminal.home / "documents")
    with opened(terminal, kind) as there:
        use_cabinet(Cabinet(folder))
        office = open_office(there)
        use_cabinet(Cabinet(folder))
        yield office, folder
        office.close()


def restore(kaiban, origin, elsewhere, *more):
    elsewhere.settings["KAIBAN_DOCUMENTS"] = str(elsewhere.home / "documents")
    return kaiban("restore", "--from", str(origin), *more, at=elsewhere)


@contextmanager
def papers_coming_in(story):
    """Somebody who puts one paper after the other on the case."""
    done = threading.Event()

    def send():
        number = 0
        while not done.is_set():
            put_on(story, pdf(f"paper {number}"))
            number += 1

    sender = threading.Thread(target=send)
    sender.start()
    try:
        yield
    finally:
        done.set()
        sender.join()


def test_a_house_backed_up_while_papers_come_in_goes_on_elsewhere_with_all_of_them(
    story, kaiban, installed, elsewhere, database, tmp_path
):
    story.tell(until="account_fix")
    with papers_coming_in(story):
        assert kaiban("backup", "--to", str(tmp_path / "kept"), at=installed).code == 0
    said = restore(kaiban, tmp_path / "kept", elsewhere)
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(FIT)
    with put_back(elsewhere, database.kind) as (office, _):
        told = Story(office, story.example, story.number)
        assert all(paper.startswith(b"%PDF") for paper in read_all(told))
        go_on(told, "account_fix")
        assert told.case().finished is not None
    assert kaiban("verify-documents", at=elsewhere).code == 0


def test_what_was_on_its_way_in_is_no_business_of_the_house_put_back(
    story, kaiban, installed, elsewhere, database, tmp_path
):
    with story.office.records() as session:
        session.add(LooseFile(storage_key="a" * 64, at=story.office.clock.at, erased=False))
        session.commit()
    kaiban("backup", "--to", str(tmp_path / "kept"), at=installed)
    assert restore(kaiban, tmp_path / "kept", elsewhere).code == 0
    with opened(elsewhere, database.kind) as there, there.session() as session:
        assert session.get(LooseFile, "a" * 64) is None


def test_a_paper_lost_before_the_backup_is_told_when_it_is_put_back(
    story, kaiban, installed, elsewhere, tmp_path
):
    put_on(story)
    shutil.rmtree(installed.home / "documents")
    kaiban("backup", "--to", str(tmp_path / "kept"), at=installed)
    said = restore(kaiban, tmp_path / "kept", elsewhere)
    assert said.code == 2
    assert "is missing" in said.out


@pytest.fixture
def ended(story, installed):
    """A class that ended thirty years ago, and two people who may agree to erase it."""
    story.tell()
    installed.settings["KAIBAN_MODE"] = "demo"
    story.office.clock.at += timedelta(days=31 * 366)
    with story.office.records() as session:
        ahead = story.office.clock.at - database_now(session)
        session.execute(update(DemoShift).values(seconds=int(ahead.total_seconds())))
        session.commit()
        for role in ("security_admin", "audit_admin"):
            newcomer = Newcomer(login=role, name=role, natural_person=role, grants=(Grant(role),))
            add_person(session, newcomer)
    return story


def erased_since_a_backup(story, kaiban, installed, kept):
    """A backup, then an erasure two people agreed on; where the backup is."""
    made = kaiban("backup", "--to", str(kept), at=installed).out.strip()
    confirm(story, propose(story))
    older = kept / "20200101T000000Z"
    Path(made).rename(older)
    return older


def test_what_was_erased_since_is_erased_again_as_a_newer_backup_tells(
    ended, kaiban, installed, elsewhere, database, tmp_path
):
    older = erased_since_a_backup(ended, kaiban, installed, tmp_path / "kept")
    assert kaiban("backup", "--to", str(tmp_path / "kept"), at=installed).code == 0
    elsewhere.settings["KAIBAN_MODE"] = "demo"
    said = restore(kaiban, older, elsewhere)
    assert (said.code, "erased again" in said.out) == (0, True)
    assert said.out.endswith(FIT)
    with put_back(elsewhere, database.kind) as (office, folder):
        told = Story(office, ended.example, ended.number)
        office.clock.at = ended.office.clock.at
        assert (due(told), keys(folder)) == (set(), set())


def test_what_the_house_that_is_dropped_had_erased_is_erased_again(
    ended, kaiban, installed, tmp_path
):
    older = erased_since_a_backup(ended, kaiban, installed, tmp_path / "kept")
    said = kaiban("restore", "--from", str(older), "--force", at=installed)
    assert (said.code, "erased again" in said.out) == (0, True)
    assert (due(ended), keys(Folder(installed.home / "documents"))) == (set(), set())


def test_where_nobody_of_those_who_agreed_is_there_it_is_told(ended, kaiban, installed, tmp_path):
    older = erased_since_a_backup(ended, kaiban, installed, tmp_path / "kept")
    with ended.office.records() as session:
        session.execute(update(Person).where(Person.login == "audit_admin").values(login="other"))
        session.commit()
    said = kaiban("restore", "--from", str(older), "--force", at=installed)
    assert said.code == 2
    assert "propose it anew" in said.out


def test_a_manifest_tells_of_an_erasure_cases_and_kinds_and_names_nobody(
    ended, kaiban, installed, tmp_path
):
    confirm(ended, propose(ended))
    made = kaiban("backup", "--to", str(tmp_path / "kept"), at=installed).out.strip()
    written = (Path(made) / "manifest.json").read_text("utf-8")
    (told,) = json.loads(written)["erasures"]
    assert {kind for _, kind in told["lines"]} == {"identity", "account", "documents"}
    people = [row[key] for row in ended.answers(0)["roster"] for key in ("name", "id_no")]
    assert [word for word in people if word in written] == []
