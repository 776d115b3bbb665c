"""What was kept long enough is erased by two people; history and books verify as before."""

import inspect
from datetime import timedelta
from zipfile import ZipFile

import pytest
from sqlalchemy import MetaData, select, update

from service.commands import desk
from service.commands.papers.bundle_check import check_bundle
from service.commands.people import erasing, retention
from service.commands.people.newcomers import Newcomer, add_person
from service.commands.people.security import broken_log
from service.commands.verifying import broken_books, broken_histories
from service.domain.orders import EraseData
from service.domain.permissions import Grant
from service.domain.refusals import Forbidden, NotNow, SeparationOfDuties
from service.records.answer import answers_of
from service.records.base import Base
from service.records.columns import Sealed, SealedJson
from service.records.draft import Draft
from service.records.erasure import Erasure, erased_of
from service.records.history import history_of
from service.records.person import Person, by_login
from service.records.roster import roster_of
from tests.front_office import Story, open_office

YEAR = timedelta(days=366)


@pytest.fixture
def told(database):
    office = open_office(database)
    story = Story.of(office).tell()
    with office.records() as session:
        for role in ("security_admin", "audit_admin"):
            add_person(
                session,
                Newcomer(login=role, name=role, natural_person=role, grants=(Grant(role),)),
            )
    yield story
    office.close()


def who(session, login):
    person = by_login(session, login)
    assert person
    found = desk.person_and_actor(session, person.id)
    assert found
    session.rollback()
    return found[1]


def years_on(story, years):
    story.office.clock.at += years * YEAR
    return story.office.clock.at


def due(story):
    with story.office.records() as session:
        return {one.rule.kind for one in retention.due(session, story.office.clock.at)}


def propose(story, login="security_admin"):
    with story.office.records() as session:
        actor = who(session, login)
        return retention.propose(session, actor=actor, now=story.office.clock.at).id


def confirm(story, number, login="audit_admin"):
    with story.office.records() as session:
        actor = who(session, login)
        session.rollback()
        return retention.confirm(session, number, actor=actor, clock=story.office.clock)


def rows_of(session, *tables):
    metadata = MetaData()
    metadata.reflect(session.get_bind(), only=tables)
    asked = [select(metadata.tables[table]).order_by("id") for table in tables]
    return [tuple(row) for one in asked for row in session.execute(one)]


@pytest.mark.parametrize(
    ("years", "kinds"),
    [(0, set()), (9, set()), (11, {"identity"}), (31, {"identity", "account"})],
)
def test_each_kind_is_due_when_its_own_years_have_passed(told, years, kinds):
    years_on(told, years)
    assert due(told) == kinds


def test_a_look_at_an_ended_case_does_not_prolong_it(told):
    years_on(told, 11)
    told.office.browser("auditor").post(
        f"/cases/{told.number}/personal-data", data={"reason": "audit"}
    )
    assert due(told) == {"identity"}


def test_what_is_confirmed_is_gone_and_everything_still_verifies(told):
    case_id = told.case().id
    years_on(told, 31)
    with told.office.records() as session:
        before = rows_of(session, "ledger_entry", "outbox_message")
        history = [row.digest for row in history_of(session, case_id)]
    assert confirm(told, propose(told)) == 1
    with told.office.records() as session:
        assert {str(answer.body) for answer in answers_of(session, case_id)} == {"{}"}
        assert {
            (r.name, r.id_no, r.phone, r.person_index) for r in roster_of(session, case_id)
        } == {("", "", None, "erased")}
        assert rows_of(session, "ledger_entry", "outbox_message") == before
        assert [row.digest for row in history_of(session, case_id)][: len(history)] == history
        assert set(erased_of(session, case_id)) == {"identity", "account"}
        found = [*broken_histories(session), *broken_books(session), *broken_log(session)]
        assert found == []
    assert due(told) == set()


def test_its_pages_say_that_it_was_erased(told):
    years_on(told, 11)
    confirm(told, propose(told))
    page = told.office.browser("auditor").get(f"/cases/{told.number}")
    assert page.status_code == 200
    assert "内容已按规定删除" in page.text
    assert "按规定删除：身份信息与表单" in page.text


def test_a_bundle_taken_after_the_erasure_still_fits_and_names_nobody(told, tmp_path):
    roster = told.answers(0)["roster"]
    years_on(told, 31)
    assert confirm(told, propose(told)) == 1
    path = f"/cases/{told.number}/bundle?documents=yes&reason=audit"
    file = tmp_path / "case.zip"
    file.write_bytes(told.office.call("auditor", "GET", path).data)
    assert check_bundle(file).wrong == ()
    with ZipFile(file) as opened:
        inside = b"".join(opened.read(name) for name in opened.namelist())
    assert not [row["name"] for row in roster if row["name"].encode() in inside]


def test_nobody_confirms_his_own_proposal(told):
    years_on(told, 11)
    with told.office.records() as session:
        add_person(
            session,
            Newcomer(
                login="twin",
                name="twin",
                natural_person="twin",
                grants=(Grant("audit_admin"),),
            ),
        )
        # As found by somebody who wrote it into the tables by hand: such accounts are refused.
        same = select(Person.natural_person).where(Person.login == "security_admin")
        twin = update(Person).where(Person.login == "twin")
        session.execute(twin.values(natural_person=same.scalar_subquery()))
        session.commit()
    number = propose(told)
    with pytest.raises(SeparationOfDuties):
        confirm(told, number, "twin")


def test_who_may_not_propose_or_confirm_is_refused(told):
    years_on(told, 11)
    with pytest.raises(Forbidden):
        propose(told, "audit_admin")
    number = propose(told)
    with pytest.raises(Forbidden):
        confirm(told, number, "security_admin")


def test_confirmed_twice_is_done_once(told):
    years_on(told, 11)
    number = propose(told)
    confirm(told, number)
    with pytest.raises(NotNow):
        confirm(told, number)


def test_an_altered_proposal_is_not_confirmed(told):
    years_on(told, 11)
    number = propose(told)
    with told.office.records() as session:
        row = session.get(Erasure, number)
        row.lines = [*row.lines, [row.lines[0][0], "account"]]
        session.commit()
    with pytest.raises(NotNow):
        confirm(told, number)


def test_broken_off_it_goes_on_where_it_stopped(told, monkeypatch):
    years_on(told, 11)
    number = propose(told)

    def dies(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(retention, "carry_out", dies)
        with pytest.raises(KeyboardInterrupt):
            confirm(told, number)
    assert due(told) == {"identity"}
    assert confirm(told, number) == 1
    assert due(told) == set()


def test_nothing_is_due_where_money_is_still_to_come_back(database):
    office = open_office(database)
    story = Story.of(office, "recovery-referred").tell()
    years_on(story, 40)
    assert due(story) == set()
    office.close()


def test_a_case_that_runs_is_never_due_and_drafts_of_ended_ones_go_early(told):
    case_id = told.case().id
    with told.office.records() as session:
        session.add(
            Draft(
                case_id=case_id, step_key="s", person_id=1, body={"a": 1}, at=told.office.clock.at
            )
        )
        session.commit()
    told.office.clock.at += timedelta(days=32)
    assert due(told) == {"drafts"}
    confirm(told, propose(told))
    with told.office.records() as session:
        assert session.scalars(select(Draft)).all() == []


def test_a_person_is_told_where_he_appears_and_what_blocks(told):
    id_no = told.answers(0)["roster"][0]["id_no"]
    with told.office.records() as session:
        found, _ = retention.appearances(session, id_no, told.office.clock.at)
        assert [(one.number, "保存至" in one.blocked) for one in found] == [(told.number, True)]
    years_on(told, 11)
    with told.office.records() as session:
        found, _ = retention.appearances(session, id_no, told.office.clock.at)
        assert [one.blocked for one in found] == [""]
    confirm(told, propose(told))
    with told.office.records() as session:
        assert retention.appearances(session, id_no, told.office.clock.at)[0] == []


def test_without_a_confirmed_proposal_nothing_is_erased(told):
    years_on(told, 11)
    case_id, number = told.case().id, propose(told)
    with told.office.records() as session:
        order = EraseData(case_id=case_id, erasure_id=number, kinds=("identity",))
        actor = who(session, "audit_admin")
        with pytest.raises(NotNow):
            desk.give(order, actor=actor, session=session, clock=told.office.clock, key=None)


def test_looking_at_what_was_erased_shows_nobody(told):
    years_on(told, 11)
    confirm(told, propose(told))
    page = told.office.browser("auditor").post(
        f"/cases/{told.number}/personal-data", data={"reason": "audit"}
    )
    assert told.answers(0)["roster"][0]["name"] not in page.text


def test_every_sealed_word_of_a_case_is_erased_some_day():
    """What goes by another way: drafts and papers by their kind, answers to keys after a month."""
    elsewhere = {"draft", "document", "answered", "person", "second_factor"}
    said = inspect.getsource(erasing)
    kept = [
        f"{mapper.class_.__name__}.{column.key}"
        for mapper in Base.registry.mappers
        for column in mapper.columns
        if isinstance(column.type, Sealed | SealedJson) and column.table.name not in elsewhere
    ]
    assert [one for one in kept if f"{one}:" not in said] == []
