"""The deadlines of one case: begun, paused, resumed, met, and the rungs that call on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from service.commands.paying import holds
from service.domain import deadline as period
from service.domain.deadline import DeadlineRule, RunningDeadline
from service.domain.permissions import CLOCK_ACTOR
from service.records.deadline import OPEN, Deadline, open_deadlines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from service.commands.dossier import Dossier
    from workflows import Step

# What is said at which rung; every rung beyond these calls a superior.
CALLS = {
    **dict.fromkeys(("remind_first", "remind_again", "remind"), "deadline_remind"),
    "last_call": "deadline_last_call",
}
OUR_OWN = {"zh": "内部时限", "en": "a period of our own"}
# Who is called where no open step carries the deadline: whoever has to pay back, or to prove.
OWED_BY = dict.fromkeys(("recovery", "recovery_second", "evidence_window"), "institution")


@dataclass
class Deadlines:
    """The deadline rows of a case and what may happen to them."""

    dossier: Dossier
    rows: list[Deadline]

    @classmethod
    def of(cls, dossier: Dossier) -> Deadlines:
        """Read the rows of the dossier's case."""
        return cls(dossier, open_deadlines_of(dossier.session, dossier.case.id))

    def running(self, name: str) -> Deadline | None:
        """The deadline of that name that runs, is paused, or has passed and is still open."""
        return next(
            (row for row in reversed(self.rows) if row.rule == name and _is_open(row)), None
        )

    def due(self, name: str) -> datetime | None:
        """When the deadline of that name is due; None while it stands still."""
        found = self.running(name)
        return found.due_at if found is not None else None

    @property
    def next_rung_at(self) -> datetime | None:
        """When the next rung of any deadline calls."""
        times = [row.next_rung_at for row in self.rows if row.next_rung_at is not None]
        return min(times, default=None)

    # --- a deadline's life ---------------------------------------------------------------------

    def begin(
        self, name: str, *, since: datetime | date | None = None, step_path: str = ""
    ) -> Deadline:
        """Start a deadline, unless it already runs."""
        open_one = self.running(name)
        if open_one is not None:
            return open_one
        rule = self._rule(name)
        started = period.begin(rule, since or self.dossier.now, self.dossier.calendar)
        row = Deadline(
            case_id=self.dossier.case.id,
            rule=name,
            step_path=step_path,
            kind=rule.kind,
            clause=rule.clause,
            source=rule.source,
            pauses=[],
            rung=0,
            state="running",
        )
        self._set(row, rule, started)
        self.dossier.session.add(row)
        self.rows.append(row)
        return row

    def begin_until(self, name: str, last_day: date) -> Deadline:
        """Start a deadline whose last day was agreed: it calls on the way as its rule says."""
        row = self.begin(name)
        rule = self._rule(name)
        days = (last_day - row.starts_on).days
        if rule.count == "workdays":
            days = self.dossier.calendar.workdays_between(row.starts_on, last_day)
        self._set(
            row, rule, period.begin(replace(rule, days=days), row.starts_on, self.dossier.calendar)
        )
        return row

    def pauses_of(self, name: str) -> tuple[str, ...]:
        """For which reasons the place lets that deadline stand still."""
        return self._rule(name).pauses if self.running(name) is not None else ()

    def pause(self, name: str, reason: str) -> None:
        """Stop the clock; the working days that are left stay left."""
        row = self.running(name)
        if row is None or row.state == "paused":
            return
        rule = self._rule(name)
        paused = period.pause(
            _running(row),
            rule,
            self.dossier.now,
            self.dossier.calendar,
            reason=reason,
            asked_day_used=bool(self.dossier.value("asked_day_used").value),
        )
        row.pauses = [*row.pauses, {"reason": reason, "from": self.dossier.now.isoformat()}]
        self._set(row, rule, paused)
        row.state = "paused"

    def resume(self, name: str) -> None:
        """Let the clock go on with what was left."""
        row = self.running(name)
        if row is None or row.state != "paused":
            return
        rule = self._rule(name)
        went_on = period.resume(_running(row), rule, self.dossier.now, self.dossier.calendar)
        row.pauses = [*row.pauses[:-1], {**row.pauses[-1], "to": self.dossier.now.isoformat()}]
        self._set(row, rule, went_on)
        row.state = "running"

    def met(self, name: str) -> None:
        """What was due was done: in time, or late and marked so."""
        row = self.running(name)
        if row is not None:
            row.state = "late" if _is_over(row, self.dossier.now) else "met"
            row.next_rung_at = None

    def passed(self, name: str) -> None:
        """The deadline is over and what was due is still open."""
        row = self.running(name)
        if row is not None:
            row.state = "passed"

    def recount(self) -> int:
        """Count running deadlines again under the calendar as it is now; how many moved."""
        moved = 0
        for row in self.rows:
            if row.state == "running" and row.calendar_version != self.dossier.calendar.version:
                before, rule = row.due_at, self._rule(row.rule)
                self._set(row, rule, period.recount(_running(row), rule, self.dossier.calendar))
                moved += row.due_at != before
        return moved

    def stop_all(self) -> None:
        """The case has ended: nothing calls any more, and what was missed stays missed."""
        for row in self.rows:
            if row.state in ("running", "paused"):
                row.state = "met"
            row.next_rung_at = None

    # --- steps that carry a deadline -----------------------------------------------------------

    def step_opened(self, step: Step) -> datetime | None:
        """A step that names a deadline starts it, or lets it go on; the step is due when it is."""
        name = step.properties.get("deadline")
        if name is None:
            return None
        if not self._held(name):
            self.resume(name)
        path = "/".join((*step.path, step.element))
        return self.begin(name, since=self._since(name), step_path=path).due_at

    def _held(self, name: str) -> bool:
        return name == holds.DEADLINE and holds.stands_still(self.dossier)

    def _since(self, name: str) -> datetime | date | None:
        """Periods that count from a day of the class, not from the opening of a step."""
        opening = self.dossier.opening
        promised = opening.particulars.get("promised_on")
        days = {
            "start_long_stop": opening.starts_on,
            "claim_window": self.dossier.claim_opened_on,
            "rate_recheck": opening.completed_on,
            "promise": date.fromisoformat(promised) if promised else None,
        }
        return days.get(name)

    def steps_left(self, named: Collection[str | None]) -> None:
        """A deadline that a left step named is met once no open step carries it any more.

        Where time took the step away, nobody did what was due: the deadline has passed, and
        whoever has to do it now carries it on.
        """
        carried = {step.properties.get("deadline") for step in self.dossier.steps.values()}
        by_time = self.dossier.actor is CLOCK_ACTOR
        for name in set(named) - {None}:
            row = self.running(str(name))
            if row is None or not row.step_path or row.state == "paused":
                continue
            if by_time and (name not in carried or _is_over(row, self.dossier.now)):
                self.passed(row.rule)
            elif name not in carried:
                self.met(row.rule)

    # --- rungs ---------------------------------------------------------------------------------

    def pass_rungs(self) -> None:
        """Call every rung whose time has come, once."""
        for row in self.rows:
            while row.next_rung_at is not None and row.next_rung_at <= self.dossier.now:
                self._call(row)

    def _call(self, row: Deadline) -> None:
        rule = self._rule(row.rule)
        times = period.rung_times(_running(row), rule, self.dossier.calendar)
        name = times[row.rung][0]
        for lane in self._lanes(row, name):
            self.dossier.promise(
                CALLS.get(name, "deadline_escalate"),
                to=self._audience(lane),
                due=self.text(row),
                clause=self.basis(row),
            )
        self._climb(row, times, row.rung + 1)

    def _audience(self, lane: str) -> Mapping[str, object]:
        case = self.dossier.case
        if lane == "institution":
            return {"lane": lane, "institution": case.institution_id}
        return {"lane": lane, "region": case.region}

    def _lanes(self, row: Deadline, rung: str) -> Sequence[str]:
        if rung.startswith("escalate"):
            return ("city_reviewer",) if rung.endswith("city") else ("county_head",)
        held = {
            step.lane
            for step in self.dossier.steps.values()
            if step.properties.get("deadline") == row.rule
        }
        return sorted(held) or [OWED_BY.get(row.rule, "county_reviewer")]

    # --- in words ------------------------------------------------------------------------------

    def text(self, row: Deadline) -> str:
        """The last day on which one is still in time, as people write it."""
        last = _running(row).last_day
        return last.isoformat() if last is not None else ""

    @staticmethod
    def basis(row: Deadline) -> str | Mapping[str, str]:
        """The clause a deadline rests on; where the document is silent, that it is our own."""
        return row.clause or OUR_OWN

    def _rule(self, name: str) -> DeadlineRule:
        basis = self.dossier.policy.deadline_basis(name)
        return self.dossier.policy.deadline(name, self.dossier.date_for(basis))

    def _set(self, row: Deadline, rule: DeadlineRule, running: RunningDeadline) -> None:
        row.starts_on, row.due_at = running.starts_on, running.due_at
        row.remaining, row.calendar_version = running.remaining, running.calendar_version
        for step in self.dossier.steps.values():
            if step.properties.get("deadline") == row.rule:
                step.due_at = running.due_at
        times = period.rung_times(running, rule, self.dossier.calendar)
        ahead = [at for at, (_, time) in enumerate(times) if time > self.dossier.now]
        self._climb(row, times, ahead[0] if ahead else len(times))

    @staticmethod
    def _climb(row: Deadline, times: list[tuple[str, datetime]], rung: int) -> None:
        row.rung = rung
        row.next_rung_at = times[rung][1] if rung < len(times) else None


def _is_open(row: Deadline) -> bool:
    return row.state in OPEN


def _is_over(row: Deadline, now: datetime) -> bool:
    return row.state == "passed" or (row.due_at is not None and row.due_at <= now)


def _running(row: Deadline) -> RunningDeadline:
    return RunningDeadline(
        row.rule, row.starts_on, row.due_at, row.remaining or 0, row.calendar_version
    )
