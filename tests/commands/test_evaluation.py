"""A platform in the catalogue: extended before its end, it is reminded again and ends later."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from service.commands.examples import Play, read_example
from service.commands.supervision import catalogue
from service.domain.calendar import BEIJING
from service.records.case import Case
from service.records.catalogue import CatalogueEntry
from service.records.outbox import messages_of
from tests.jurisdictions.telling import FOLDER, publish

LISTED = datetime(2020, 6, 16, 9, tzinfo=BEIJING)
LONGER = catalogue.Decision(decision_no="渝评〔2020〕9号", valid_to=date(2021, 6, 30))


def listed(session) -> Play:
    """The story of the platform, told until it stands in the catalogue."""
    whole = read_example(FOLDER / "platform-evaluated.toml")
    scenes = tuple(scene for scene in whole.scenes if scene.at <= LISTED)
    publish(session, scenes[0].at)
    play = Play(replace(whole, scenes=scenes, end={}), session)
    assert play.run(until=LISTED).holds
    return play


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, tzinfo=BEIJING)


def test_an_extended_entry_outlives_its_first_end(session):
    play = listed(session)
    case_id = play.case_ids["evaluation"]
    entry = session.scalar(select(CatalogueEntry.id).where(CatalogueEntry.case_id == case_id))
    session.rollback()
    city = play.cast.actor("city_reviewer/2")
    catalogue.extend(session, city, entry, LONGER, now=on(2020, 12, 10))
    play._pass_time(case_id, on(2021, 1, 2))
    assert session.get_one(Case, case_id).finished is None
    session.rollback()
    play._pass_time(case_id, on(2021, 7, 1))
    assert session.get_one(Case, case_id).finished == "LISTING_EXPIRED"
    told = [message.template for message in messages_of(session, case_id)]
    assert told.count("listing_expires_soon") == 2


def test_an_entry_removed_ends_its_case_at_the_first_look(session):
    play = listed(session)
    case_id = play.case_ids["evaluation"]
    entry = session.scalar(select(CatalogueEntry.id).where(CatalogueEntry.case_id == case_id))
    session.rollback()
    city = play.cast.actor("city_reviewer/2")
    catalogue.end(session, city, entry, "平台停止服务", now=on(2020, 7, 1))
    play._pass_time(case_id, on(2020, 12, 2))
    assert session.get_one(Case, case_id).finished == "LISTING_EXPIRED"
