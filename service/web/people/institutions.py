"""The system administrator's institutions that may file, and what the house failed at."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import Refused, uscc
from service.commands.people import people_accounts
from service.commands.people.newcomers import KINDS
from service.commands.people.people_administrators import NotDone, require
from service.records.case import numbers_of
from service.records.database import db
from service.records.incident import open_incidents
from service.records.institution import Institution, institutions_after
from service.web.front import actor, blueprint
from service.web.language import say
from service.web.people.wording import asked, asked_number, done, places, typed

PAGE, LONGEST_NAME = 50, 100
KIND_WORDS = {
    "enterprise": "企业",
    "school": "培训机构",
    "platform": "线上平台",
    "college": "职业院校",
    "technical_school": "技工院校",
}
INCIDENT_WORDS = {
    "deadline": "到期办理",
    "message": "发送消息",
    "nobody_to_tell": "消息无人可收",
    "books": "账目不符",
}


@blueprint.route("/institutions/new", methods=["GET", "POST"])
def enter_institution() -> Response:
    """Enter an institution under its credit code."""
    require(actor(), "EnterInstitution")
    entered = request.method == "POST" and done(_enter, say("已登记。"))
    if entered:
        return redirect(url_for("web.institutions", q=typed("name", LONGEST_NAME)), 303)
    page = render_template(
        "people/enter_institution.html",
        kinds={kind: say(KIND_WORDS[kind]) for kind in KINDS},
        regions=_regions(),
        typed=request.form,
    )
    return make_response(page, 422 if request.method == "POST" else 200)


def _regions() -> dict[str, str]:
    known = places(db.session())
    return {code: name for _, found in known.values() for code, name in found.items()}


def _enter() -> None:
    given = {name: typed(name) for name in ("uscc", "name", "kind", "region")}
    try:
        code = uscc(given["uscc"])
    except Refused as wrong:
        raise NotDone(
            "统一社会信用代码不对，请逐位核对。", "This is no valid credit code: check each digit."
        ) from wrong
    if not given["name"] or given["kind"] not in KINDS or given["region"] not in _regions():
        raise NotDone("请写明名称、类型和所在区县。", "Give its name, its kind and its county.")
    body = Institution(
        uscc=code, name=given["name"][:LONGEST_NAME], kind=given["kind"], region=given["region"]
    )
    people_accounts.enter_institution(db.session(), actor(), body)


@blueprint.get("/institutions")
def institutions() -> str:
    """The institutions that may file, found by name or credit code."""
    require(actor(), "EnterInstitution")
    session, search, after = db.session(), asked("q", LONGEST_NAME), asked_number("after") or 0
    rows = institutions_after(session, after, search=search, limit=PAGE)
    return render_template(
        "people/institutions.html",
        rows=rows,
        q=search,
        kinds={kind: say(KIND_WORDS[kind]) for kind in KINDS},
        regions=_regions(),
        next=url_for("web.institutions", q=search, after=rows[-1].id)
        if len(rows) == PAGE
        else None,
        first=url_for("web.institutions", q=search) if after else None,
    )


@blueprint.get("/incidents")
def incidents() -> str:
    """What the house could not do by itself, and when it tries again."""
    require(actor(), "ReadIncidents")
    session, after = db.session(), asked_number("after") or 0
    rows = open_incidents(session, after=after, limit=PAGE)
    numbers = numbers_of(session, [row.case_id for row in rows if row.case_id is not None])
    return render_template(
        "people/incidents.html",
        rows=rows,
        numbers=numbers,
        kinds={kind: say(text) for kind, text in INCIDENT_WORDS.items()},
        next=url_for("web.incidents", after=rows[-1].id) if len(rows) == PAGE else None,
        first=url_for("web.incidents") if after else None,
    )
