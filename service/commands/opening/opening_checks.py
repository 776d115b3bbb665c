"""Judging a request to open a class: every check that is on, all problems told at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.commands.opening import applicants, course_rules
from service.commands.supervision import catalogued
from service.domain.calendar import beijing_date
from service.domain.opening import OpeningRequest, opening_problems, opening_request, opening_rules
from service.domain.opening_request import same_party
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from service.records.duplicates import one_at_a_time
from service.records.institution import listed_persons
from service.records.roster import running_elsewhere
from service.records.seal import blind_index
from workflows import Decision, decide


def require_sound(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """Refuse a request with problems; nothing of it is recorded."""
    filed_on = beijing_date(dossier.opening.received_at or dossier.now)
    request = opening_request(
        given, filed_on=filed_on, handed_in_on=dossier.today, process=dossier.case.process
    )
    eligible = _advance_eligible(dossier, given)
    rules = opening_rules(
        dossier.policy,
        request,
        region=dossier.case.region,
        advance_eligible=eligible is not None and bool(eligible.values["ok"]),
        advance_max_bp=int(str(eligible.values["max_rate_bp"])) if eligible else 0,
        advance_clause=eligible.clause if eligible else "",
        enrolled=_enrolled(dossier, request),
        listed=catalogued.listed(dossier, given),
        bodies=catalogued.bodies(dossier, given),
    )
    rules = course_rules.with_course(dossier, rules, request, given)
    problems = (
        *_another_party(dossier, request),
        *_barred(dossier, request),
        *course_rules.misplaced(dossier, given),
        *applicants.ineligible(dossier, given),
        *opening_problems(request, rules),
    )
    if problems:
        raise AnswersWrong(problems)


def _barred(dossier: Dossier, request: OpeningRequest) -> Iterator[Problem]:
    """Nobody learns at public cost while he stands on the black list himself."""
    indexes = [blind_index(line.id_no) for line in request.roster]
    place = dossier.case.jurisdiction
    barred = listed_persons(dossier.session, indexes, place, on=dossier.today)
    for at, index in enumerate(indexes):
        if index in barred:
            yield Problem(
                f"roster[{at}].id_no",
                "listed_black",
                f"第 {at + 1} 行的学员在培训黑名单内，不能列入花名册。",
                f"The learner on line {at + 1} stands on the black list.",
            )


def _another_party(dossier: Dossier, request: OpeningRequest) -> Iterator[Problem]:
    """An applicant is what it was entered as: an advance hangs on it (CQ-13)."""
    if not same_party(request.applicant_type, dossier.institution.kind):
        yield Problem(
            "applicant_type",
            "not_as_entered",
            "申请主体与本单位登记的类别不符。",
            "This institution is entered as another kind of applicant.",
        )


def _advance_eligible(dossier: Dossier, given: Mapping[str, Any]) -> Decision | None:
    """What the place says of an advance; None where it knows none."""
    if "advance_eligible" not in dossier.rules_bundle.tables:
        return None
    return decide(
        dossier.rules_bundle, "advance_eligible", facts=lambda name, _: given.get(name) or ""
    )


def _enrolled(dossier: Dossier, request: OpeningRequest) -> frozenset[int]:
    """Who on the roster already learns in another running class; in which is not theirs to know."""
    one_at_a_time(dossier.session, dossier.case.jurisdiction)
    places = {blind_index(line.id_no): place for place, line in enumerate(request.roster)}
    found = running_elsewhere(dossier.session, list(places), dossier.case.id)
    return frozenset(places[one.person_index] for one in found)
