"""The living allowance of a class: whose it is, what was earned, and what the year has room for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.commands.dossier import Dossier
from service.commands.paying.gates import is_registered
from service.domain.allowance import Rates, Units, earned, within_cap
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.allowance import AllowanceLine, PersonYear, claimed_lines, hold_years
from service.records.attendance import attended_days, studied_minutes
from service.records.claim import ClaimLine
from service.records.duplicates import one_at_a_time
from service.records.roster import RosterLine

Rows = Sequence[Mapping[str, Any]]


def class_of(dossier: Dossier) -> Dossier:
    """The class the claim follows on; its hours are known once it is over."""
    course = dossier.parent
    if course is None or course.opening.completed_on is None:
        raise NotNow(
            "班次结业以后，方可申领生活费补贴。",
            "The living allowance is claimed once the class has ended.",
        )
    return course


def rates_of(dossier: Dossier) -> Rates:
    """What is paid, by the rules of the class."""
    course = class_of(dossier)
    order = course.find("living_order")
    return Rates(
        hour_minutes=course.number("living_hour_minutes"),
        online_hours=course.number("living_online_hours"),
        online_fen=course.number("living_online_fen"),
        offline_fen=course.number("living_offline_fen"),
        cap_days=course.number("living_cap_days") if course.find("living_cap_days") else None,
        **({"order": str(order.value)} if order else {}),
    )


def file(dossier: Dossier, rows: Rows) -> None:
    """The learners of the claim, in place of those who were named before."""
    course = class_of(dossier)
    # Two claims on one class in the same instant would each see no other.
    one_at_a_time(dossier.session, dossier.case.jurisdiction)
    _clear(dossier)
    problems = list(_unknown(dossier, course, rows))
    if problems:
        raise AnswersWrong(problems)
    dossier.roster = {row["line"]: _learner(dossier, course, row) for row in rows}
    dossier.session.add_all(dossier.roster.values())
    dossier.session.flush()
    dossier.allowance = list(_earned(dossier, course))
    dossier.claim_lines = {
        line: ClaimLine(case_id=dossier.case.id, line=line, amount_fen=0) for line in dossier.roster
    }
    dossier.session.add_all([*dossier.allowance, *dossier.claim_lines.values()])
    problems = [*_not_registered(course, rows), *_of_no_group(dossier, rows)]
    if problems:
        raise AnswersWrong(problems)
    dossier.session.flush()
    settle(dossier)


def settle(dossier: Dossier) -> None:
    """Take the days of every line that stands out of its person's year, and give back the others.

    The pages are held until the order is done: of two claims on the last days, the first has them.
    """
    rates = rates_of(dossier)
    pages = _pages(dossier, rates)
    for line in dossier.allowance:
        page = pages[line.person_index, line.year]
        page.days -= line.paid
        line.used_before = 0 if rates.cap_days is None else page.days
        units = Units(line.online, line.offline) if stands(dossier, line.line) else Units()
        lifted = line.lifted_because is not None
        taken = within_cap(units, page.days, rates, cap_lifted=lifted)
        line.paid_online, line.paid_offline = taken.online, taken.offline
        page.days += taken.total
    for number, entry in dossier.claim_lines.items():
        entry.amount_fen = _amount(dossier, number, rates)


def release(dossier: Dossier) -> None:
    """Give back the days of the lines that no longer stand; what was published stays as it is."""
    gone = [line for line in dossier.allowance if line.paid and not stands(dossier, line.line)]
    if not gone:
        return
    pages = _pages(dossier, rates_of(dossier))
    for line in gone:
        pages[line.person_index, line.year].days -= line.paid
        line.paid_online = line.paid_offline = 0


def stands(dossier: Dossier, line: int) -> bool:
    """Whether a line of the claim was neither left out nor removed."""
    entry = dossier.claim_lines[line]
    return not entry.excluded and entry.verdict != "removed"


def capped(dossier: Dossier, line: int) -> bool:
    """Whether the year had no room for all the days of a line."""
    return any(one.online + one.offline > one.paid for one in dossier.allowance if one.line == line)


def _pages(dossier: Dossier, rates: Rates) -> dict[tuple[str, int], PersonYear]:
    """The pages of the day book; where nothing is capped, ones that nobody keeps."""
    wanted = {(line.person_index, line.year) for line in dossier.allowance}
    if rates.cap_days is None:
        return {one: PersonYear(days=0) for one in wanted}
    return hold_years(dossier.session, dossier.case.jurisdiction, wanted)


def _amount(dossier: Dossier, line: int, rates: Rates) -> int:
    return sum(
        Units(one.paid_online, one.paid_offline).fen(rates)
        for one in dossier.allowance
        if one.line == line
    )


def _clear(dossier: Dossier) -> None:
    """What was filed before goes, and its days with it."""
    for entry in dossier.claim_lines.values():
        entry.excluded = True
    release(dossier)
    for row in (*dossier.allowance, *dossier.claim_lines.values(), *dossier.roster.values()):
        dossier.session.delete(row)
    dossier.session.flush()


def _learner(dossier: Dossier, course: Dossier, row: Mapping[str, Any]) -> RosterLine:
    known = course.roster[row["line"]]
    return RosterLine(
        case_id=dossier.case.id,
        line=known.line,
        name=known.name,
        id_no=known.id_no,
        person_index=known.person_index,
        phone=known.phone,
        category=row["category"],
        proof_no=row["proof_no"],
        bank_name=row.get("bank_name") or known.bank_name,
        bank_account=row.get("bank_account") or known.bank_account,
        particulars={"fresh_graduate": bool(row.get("fresh_graduate"))},
    )


def _earned(dossier: Dossier, course: Dossier) -> Iterator[AllowanceLine]:
    rates = rates_of(dossier)
    studied = studied_minutes(course.session, course.case.id)
    attended = attended_days(course.session, course.case.id)
    for line, learner in dossier.roster.items():
        minutes = studied.get(line, [])
        units = earned(minutes, attended.get(line, set()), rates)
        ended = (course.opening.completed_on or dossier.today).year
        for year in sorted({*units, *(day.year for day, _ in minutes)} or {ended}):
            yield AllowanceLine(
                case_id=dossier.case.id,
                line=line,
                year=year,
                person_index=learner.person_index,
                minutes=sum(more for day, more in minutes if day.year == year),
                online=units[year].online if year in units else 0,
                offline=units[year].offline if year in units else 0,
            )


def _unknown(dossier: Dossier, course: Dossier, rows: Rows) -> Iterator[Problem]:
    elsewhere = claimed_lines(dossier.session, course.case.id, dossier.case.id)
    for at, row in enumerate(rows):
        line, learner = row["line"], course.roster.get(row["line"])
        if learner is None or learner.withdrawn:
            yield Problem(
                f"lines[{at}].line",
                "unknown_line",
                f"班级花名册中没有第 {line} 号学员。",
                f"The class has no learner {line}.",
            )
        elif line in elsewhere:
            yield Problem(
                f"lines[{at}].line",
                "already_claimed",
                f"第 {line} 号学员在本班的生活费补贴已经申领。",
                f"Learner {line} has claimed for this class already.",
            )


def _not_registered(course: Dossier, rows: Rows) -> Iterator[Problem]:
    """Where nobody is paid for who is not registered by real name, this is no exception."""
    for at, row in enumerate(rows):
        for _, clause in is_registered(course, row["line"]):
            yield Problem(
                f"lines[{at}].line",
                "not_registered",
                f"第 {row['line']} 号学员没有实名登记，凡补必进、不进不补。",
                f"Learner {row['line']} is not registered by real name and cannot be paid for.",
                clause or None,
            )


def _of_no_group(dossier: Dossier, rows: Rows) -> Iterator[Problem]:
    for at, row in enumerate(rows):
        group = dossier.decide("living_group", line=str(row["line"]))
        if not group.values["ok"]:
            yield Problem(
                f"lines[{at}].category",
                "not_in_group",
                "该学员不属于可以享受生活费补贴的人员。",
                "This learner belongs to no group that is entitled to the allowance.",
                group.clause or None,
            )
