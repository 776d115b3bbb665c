"""How payees stand on the day their money is to go: alive, on the catalogue, on no black list."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.domain.catalogue import standing
from service.records.catalogue import CatalogueEntry
from service.records.comparison import ListImport, ListPerson
from service.records.fraud import FraudMatter

DEAD = "dead"


def deceased(session: Session, indexes: Collection[str], jurisdiction: str) -> set[str]:
    """Which of these people stand on a list of the deceased in force."""
    asked = (
        select(ListPerson.person_index)
        .join(ListImport, ListImport.id == ListPerson.import_id)
        .where(ListPerson.person_index.in_(indexes), ListImport.jurisdiction == jurisdiction)
        .where(ListImport.kind == DEAD, ListImport.in_force)
    )
    return set(session.scalars(asked))


def struck_off(
    session: Session, codes: Collection[str], jurisdiction: str, *, on: date
) -> set[str]:
    """Which of these bodies were taken off the catalogue and stand there under no other entry."""
    row = CatalogueEntry
    asked = select(row).where(
        row.jurisdiction == jurisdiction,
        or_(
            (row.kind == "institution") & row.code.in_(codes),
            (row.kind == "platform") & row.owner_uscc.in_(codes),
        ),
    )
    gone, there = set[str](), set[str]()
    for entry in session.scalars(asked):
        whose = entry.code if entry.kind == "institution" else str(entry.owner_uscc)
        (gone if standing(entry.listed, on) == "ended" else there).add(whose)
    return gone - there


def under_suspicion(
    session: Session,
    jurisdiction: str,
    *,
    codes: Collection[str] = (),
    persons: Collection[str] = (),
) -> bool:
    """Whether any of these is, or ever was, the subject of a fraud case there."""
    asked = select(FraudMatter.case_id).where(
        FraudMatter.jurisdiction == jurisdiction,
        or_(FraudMatter.subject_uscc.in_(codes), FraudMatter.subject_index.in_(persons)),
    )
    return session.scalar(asked.limit(1)) is not None
