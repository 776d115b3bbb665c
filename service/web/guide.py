"""The guide 办事指南: steps, periods and numbers of a place as its rule book states them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import abort, render_template

from forms import Form
from service.commands.library import LIBRARY, RuleBook
from service.domain.calendar import beijing_date
from service.domain.policy import NotInForce, Value
from service.records.bundle import published_jurisdictions
from service.records.database import db
from service.web.front import blueprint, now, role_name
from service.web.history import form_title
from service.web.language import either, one_of, say, spoken
from service.web.words import SIGNALS, VALUES, word
from workflows import rulings, tasks

UNITS = {
    "workdays": "个工作日",
    "days": "天",
    "months": "个月",
    "years": "年",
    "minutes": "分钟",
    "heads": "人",
    "times": "次",
    "points": "分",
}
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One step: whose it is, what it means, and what it rests on."""

    form: str
    title: str
    who: str
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class Number:
    """One number in force, or the period made of it."""

    label: str
    value: str
    clause: str
    is_default: bool
    since: str = ""
    quote: str = ""
    kind: str = ""


@blueprint.get("/help")
def help_home() -> str:
    """The places whose rules are published here."""
    session = db.session()
    codes = published_jurisdictions(session)
    found = [(code, LIBRARY.in_force(session, code)[0].policy.jurisdiction) for code in codes]
    guides = [(code, either(place.names), place.document) for code, place in found]
    return render_template("guide_home.html", guides=guides)


@blueprint.get("/help/finance")
def help_finance() -> str:
    """How finance pays, reads what the bank says, takes back and closes a day."""
    return render_template("finance/guide.html")


@blueprint.get("/help/<code>")
def help_place(code: str) -> str:
    """Everything the rule book of a place says, with its clauses."""
    session = db.session()
    if code not in published_jurisdictions(session):
        abort(404)
    book, on = LIBRARY.in_force(session, code)[0], beijing_date(now())
    place = book.policy.jurisdiction
    return render_template(
        "guide.html",
        place=either(place.names),
        document=place.document,
        hotline=place.hotline,
        on=on.isoformat(),
        steps=list(_steps(book)),
        deadlines=list(_deadlines(book, on)),
        rulings=rulings(book.bundle),
        numbers=list(_numbers(book, on)),
        words=[word(SIGNALS, name) for name in SIGNALS],
    )


def _steps(book: RuleBook) -> Iterator[Step]:
    seen = set()
    for task in tasks(book.bundle):
        if task.form in seen or task.form not in book.bundle.forms:
            continue
        seen.add(task.form)
        form = book.form(task.form)
        title = form_title(book, task.form, task.name) if spoken() == "en" else task.name
        yield Step(task.form, title, role_name(task.lane), either(form.help), _clauses(form))


def _clauses(form: Form) -> str:
    found = [form.clause, *(f.clause for f in form.fields)]
    return say("、").join(dict.fromkeys(one for one in found if one))


def _deadlines(book: RuleBook, on: date) -> Iterator[Number]:
    for name in book.policy.deadlines:
        try:
            rule = book.policy.deadline(name, on)
        except NotInForce:
            continue
        yield Number(
            either(dict(rule.label)),
            _counted(rule.days, rule.count),
            _where(rule.clause, rule.article),
            is_default=rule.source == "default",
            kind=rule.kind,
        )


def _numbers(book: RuleBook, on: date) -> Iterator[Number]:
    words = _choices(book)
    for key in book.policy.keys:
        try:
            value = book.policy.value(key, on)
        except NotInForce:
            continue
        yield Number(
            either(book.policy.label(key)),
            _value(value, words),
            _where(value.clause, value.article),
            is_default=value.is_default,
            since=value.since.isoformat(),
            quote=value.quote or value.note,
        )


def _where(clause: str, article: str) -> str:
    return " ".join(filter(None, (clause, article)))


def _choices(book: RuleBook) -> dict[str, str]:
    """What a value that is a choice of some form is called there."""
    forms = (book.form(name) for name in book.bundle.forms)
    fields = (one for form in forms for f in form.fields for one in (f, *f.columns))
    return {c.id: either(c.label) for one in fields for c in one.choices}


def _value(value: Value, words: Mapping[str, str]) -> str:
    plain = value.value
    if isinstance(plain, bool):
        return say("是") if plain else say("否")
    if isinstance(plain, tuple):
        return say("、").join(words.get(one, one) for one in plain)
    if value.unit == "bp" and isinstance(plain, int):
        return f"{plain / HUNDRED:g}%"
    if value.unit == "word":
        return words.get(str(plain), word(VALUES, str(plain)))
    return _counted(plain, value.unit)


def _counted(plain: object, unit: str) -> str:
    return one_of(f"{plain} {say(UNITS[unit])}") if unit in UNITS else str(plain)
