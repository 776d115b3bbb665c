"""The list of cases I may see, and opening a new one."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands import finding
from service.commands.following import may_begin
from service.domain import permissions
from service.domain.orders import OpenClass
from service.domain.permissions import Grant, Scope
from service.domain.refusals import Forbidden
from service.records.bundle import published_jurisdictions
from service.records.database import db
from service.records.institution import Institution
from service.web.case import may_open
from service.web.desks import listing, narrowing
from service.web.desks.timing import in_force
from service.web.front import actor, blueprint, now
from service.web.language import either
from service.web.naming import main_name
from service.web.posting import fresh_key, give

PAGE = 50


@dataclass(frozen=True, slots=True)
class Opening:
    """What may be begun, in whose name and where."""

    value: str
    kind: str
    institution: str
    place: str


@blueprint.get("/cases")
def cases() -> str:
    """Every case I may see, newest first, within the limits I set."""
    session, limits = db.session(), narrowing.asked()
    before = request.args.get("after", type=int)
    sheet = finding.find(
        session, actor(), None, limits.narrowed, now=now(), before=before, limit=PAGE
    )
    return render_template(
        "cases.html",
        rows=listing.lines(session, sheet.found, sheet.sought),
        limits=limits,
        **narrowing.offered(session),
        next=narrowing.address("web.cases", after=sheet.found[-1].case.id)
        if len(sheet.found) == PAGE
        else None,
        first=narrowing.address("web.cases") if before else None,
        may_open=may_open(),
    )


@blueprint.route("/cases/new", methods=["GET", "POST"])
def open_class() -> Response | str:
    """A new case for one class."""
    session = db.session()
    choices = _openings(session)
    if not choices:
        raise Forbidden("只有培训机构、企业等申请主体可以申请开班。", "Only institutions may file.")
    if request.method == "GET":
        return render_template("open_class.html", openings=choices, request_key=fresh_key())
    if request.form.get("opening") not in {choice.value for choice in choices}:
        raise Forbidden("请选择列出的单位和地区。", "Choose one of the institutions listed.")
    jurisdiction, region, institution, process = request.form["opening"].split("|")
    receipt = give(
        OpenClass(
            jurisdiction=jurisdiction,
            region=region,
            institution_id=int(institution),
            process=process,
        )
    )
    if receipt.steps:
        first = receipt.steps[0]
        return redirect(url_for("web.step", number=receipt.number, key=first.key), 303)
    return redirect(url_for("web.case", number=receipt.number), 303)


def _openings(session: Session) -> list[Opening]:
    """Every kind of case the visitor may begin, in every place he files in: the main one first."""
    return [
        opening
        for grant in actor().grants
        if grant.institution_id is not None
        for code in published_jurisdictions(session)
        if grant.jurisdiction in (None, code)
        for opening in _in_place(session, grant, code)
    ]


def _in_place(session: Session, grant: Grant, code: str) -> Iterator[Opening]:
    """What begins in a place in the name of the grant's institution."""
    institution = session.get_one(Institution, grant.institution_id)
    policy = in_force(session, code)[0].policy
    place = policy.jurisdiction
    for region in place.regions:
        if grant.region not in (None, region.code) or institution.region != region.code:
            continue
        scope = Scope(code, region.code, institution.id)
        where = f"{either(place.names)} {either({'zh': region.zh, 'en': region.en})}"
        kinds = [("", main_name(policy))] if permissions.may(actor(), "OpenClass", scope) else []
        kinds += [(one.name, either(dict(one.label))) for one in may_begin(actor(), scope, policy)]
        for process, kind in kinds:
            value = f"{code}|{region.code}|{institution.id}|{process}"
            yield Opening(value, kind, institution.name, where)
