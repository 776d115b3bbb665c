"""The page of one case: who, what, where it stands, what is due, and what was paid."""

from dataclasses import dataclass
from types import MappingProxyType

from flask import render_template, request
from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.library import RuleBook
from service.commands.looking_at import standard_ruling
from service.domain import permissions
from service.domain.calendar import Calendar, beijing_date
from service.domain.orders import CaseOrder
from service.domain.stage import STANDARD
from service.records.answer import answers_of
from service.records.case import Case
from service.records.database import db
from service.records.history import history_of
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.recovery import recovery_of
from service.records.step import OpenStep, steps_of
from service.web import (
    answers,
    deadline,
    documents_card,
    doubts_card,
    history,
    left_out_card,
    money,
    personal_card,
    persons_card,
    pictures,
)
from service.web.basis import Basis, rules_of
from service.web.desks.timing import in_force
from service.web.finance.own_budget import held_card
from service.web.front import actor, blueprint, minute, now, role_name
from service.web.language import either, say, spoken
from service.web.naming import process_name
from service.web.people.assignment_card import assigned
from service.web.related import related
from service.web.words import AWAITED, ENDS, ORDERS, word

GRAVE = frozenset({"Withdraw", "CancelClass"})
NO_PATH: MappingProxyType[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Head:
    """What every page about a case says on top."""

    number: str
    class_name: str
    institution: str
    region: str
    ended: str
    # What kind of process it is, where it is not the main one of its place.
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One open step."""

    key: str
    title: str
    who: str
    since: str


@dataclass(frozen=True, slots=True)
class Possible:
    """One order that may be given now."""

    path: str
    title: str
    grave: bool


def head(session: Session, case: Case, book: RuleBook, opening: ClassOpening | None) -> Head:
    """The top of the page."""
    institution = session.get_one(Institution, case.institution_id)
    return Head(
        case.number,
        opening.class_name if opening else "",
        institution.name,
        region_name(book, case.region),
        word(ENDS, case.finished) if case.finished else "",
        process_name(book.policy, case.process),
    )


def region_name(book: RuleBook, code: str) -> str:
    """What a county or district is called."""
    for region in book.policy.jurisdiction.regions:
        if code in (region.code, region.zh):
            return either({"zh": region.zh, "en": region.en})
    return code


def step_title(book: RuleBook, step: OpenStep) -> str:
    """What a step is called: the diagram's word, or its form's in English."""
    return history.form_title(book, step.element, step.name) if spoken() == "en" else step.name


@blueprint.get("/cases/<number>")
def case(number: str) -> str:
    """One case."""
    session = db.session()
    found = desk.visible_case(session, actor(), number)
    book = desk.rule_book(session, found)
    opening = session.get(ClassOpening, found.id)
    steps = steps_of(session, found.id)
    entries = history_of(session, found.id)
    lines = {step.key: _line(book, step) for step in steps}
    rules = in_force(session, found.jurisdiction)
    policy = rules[0].policy
    return render_template(
        "case.html",
        case=head(session, found, book, opening),
        steps=list(lines.values()),
        mine=[lines[step.key] for step in steps if desk.may_finish(actor(), found, step)],
        orders=[_possible(order) for order in desk.orders_now(actor(), found, steps)],
        deadlines=deadline.lines(session, found, policy, now()),
        money=money.standing(
            session,
            found,
            opening,
            _bases(session, found, opening, rules) if opening is not None else (),
        ),
        owes=recovery_of(session, found.id) is not None,
        held=held_card(session, found),
        related=related(session, found, policy),
        history=history.story(session, entries, book, answers_of(session, found.id)),
        by_hand=request.args.get("history") == "by-hand",
        place=found.jurisdiction,
        answers=answers.shown(session, found, book),
        awaited=[word(AWAITED, message) for message, _ in found.waits if message in AWAITED],
        pictures=pictures.inside(found, book.bundle, entries, steps),
        facts=_facts(session, found, book, opening),
        personal=personal_card.card(session, found),
        doubts=doubts_card.card(session, found, opening, policy),
        persons=persons_card.card(session, found, book, policy),
        left_out=left_out_card.card(session, found),
        documents=documents_card.listed(session, found),
        assigned=assigned(session, found, steps, {key: one.title for key, one in lines.items()}),
    )


def _bases(
    session: Session, case: Case, opening: ClassOpening, rules: tuple[RuleBook, Calendar]
) -> list[Basis]:
    """What speaks for the total that was approved: the standard, and the part of it paid here."""
    heads, total = opening.approved_heads or 0, opening.approved_total_fen
    if not total:
        return []
    policy, track = rules[0].policy, str(opening.particulars.get("track", ""))
    paid = [one for one in policy.stages if one.belongs_to(case.process, track)]
    found: list[Basis] = []
    if any(one.of == STANDARD for one in paid):
        ruled = standard_ruling(session, case, opening, actor=actor(), now=now(), rules=rules)
        if ruled is not None:
            standing = Basis(ruled.clause, not ruled.clause, ruled.sentence, say("补贴标准"))
            found.append(standing)
    if heads * (opening.standard_fen or 0) != total:
        at = rules_of(case, opening, policy, beijing_date(now()))
        named = (at.basis(key) for one in paid for key in (one.share, one.of))
        found += [basis for basis in named if basis is not None]
    return found


def _line(book: RuleBook, step: OpenStep) -> OpenLine:
    return OpenLine(step.key, step_title(book, step), role_name(step.lane), minute(step.opened_at))


def _possible(order: type[CaseOrder]) -> Possible:
    name = order.form or order.name
    return Possible(name.replace("_", "-"), word(ORDERS, order.name), order.name in GRAVE)


def _facts(
    session: Session, case: Case, book: RuleBook, opening: ClassOpening | None
) -> list[tuple[str, str]]:
    institution = session.get_one(Institution, case.institution_id)
    place = book.policy.jurisdiction
    facts = [
        (say("申请单位"), institution.name),
        (say("统一社会信用代码"), institution.uscc),
        (
            say("地区"),
            f"{either({'zh': place.zh, 'en': place.en})} {region_name(book, case.region)}",
        ),
        (say("政策文件"), place.document),
        (say("建立时间"), minute(case.opened_at)),
    ]
    if opening is None:
        return facts
    heads = opening.approved_heads or opening.planned_heads
    return [
        *facts,
        (say("收件时间"), minute(opening.received_at) if opening.received_at else "—"),
        (say("工种"), opening.specialty_name + say("（{n}）", n=opening.specialty_code)),
        (say("人数"), say("{n} 人", n=heads)),
        (say("培训日期"), f"{opening.starts_on} — {opening.ends_on}"),
        (say("总学时"), str(opening.total_hours)),
        (say("开班备案号"), opening.register_no or "—"),
    ]


def may_open() -> bool:
    """Whether the visitor files for an institution."""
    return bool(permissions.roles_for("OpenClass") & {grant.role for grant in actor().grants})
