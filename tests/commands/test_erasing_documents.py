"""Erasing documents in earnest: key, name and content are gone, and everything still verifies."""

import json
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from service.clock.night import walk
from service.commands import drafts
from service.commands.drafts import Place
from service.commands.papers import documents
from service.commands.papers.bundle_check import check_bundle
from service.commands.papers.cabinet import Cabinet, use_cabinet
from service.commands.papers.document_check import broken_documents
from service.commands.people.newcomers import Newcomer, add_person
from service.commands.people.security import broken_log
from service.commands.verifying import broken_books, broken_histories
from service.domain.permissions import Grant
from service.records import Base
from service.records.document import Document
from service.records.person import Person
from service.records.storage import Folder
from tests.commands.test_retention import confirm, due, propose, years_on
from tests.front_office import open_office
from tests.kept import folder_of, keys, story_with_a_paper

NAME = "开户许可证.pdf"
SPELT = json.dumps(NAME)[1:-1].encode()


@pytest.fixture
def proven(database, tmp_path):
    """A class that ended thirty years ago, with a paper that was handed in."""
    office, folder = open_office(database), folder_of(tmp_path)
    story = story_with_a_paper(office).tell()
    with office.records() as session:
        for role in ("security_admin", "audit_admin"):
            newcomer = Newcomer(login=role, name=role, natural_person=role, grants=(Grant(role),))
            add_person(session, newcomer)
    years_on(story, 31)
    yield story, folder
    office.close()


def bundle(story, into):
    path = f"/cases/{story.number}/bundle?documents=yes&reason=audit"
    answer = story.office.call("auditor", "GET", path)
    assert answer.status_code == 200, answer.text
    into.write_bytes(answer.data)
    return check_bundle(into)


def unpacked(bundle):
    with ZipFile(bundle) as file:
        return b"".join(file.read(name) for name in file.namelist())


def wrong(story):
    with story.office.records() as session:
        found = [*broken_histories(session), *broken_books(session), *broken_log(session)]
        return found + list(broken_documents(session))


def test_papers_are_gone_from_records_and_storage_and_all_verifies(proven):
    story, folder = proven
    assert (len(keys(folder)), "documents" in due(story)) == (1, True)
    confirm(story, propose(story))
    assert keys(folder) == set()
    with story.office.records() as session:
        rows = session.scalars(select(Document)).all()
        assert {(row.name, row.wrapped_key, row.storage_key) for row in rows} == {(None,) * 3}
        assert all(row.erased_at and row.sha256 for row in rows)
    assert wrong(story) == []
    assert "documents" not in due(story)


def test_the_bundle_fits_before_and_after_and_names_nobody_after(proven, tmp_path):
    story, _ = proven
    before = bundle(story, tmp_path / "before.zip")
    confirm(story, propose(story))
    after = bundle(story, tmp_path / "after.zip")
    assert (before.wrong, after.wrong) == ((), ())
    assert after.entries > before.entries
    taken, left = unpacked(tmp_path / "before.zip"), unpacked(tmp_path / "after.zip")
    assert b"%PDF" in taken
    assert not [word for word in (b"%PDF", NAME.encode(), SPELT) if word in left]


def test_killed_between_commit_and_removal_the_content_goes_at_night(proven, monkeypatch):
    story, folder = proven
    number = propose(story)

    def dies(_key):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(documents, "remove", dies)
        with pytest.raises(KeyboardInterrupt):
            confirm(story, number)
    assert len(keys(folder)) == 1
    with story.office.records() as session:
        dropped = walk(session, story.office.clock)
    assert (dropped or {})["files"] == 1
    assert (keys(folder), wrong(story)) == (set(), [])


def test_a_storage_out_of_reach_is_asked_again_at_night(proven, tmp_path):
    story, folder = proven
    (tmp_path / "no-folder").touch()
    use_cabinet(Cabinet(Folder(tmp_path / "no-folder")))
    assert confirm(story, propose(story)) == 1
    use_cabinet(Cabinet(folder))
    assert len(keys(folder)) == 1
    with story.office.records() as session:
        walk(session, story.office.clock)
    assert keys(folder) == set()


def test_a_paper_that_was_erased_is_told_to_be_gone(proven):
    story, _ = proven
    confirm(story, propose(story))
    path = f"/cases/{story.number}/documents/d-1"
    assert story.office.browser("institution").get(f"{path}/file").status_code == 410


def told_by(story):
    """Everything the request says about people."""
    request = story.answers(0)
    rows = [(row, key) for row in request["roster"] for key in ("name", "id_no", "phone")]
    rows += [(row, key) for row in request["lessons"] for key in ("teacher", "teacher_id")]
    words = {str(row[key]) for row, key in rows if row.get(key)}
    return words | {str(request[key]) for key in ("payee_account", "contact", "mobile")} | {NAME}


def left_anywhere(story):
    """Which of these words stand in any column of any table, opened with the keys of the house."""
    with story.office.records() as session:
        rows = [
            row for table in Base.metadata.sorted_tables for row in session.execute(select(table))
        ]
    written = "\n".join(str(tuple(row)) for row in rows)
    return {word for word in told_by(story) if word in written}


def test_nothing_of_what_was_erased_is_left_in_any_table(proven):
    story, _ = proven
    with story.office.records() as session:
        person = session.scalars(select(Person.id).limit(1)).one()
        place = Place(story.case().id, "order:withdraw", person)
        session.rollback()
        drafts.save(session, place, drafts.Kept(dict(story.answers(0))), now=story.office.clock.at)
    assert left_anywhere(story) == told_by(story)
    confirm(story, propose(story))
    assert left_anywhere(story) == set()
