"""What the folder's tables say of a course: its fewest hours, and to whom its subsidy may go."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from service.commands.dossier import Dossier
from service.domain import opening_hours
from service.domain.minimum_hours import MinimumHours, shortfall
from service.domain.opening_request import OpeningRequest, OpeningRules
from service.domain.plan import OnlineShare
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from workflows import Bundle, decide

HOURS, PAYEE, SHARE = "minimum_hours", "payee", "online_share"
NOBODY = "none"


def with_course(
    dossier: Dossier, rules: OpeningRules, request: OpeningRequest, given: Mapping[str, Any]
) -> OpeningRules:
    """The rules with what the tables decide about the course that is asked for."""
    return replace(
        rules,
        minimum=minimum_of(dossier.rules_bundle, str(request.particulars.get("course_kind") or "")),
        payee_refused=_payee_refused(dossier, given),
        online_share=_online_share(dossier.rules_bundle, given),
    )


def misplaced(dossier: Dossier, given: Mapping[str, Any]) -> Iterator[Problem]:
    """A track that this diagram does not pay for is asked for elsewhere."""
    track, process = str(given.get("track") or ""), dossier.case.process
    if not any(one.belongs_to(process, track) for one in dossier.policy.stages):
        yield Problem(
            "track",
            "track_of_another_process",
            "所选培训类别不在本事项办理，请从对应事项重新提出。",
            "This track is asked for under another kind of case.",
        )


def minimum_of(bundle: Bundle, course_kind: str) -> MinimumHours | None:
    """The fewest hours of a kind of course; None where the place sets none."""
    if HOURS not in bundle.tables or not course_kind:
        return None
    decided = decide(bundle, HOURS, facts=lambda name, _: {"course_kind": course_kind}[name])
    values = decided.values
    return MinimumHours(
        online=int(str(values["online_hours"])),
        practical=int(str(values["practical_hours"])),
        hard=bool(values["hard"]),
        clause=decided.clause,
    )


def _online_share(bundle: Bundle, given: Mapping[str, Any]) -> OnlineShare | None:
    """How much of the practice may be online; None where the place does not limit it so."""
    if SHARE not in bundle.tables:
        return None
    decided = decide(bundle, SHARE, facts=lambda name, _: given.get(name) or "")
    return OnlineShare(int(str(decided.values["practical_max_bp"])), decided.clause)


def require_consent(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """Fewer hours than usual are approved only with the approver's express consent."""
    opening = dossier.opening
    minimum = minimum_of(dossier.rules_bundle, str(opening.particulars.get("course_kind") or ""))
    if minimum is None or minimum.hard or given.get("hours_consent"):
        return
    online = (opening.online_theory_hours or 0) + (opening.online_practical_hours or 0)
    if not online:
        return
    short = shortfall(minimum, online=online, practical=minimum.practical)
    if short:
        zh, en = opening_hours.told(short)
        raise AnswersWrong(
            [
                Problem(
                    "hours_consent",
                    "hours_consent",
                    f"{zh}，低于一般课时。同意的，请勾选“同意课时低于一般要求”。",
                    f"{en}: fewer than usual. To agree, tick the consent to fewer hours.",
                    minimum.clause or None,
                )
            ]
        )


def _payee_refused(dossier: Dossier, given: Mapping[str, Any]) -> str | None:
    """The clause under which a delegate of that kind cannot be paid; None where nothing forbids."""
    if PAYEE not in dossier.rules_bundle.tables or not given.get("delegate_paid"):
        return None
    course = [one for one in dossier.policy.stages if one.payee == f"table:{PAYEE}"]
    track, process = str(given.get("track") or ""), dossier.case.process
    stages = [one.name for one in course if one.belongs_to(process, track)]
    asked = {
        "track": track,
        "delegate_paid": True,
        "delegate_kind": given.get("delegate_kind") or "",
        "claim_mode": "",
    }
    for stage in stages:
        decided = decide(
            dossier.rules_bundle,
            PAYEE,
            facts=lambda name, _, stage=stage: {**asked, "stage": stage}[name],
        )
        if decided.values["payee"] == NOBODY:
            return decided.clause
    return None
