"""The catalogues (两目录一系统), for everybody who has signed in; entered and decided in pairs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forms import Refused, uscc
from service.commands.library import LIBRARY
from service.commands.people.people_administrators import NotDone
from service.commands.supervision import catalogue as orders
from service.commands.supervision.catalogue import Decision
from service.domain.calendar import beijing_date
from service.domain.catalogue import AUDIENCES, KINDS, ORIGINS, STANDINGS, Listed, standing
from service.domain.policy_catalogue import NamedByDocument
from service.domain.refusals import NotVisible
from service.records.catalogue import CatalogueEntry, Wanted, listed_after
from service.records.database import db
from service.web.front import actor, blueprint, minute, now, role_name
from service.web.language import either, say
from service.web.people.wording import asked, asked_number, done, places, typed, typed_day

PAGE, LONGEST_NAME, LONGEST_CODE = 50, 100, 40


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the list shows it; what the document itself names has no page of its own."""

    number: int | None
    kind: str
    code: str
    name: str
    origin: str
    free: bool
    since: date
    until: date | None
    standing: str
    colour: str
    decided: str


@blueprint.get("/catalogue")
def catalogue() -> str:
    """What stands in the catalogue of a place, narrowed by kind, standing and name."""
    session, place, after = db.session(), _place(), asked_number("after") or 0
    wanted = Wanted(
        jurisdiction=place,
        kind=asked("kind"),
        search=asked("q", LONGEST_NAME),
        standing=asked("standing"),
        on=_today(),
    )
    rows = listed_after(session, wanted, after=after, limit=PAGE) if place else []
    first = url_for("web.catalogue", **_kept())  # type: ignore[arg-type]
    full = len(rows) == PAGE
    return render_template(
        "catalogue.html",
        lines=[*([] if after else _named(session, wanted)), *(_line(row) for row in rows)],
        place=place,
        offered={code: name for code, (name, _) in places(session).items()},
        kinds=_words(KINDS),
        standings={word: either({"zh": zh, "en": en}) for word, (zh, en, _) in STANDINGS.items()},
        typed={name: asked(name, LONGEST_NAME) for name in ("kind", "standing", "q")},
        may_enter=bool(place) and orders.may_enter(actor(), place),
        today=wanted.on,
        next=url_for("web.catalogue", **_kept(), after=rows[-1].id)  # type: ignore[arg-type]
        if full
        else None,
        first=first if after else None,
    )


@blueprint.route("/catalogue/new", methods=["GET", "POST"])
def enter_catalogue() -> Response:
    """Propose an entry."""
    session, place = db.session(), _place()
    if not place or not orders.may_enter(actor(), place):
        raise NotVisible
    entered = request.method == "POST" and done(_enter, say("已登记，待有权单位确定后生效并公布。"))
    if entered:
        return redirect(url_for("web.catalogue", place=place, q=typed("code", LONGEST_CODE)), 303)
    page = render_template(
        "catalogue_new.html",
        place=place,
        place_name=places(session)[place][0],
        kinds=_words(KINDS),
        audiences=_words(AUDIENCES),
        origins=_words(ORIGINS),
        typed=request.form,
    )
    return make_response(page, 422 if request.method == "POST" else 200)


@blueprint.get("/catalogue/<int:number>")
def catalogue_entry(number: int) -> str:
    """One entry: since when, until when, by whose decision; and what may be done about it."""
    session = db.session()
    entry = session.get(CatalogueEntry, number)
    if entry is None:
        raise NotVisible
    how = standing(entry.listed, _today())
    return render_template(
        "catalogue_entry.html",
        entry=entry,
        line=_line(entry),
        facts=_facts(entry),
        standing=how,
        may_decide=orders.may_decide(session, actor(), entry.jurisdiction, _today()),
    )


@blueprint.post("/catalogue/<int:number>/decide")
def decide_catalogue(number: int) -> Response:
    """Decide on what another entered."""
    return _act(
        number,
        lambda: orders.decide(db.session(), actor(), number, _decision(), now=now()),
        say("已确定并公布。"),
    )


@blueprint.post("/catalogue/<int:number>/extend")
def extend_catalogue(number: int) -> Response:
    """Let it hold longer."""
    return _act(
        number,
        lambda: orders.extend(db.session(), actor(), number, _decision(), now=now()),
        say("已延长有效期。"),
    )


@blueprint.post("/catalogue/<int:number>/end")
def end_catalogue(number: int) -> Response:
    """Take it out of the catalogue."""
    return _act(number, lambda: _end(number), say("已移出目录。"))


def _end(number: int) -> None:
    reason = typed("reason")
    if not reason:
        raise NotDone("请写明移出的理由。", "Say why it is removed.")
    orders.end(db.session(), actor(), number, reason, now=now())


def _act(number: int, act: Callable[[], None], said: str) -> Response:
    done(act, said)
    return redirect(url_for("web.catalogue_entry", number=number), 303)


def _decision() -> Decision:
    no = typed("decision_no", LONGEST_CODE)
    if not no:
        raise NotDone("请填写决定文号。", "Give the number of the decision.")
    return Decision(
        decision_no=no,
        valid_to=typed_day("valid_to"),
        filing_no=typed("filing_no", LONGEST_CODE) or None,
    )


def _enter() -> None:
    code, name = typed("code", LONGEST_CODE), typed("name", LONGEST_NAME)
    since, kind = typed_day("valid_from"), typed("kind")
    known = kind in KINDS and typed("audience") in AUDIENCES and typed("origin") in ORIGINS
    if not (code and name and since and known):
        raise NotDone(
            "请写明类别、代码、名称、来源、面向范围和有效期起。",
            "Give its kind, code, name, origin, audience and first day.",
        )
    entry = CatalogueEntry(
        jurisdiction=_place(),
        kind=kind,
        code=_uscc(code) if kind == "institution" else code,
        name=name,
        owner_uscc=_uscc(owner) if (owner := typed("owner_uscc", LONGEST_CODE)) else None,
        audience=typed("audience"),
        origin=typed("origin"),
        is_free=bool(request.form.get("is_free")),
        valid_from=since,
        valid_to=typed_day("valid_to"),
    )
    orders.enter(db.session(), actor(), entry, now=now())


def _uscc(code: str) -> str:
    try:
        return uscc(code)
    except Refused as wrong:
        raise NotDone(
            "统一社会信用代码不对，请逐位核对。", "This is no valid credit code: check each digit."
        ) from wrong


def _today() -> date:
    return beijing_date(now())


def _place() -> str:
    """The place asked for, else the visitor's own, else the first there is."""
    known = places(db.session())
    wanted = [request.form.get("place"), asked("place"), *_own()]
    return next((one for one in wanted if one in known), next(iter(known), "")) or ""


def _own() -> list[str | None]:
    return [grant.jurisdiction for grant in actor().grants]


def _kept() -> dict[str, str]:
    names = ("place", "kind", "standing", "q")
    return {name: value for name in names if (value := asked(name, LONGEST_NAME))}


def _words(words: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {word: either({"zh": zh, "en": en}) for word, (zh, en) in words.items()}


def _named(session: Session, wanted: Wanted) -> list[Line]:
    """What the document itself names, before what offices decided."""
    policy = LIBRARY.in_force(session, wanted.jurisdiction)[0].policy
    return [_of_document(one, wanted.on) for one in policy.catalogue if _sought(one, wanted)]


def _sought(one: NamedByDocument, wanted: Wanted) -> bool:
    return (
        wanted.kind in ("", one.listed.kind)
        and wanted.standing in ("", standing(one.listed, wanted.on))
        and (wanted.search in one.listed.name or wanted.search == one.listed.code)
    )


def _of_document(one: NamedByDocument, on: date) -> Line:
    name = either({"zh": one.listed.name, "en": one.name_en})
    by = say("文件所列（{clause}）", clause=one.clause) if one.clause else say("文件所列")
    return _shown(one.listed, on, name=name, origin=one.origin, free=one.is_free, decided=by)


def _line(row: CatalogueEntry) -> Line:
    by = role_name(row.decided_by) if row.decided_by else "—"
    decided = by + (say("（{n}）", n=row.decision_no) if row.decision_no else "")
    return _shown(
        row.listed,
        _today(),
        name=row.name,
        origin=row.origin,
        free=row.is_free,
        decided=decided,
        number=row.id,
    )


def _shown(
    listed: Listed,
    on: date,
    *,
    name: str,
    origin: str,
    free: bool,
    decided: str,
    number: int | None = None,
) -> Line:
    zh, en, colour = STANDINGS[standing(listed, on)]
    return Line(
        number,
        _words(KINDS)[listed.kind],
        listed.code,
        name,
        _words(ORIGINS)[origin],
        free,
        listed.valid_from,
        listed.valid_to,
        either({"zh": zh, "en": en}),
        colour,
        decided,
    )


def _facts(row: CatalogueEntry) -> list[tuple[str, str]]:
    free = say("免费") if row.is_free else say("未注明免费")
    return [
        (say("类别"), _words(KINDS)[row.kind]),
        (say("代码"), row.code),
        (say("所属单位信用代码"), row.owner_uscc or "—"),
        (say("面向范围"), _words(AUDIENCES)[row.audience]),
        (say("来源"), _words(ORIGINS)[row.origin]),
        (say("对学员收费"), free),
        (say("有效期"), f"{row.valid_from} — {row.valid_to or say('长期')}"),
        (say("决定单位"), role_name(row.decided_by) if row.decided_by else "—"),
        (say("决定文号"), row.decision_no or "—"),
        (say("备案号"), row.filing_no or "—"),
        (say("公布时间"), minute(row.published_at) if row.published_at else "—"),
        (say("移出情况"), f"{row.ended_on} {row.end_reason}" if row.ended_on else "—"),
    ]
