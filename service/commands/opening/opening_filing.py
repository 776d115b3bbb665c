"""Taking in a request to open a class: judged as a whole, then written as rows."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import delete

from forms import Field
from service.commands.dossier import Dossier
from service.commands.opening.opening_checks import require_sound
from service.domain import standard
from service.domain.plan import clock_time
from service.domain.refusals import NotNow
from service.domain.standard import DaysMissing
from service.records.opening import ClassOpening
from service.records.plan import Lesson
from service.records.roster import RosterLine
from service.records.seal import blind_index
from service.records.search import ClassGram, grams_of

# Fields of the form that are columns of the same name.
COLUMNS = tuple(
    column.key
    for column in ClassOpening.__table__.columns
    if column.key not in ("case_id", "fee_to_learner_fen", "advance_rate_bp", "particulars")
)
# Kinds of fields that are no particular of a class: rows, papers, and what is somebody's own.
NOT_PARTICULAR = frozenset({"table", "file", "id_no", "mobile", "bank_account"})
OWN_COLUMNS = {
    ClassOpening: frozenset({*COLUMNS, "fee_to_learner_fen", "advance_rate", "commitment_text"}),
    RosterLine: frozenset(column.key for column in RosterLine.__table__.columns),
}


def write(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """Judge the request; where it is sound, it replaces what was filed before."""
    require_sound(dossier, given)
    opening = dossier.opening
    known_as = opening.class_name
    for name in COLUMNS:
        if name in given:
            setattr(opening, name, given[name])
    opening.particulars = _particulars(dossier, given)
    write_name(dossier, known_as)
    opening.fee_to_learner_fen = given.get("fee_to_learner_fen") or 0
    opening.advance_rate_bp = given.get("advance_rate")
    dossier.session.add(opening)
    _write_lessons(dossier, given["lessons"])
    _write_roster(dossier, given["roster"])


def standard_fen(dossier: Dossier) -> int:
    """The subsidy for one certified learner, by occupation, level and days of training."""
    rates = {
        name: int(str(value)) for name, value in dossier.decide("training_standard").values.items()
    }
    try:
        return standard.standard_fen(**rates, days=dossier.opening.training_days or 0)
    except DaysMissing as missing:
        raise NotNow(
            "该类职业按天计算补贴标准，申请表未填培训天数，请退回补正。",
            "This occupation is paid by the day and the request names no days; ask to correct it.",
        ) from missing


def register_no(dossier: Dossier) -> str:
    """The class's own number, from the case's."""
    return f"{dossier.case.number}-B"


def write_name(dossier: Dossier, known_as: str | None) -> None:
    """The class is found by its name; one that was renamed, by its new name only."""
    named = dossier.opening.class_name
    if named == known_as:
        return
    if known_as is not None:
        dossier.session.execute(delete(ClassGram).where(ClassGram.case_id == dossier.case.id))
    dossier.written.extend(grams_of(dossier.case.id, named))


def _particulars(dossier: Dossier, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the place's own form asks beyond the columns."""
    fields = dossier.books.pinned.form("opening_fill").fields
    kept = _kept(fields, given, OWN_COLUMNS[ClassOpening])
    # Whether the class is held where the place puts people first; nothing is paid by it.
    return kept | ({"priority_region": True} if dossier.is_on("priority_region") else {})


def _kept(
    fields: Iterable[Field], given: Mapping[str, Any], own: Collection[str]
) -> dict[str, Any]:
    return {
        field.id: orjson.loads(orjson.dumps(given[field.id]))
        for field in fields
        if field.type not in NOT_PARTICULAR
        and field.id not in own
        and given.get(field.id) is not None
    }


def _write_lessons(dossier: Dossier, rows: Iterable[Mapping[str, Any]]) -> None:
    dossier.session.execute(delete(Lesson).where(Lesson.case_id == dossier.case.id))
    dossier.session.add_all(
        Lesson(
            case_id=dossier.case.id,
            no=no,
            date=row["date"],
            start=clock_time(row["start"]),
            end=clock_time(row["end"]),
            hours=row["hours"],
            kind=row["kind"],
            delivery=row["delivery"],
            home_practice=bool(row.get("home_practice")),
            method=row.get("method"),
            content=row["content"],
            teacher=row["teacher"],
            room=row.get("room"),
        )
        for no, row in enumerate(rows, start=1)
    )


def _write_roster(dossier: Dossier, rows: Iterable[Mapping[str, Any]]) -> None:
    dossier.session.execute(delete(RosterLine).where(RosterLine.case_id == dossier.case.id))
    table = {one.id: one for one in dossier.books.pinned.form("opening_fill").fields}["roster"]
    dossier.session.add_all(
        RosterLine(
            case_id=dossier.case.id,
            line=line,
            name=row["name"],
            id_no=row["id_no"],
            person_index=blind_index(row["id_no"]),
            phone=row.get("phone"),
            category=row.get("category"),
            relation=row.get("relation"),
            out_of_city=bool(row.get("out_of_city")),
            proof_no=row.get("proof_no"),
            bank_name=row.get("bank_name"),
            bank_account=row.get("bank_account"),
            particulars=_kept(table.columns, row, OWN_COLUMNS[RosterLine]),
        )
        for line, row in enumerate(rows, start=1)
    )
