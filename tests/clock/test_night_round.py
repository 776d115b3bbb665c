"""The round of the night: walked by one process, and nothing that is still needed is dropped."""

import inspect
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from service.clock import night
from service.commands import drafts, night_round
from service.commands.door import sitting, tries
from service.commands.papers.cabinet import Cabinet, use_cabinet
from service.records import night_round as rounds
from service.records.database import database_now
from service.records.document import Document
from service.records.draft import Draft
from service.records.failed_try import FailedTry
from service.records.idempotency import Answered
from service.records.loose_file import LooseFile
from service.records.night_round import NightRound
from service.records.person import by_login
from service.records.sitting import Sitting
from service.records.storage import Folder
from tests.architecture.house import modules
from tests.front_office import LOGINS, Story, open_office
from tests.kept import folder_of, hand_in, keys, put_on
from tests.papers import pdf

LONG, MONTH = timedelta(days=91), timedelta(days=31)


@pytest.fixture
def story(database):
    office = open_office(database)
    yield Story.of(office)
    office.close()


@pytest.fixture
def papers(story, tmp_path):
    return folder_of(tmp_path)


def walk(story):
    """The round of another night."""
    with story.office.records() as session:
        session.execute(delete(NightRound))
        session.commit()
        return night.walk(session, story.office.clock)


def count(story, table):
    with story.office.records() as session:
        return session.scalar(select(func.count()).select_from(table))


def set_back(story, column, by=LONG):
    with story.office.records() as session:
        then = database_now(session) - by
        session.execute(update(column.class_).values({column: then}))
        session.commit()


def clerk(session):
    found = by_login(session, LOGINS["institution"])
    assert found is not None
    return found.id


def test_a_paper_nobody_handed_in_goes_after_a_month_and_its_content_with_it(story, papers):
    hand_in(story, put_on(story, pdf("one")))
    put_on(story, pdf("two"))
    assert walk(story)["documents"] == 0
    story.office.clock.at += MONTH
    assert walk(story)["documents"] == 1
    assert len(keys(papers)) == count(story, Document) == 1


def test_a_paper_in_somebodys_draft_stays(story, papers):
    kept = put_on(story)
    with story.office.records() as session:
        key = story.step("opening_fill").key
        place = drafts.Place(story.case().id, key, clerk(session))
        session.rollback()
        body = drafts.Kept({"lessons": [{"proof": kept.reference}]})
        drafts.save(session, place, body, now=story.office.clock.at)
    story.office.clock.at += MONTH
    assert walk(story)["documents"] == 0
    assert len(keys(papers)) == 1


class Dying(Folder):
    """The process is killed right after the content was written."""

    def put(self, key, content):
        super().put(key, content)
        raise KeyboardInterrupt


def test_what_a_killed_process_had_stored_is_dropped_a_day_later(story, papers):
    use_cabinet(Cabinet(Dying(papers.root)))
    with pytest.raises(KeyboardInterrupt):
        put_on(story)
    use_cabinet(Cabinet(papers))
    assert walk(story)["files"] == 0
    assert len(keys(papers)) == 1
    set_back(story, LooseFile.at)
    assert walk(story)["files"] == 1
    assert (keys(papers), count(story, LooseFile)) == (set(), 0)


def test_what_came_in_whole_is_loose_no_more(story, papers):
    put_on(story)
    assert count(story, LooseFile) == 0
    set_back(story, LooseFile.at)
    assert walk(story)["files"] == 0
    assert len(keys(papers)) == 1


def test_content_out_of_reach_tonight_is_dropped_another_night(story, papers, tmp_path):
    put_on(story)
    story.office.clock.at += MONTH
    (tmp_path / "no-folder").touch()
    use_cabinet(Cabinet(Folder(tmp_path / "no-folder")))
    assert (walk(story)["files"], count(story, LooseFile)) == (0, 1)
    use_cabinet(Cabinet(papers))
    assert (walk(story)["files"], keys(papers)) == (1, set())


def test_half_a_file_goes_after_a_day(story, papers):
    put_on(story)
    (key,) = keys(papers)
    half = papers.root / key[:2] / key[2:4] / ".part-0123"
    half.touch()
    assert walk(story)["unfinished"] == 0
    with story.office.records() as session:
        assert papers.tidy(database_now(session) + timedelta(days=1)) == 1
    assert not half.exists()


def test_drafts_answers_tries_and_sittings_of_long_ago_are_forgotten(story):
    office = story.office
    for _ in range(2):
        office.browser("auditor")
    with office.records() as session:
        place = drafts.Place(story.case().id, story.step("opening_fill").key, clerk(session))
        session.rollback()
        drafts.save(session, place, drafts.Kept({"site": "甲"}), now=office.clock.at)
        tries.begin(session, account="nobody")
    story.play(0)
    set_back(story, FailedTry.at)
    set_back(story, Sitting.last_seen_at)
    office.clock.at += LONG
    dropped = walk(story)
    assert [dropped[one] for one in ("drafts", "tries", "sittings")] == [1, 1, 1]
    assert dropped["answers"] > 0
    assert [count(story, one) for one in (Draft, FailedTry, Sitting, Answered)] == [0, 0, 1, 0]


def test_whoever_sits_here_and_a_fresh_answer_are_left_alone(story):
    story.office.browser("auditor")
    story.office.browser("auditor")
    before = count(story, Sitting), count(story, Answered)
    dropped = walk(story)
    assert (dropped["sittings"], dropped["answers"]) == (0, 0)
    assert (count(story, Sitting), count(story, Answered)) == before


def test_the_newest_sitting_keeps_its_number_for_good(story):
    story.office.browser("auditor")
    set_back(story, Sitting.last_seen_at)
    assert walk(story)["sittings"] == 0
    with story.office.records() as session:
        assert sitting.sweep(session, database_now(session)) == 0


def test_a_night_has_one_round(story):
    assert walk(story) is not None
    with story.office.records() as session:
        assert night.walk(session, story.office.clock) is None
        assert rounds.last_done(session) is not None


def test_of_several_processes_one_walks_the_round(database):
    def ask(_):
        with database.session() as session:
            now = database_now(session)
            session.rollback()
            return rounds.take(session, now.date(), now)

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(ask, range(4))) == [False, False, False, True]


def test_a_broken_sweep_stops_no_other_and_the_round_is_walked_again(story, monkeypatch):
    def breaks(_session, _hour):
        raise LookupError

    with monkeypatch.context() as here:
        here.setattr(night_round, "SWEEPS", {**night_round.SWEEPS, "documents": breaks})
        assert "sittings" in walk(story)
    with story.office.records() as session:
        assert rounds.last_done(session) is None
        assert night.walk(session, story.office.clock) is None
    set_back(story, NightRound.begun_at, by=timedelta(hours=2))
    with story.office.records() as session:
        assert night.walk(session, story.office.clock) is not None


def test_whatever_can_be_swept_is_on_the_round():
    sweeping = re.compile(r"^def (sweep|clear_away|tidy)\b", re.MULTILINE)
    rooms = {of.name for of in modules("service/commands") if sweeping.search(of.text)}
    called = inspect.getsource(night_round)
    assert rooms
    assert [room for room in rooms if f"{room.rpartition('.')[2]}." not in called] == []
