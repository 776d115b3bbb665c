"""The system administrator's institutions that may file, and what the house failed at."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import Refused, uscc
from service.commands import people_accounts
from service.commands.people import KINDS
from service.commands.people_administrators import NotDone, require
from service.records.case import numbers_of
from service.records.database import db
from service.records.incident import open_incidents
from service.records.institution import Institution, institutions_after
from service.web.front import actor, blueprint
from service.web.language import say
from service.web.people.wording import done, places

PAGE = 50
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
}


@blueprint.route("/institutions", methods=["GET", "POST"])
def institutions() -> Response | str | tuple[str, int]:
    """The institutions, and entering one."""
    require(actor(), "EnterInstitution")
    if request.method == "GET":
        return _page()
    if done(_enter, say("已登记。")):
        return redirect(url_for("web.institutions"), 303)
    return _page(), 422


def _enter() -> None:
    given = {
        name: request.form.get(name, "").strip() for name in ("uscc", "name", "kind", "region")
    }
    try:
        code = uscc(given["uscc"])
    except Refused as wrong:
        raise NotDone(
            "统一社会信用代码不对，请逐位核对。", "This is no valid credit code: check each digit."
        ) from wrong
    regions = {one for _, found in places(db.session()).values() for one in found}
    if not given["name"] or given["kind"] not in KINDS or given["region"] not in regions:
        raise NotDone("请写明名称、类型和所在区县。", "Give its name, its kind and its county.")
    db.session().rollback()
    body = Institution(
        uscc=code, name=given["name"][:100], kind=given["kind"], region=given["region"]
    )
    people_accounts.enter_institution(db.session(), actor(), body)


def _page() -> str:
    session, search = db.session(), request.args.get("q", "").strip()[:60]
    after = request.args.get("after", 0, type=int)
    rows = institutions_after(session, after, search=search, limit=PAGE)
    known = places(session)
    regions = {code: name for _, found in known.values() for code, name in found.items()}
    return render_template(
        "people/institutions.html",
        rows=rows,
        q=search,
        kinds={kind: say(KIND_WORDS[kind]) for kind in KINDS},
        regions=regions,
        typed=request.form,
        next=url_for("web.institutions", q=search, after=rows[-1].id)
        if len(rows) == PAGE
        else None,
        first=url_for("web.institutions", q=search) if after else None,
    )


@blueprint.get("/incidents")
def incidents() -> str:
    """What the house could not do by itself, and when it tries again."""
    require(actor(), "ReadIncidents")
    session, after = db.session(), request.args.get("after", 0, type=int)
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
