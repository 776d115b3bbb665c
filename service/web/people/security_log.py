"""The audit administrator's security log: who did what to whom, looked through and taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from flask import Response, render_template, url_for
from sqlalchemy.orm import Session

from service.commands.people import security
from service.commands.people.people_administrators import require
from service.commands.sheets.writing_sheet import XLSX, Cell, workbook
from service.domain.calendar import beijing_time, day_end
from service.domain.security import ACTS
from service.records.database import db
from service.records.person import any_by_login
from service.records.security import SecurityEntry, Wanted, look
from service.web.front import actor, blueprint, minute, role_name
from service.web.history import names_of
from service.web.language import say
from service.web.people.logged import detail
from service.web.people.wording import asked, asked_number, institution_names, reach
from service.web.words import word

PAGE, MOST_TAKEN = 100, 20_000
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    number: int
    at: str
    who: str
    act: str
    whom: str
    more: str


@blueprint.get("/security-log")
def security_log() -> str:
    """The log, newest first."""
    require(actor(), "ReadSecurityLog")
    session, before = db.session(), asked_number("before")
    entries = look(session, _wanted(session), before=before, limit=PAGE)
    typed = {name: asked(name) for name in ("act", "who", "whom", "from", "to")}
    kept = {name: value for name, value in typed.items() if value}
    return render_template(
        "people/security_log.html",
        lines=lines(session, entries),
        acts=[(act, word(ACTS, act)) for act in ACTS],
        typed=typed,
        take=url_for("web.take_security_log", **kept),  # type: ignore[arg-type]
        next=url_for("web.security_log", before=entries[-1].id, **kept)  # type: ignore[arg-type]
        if len(entries) == PAGE
        else None,
        first=url_for("web.security_log", **kept) if before else None,  # type: ignore[arg-type]
    )


@blueprint.get("/security-log.xlsx")
def take_security_log() -> Response:
    """What was looked for as a spreadsheet; that it was taken is itself in the log."""
    require(actor(), "ReadSecurityLog")
    session = db.session()
    found = lines(session, look(session, _wanted(session), limit=MOST_TAKEN))
    headings = [say(one) for one in ("序号", "时间", "何人", "事项", "涉及账号", "说明")]
    cells: list[list[Cell]] = [
        [one.number, one.at, one.who, one.act, one.whom, one.more] for one in found
    ]
    security.taken(session, actor(), rows=len(found))
    return Response(
        workbook(say("安全日志"), headings, cells),
        mimetype=XLSX,
        headers={"Content-Disposition": "attachment; filename=security-log.xlsx"},
    )


def _wanted(session: Session) -> Wanted:
    act = asked("act")
    until = _day("to")
    since = _day("from")
    return Wanted(
        act=act if act in ACTS else "",
        actor_id=_account(session, asked("who")),
        concerns_id=_account(session, asked("whom")),
        since=beijing_time(since, time()) if since else None,
        before=day_end(until) if until else None,
    )


def _account(session: Session, login: str) -> int | None:
    if not login:
        return None
    found = any_by_login(session, login)
    return found.id if found else NOBODY


def _day(name: str) -> date | None:
    """The day asked for; at either end of the calendar there is none."""
    try:
        day = date.fromisoformat(asked(name))
        beijing_time(day, time())
        day_end(day)
    except (ValueError, OverflowError):
        return None
    return day


def lines(session: Session, entries: Sequence[SecurityEntry]) -> list[Line]:
    """The entries in words, the names of people and places read once."""
    ids = {one for entry in entries for one in (entry.actor_id, entry.concerns_id)}
    ids |= {_number(entry.about.get("for")) for entry in entries}
    names = names_of(session, ids)
    bodies = {_number(entry.about.get("institution")) for entry in entries} - {None}
    houses = institution_names(session, {one for one in bodies if one is not None})
    return [
        Line(
            entry.id,
            minute(entry.at),
            names.get(entry.actor_id, "") if entry.actor_id else say("命令行或未登录者"),
            word(ACTS, entry.act),
            names.get(entry.concerns_id, "") if entry.concerns_id else "—",
            _more(session, entry.about, names, houses),
        )
        for entry in entries
    ]


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _more(
    session: Session,
    about: Mapping[str, object],
    names: Mapping[int, str],
    houses: Mapping[int, str],
) -> str:
    said = []
    if "role" in about:
        where = reach(session, about, houses) if "for" not in about else ""
        said.append(role_name(str(about["role"])) + (say("（{n}）", n=where) if where else ""))
    elif "institution" in about:
        said.append(reach(session, about, houses))
    if "for" in about:
        said.append(say("代{name}办理", name=names.get(_number(about["for"]) or 0, "")))
    if "since" in about:
        said.append(f"{about['since']} — {about['until']}")
    plain = {"person", "role", "institution", "jurisdiction", "region", "for", "since", "until"}
    said += [detail(name, value) for name, value in about.items() if name not in plain]
    return say("；").join(one for one in said if one)
