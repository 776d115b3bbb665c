"""What the heads and the roster of a request must satisfy."""

from collections.abc import Iterator

from service.domain.opening_request import OpeningRequest, OpeningRules
from service.domain.problem import Problem
from service.domain.roster import duplicates


def problems(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    """What is wrong with the size of the class and with the people on its roster."""
    yield from _heads(request, rules)
    yield from _twice(request, rules)
    if request.trains_employees and rules.has("enterprise_relations"):
        yield from _relations(request, rules)


def _heads(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    most, listed = rules.number("max_heads"), len(request.roster)
    if not 1 <= request.planned_heads <= most:
        yield Problem(
            "planned_heads",
            "heads_out_of_range",
            f"计划人数应为 1 至 {most} 人。",
            f"A class has between 1 and {most} heads.",
            rules.clause("max_heads"),
        )
    if not listed:
        yield Problem("roster", "required", "请填写学员花名册。", "The roster is empty.")
    if listed > request.planned_heads:
        yield Problem(
            "roster",
            "more_than_planned",
            f"花名册有 {listed} 人，超过计划人数 {request.planned_heads} 人。",
            f"The roster lists {listed} learners, more than the {request.planned_heads} planned.",
        )


def _twice(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    for first, again in duplicates(request.roster):
        yield Problem(
            f"roster[{again}].id_no",
            "duplicate_person",
            f"第 {again + 1} 行与第 {first + 1} 行是同一人。",
            f"Line {again + 1} is the same person as line {first + 1}.",
        )
    for place in sorted(rules.enrolled):
        yield Problem(
            f"roster[{place}].id_no",
            "enrolled_elsewhere",
            f"第 {place + 1} 行的学员正在另一未结束的班次培训；请与本人核实，或询问区县人社部门。",
            f"The learner on line {place + 1} is in another running class; "
            "ask the learner, or the county's office.",
        )


def _relations(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    known = rules.words("enterprise_relations")
    for place, line in enumerate(request.roster):
        if line.relation not in known:
            yield Problem(
                f"roster[{place}].relation",
                "relation_required",
                f"第 {place + 1} 行须填写与企业的关系（劳动关系、劳务派遣、平台从业）。",
                f"Line {place + 1} must say how the learner belongs to the enterprise.",
                rules.clause("enterprise_relations"),
            )
