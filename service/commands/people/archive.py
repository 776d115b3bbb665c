"""学员电子档案: everything the house knows of one person's training, found by his number alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from service.commands.library import LIBRARY
from service.commands.people import security
from service.commands.supervision.comparison_import import office_of
from service.domain.permissions import Actor
from service.domain.refusals import NotNow
from service.records.archive import ArchiveLine, allowance_days, archive_of
from service.records.duplicates import known_elsewhere
from service.records.seal import blind_index
from service.records.transaction import write_transaction


@dataclass(frozen=True, slots=True)
class Archive:
    """One person's classes, the newest first; who it is stands in none of them."""

    jurisdiction: str
    lines: list[ArchiveLine]
    # Year → days of living allowance taken.
    allowance_days: Mapping[int, int]


def read(session: Session, actor: Actor, id_no: str) -> Archive:
    """Open somebody's archive within one's own jurisdiction; that it was opened is noted."""
    grant = office_of(actor, "ReadArchive")
    place = str(grant.jurisdiction)
    index = blind_index(id_no)
    lines, days = archive_of(session, place, index), allowance_days(session, place, index)
    with write_transaction(session):
        about = {"jurisdiction": place, "rows": len(lines)}
        security.note(session, "archive_opened", actor=actor, about=about)
    return Archive(place, lines, days)


def known_across(session: Session, actor: Actor, id_no: str, *, today: date) -> bool:
    """Whether somebody learns in another jurisdiction: yes or no, and never which (开关默认关)."""
    grant = office_of(actor, "MatchAcross")
    place = str(grant.jurisdiction)
    policy = LIBRARY.in_force(session, place)[0].policy
    switch = policy.value("match_across", today) if policy.has("match_across") else None
    if switch is None or switch.value is not True:
        raise NotNow("本地区未开通跨地区比对。", "Matching across jurisdictions is off here.")
    return known_elsewhere(session, blind_index(id_no), beyond=place)
