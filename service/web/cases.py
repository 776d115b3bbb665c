"""The list of cases I may see, and opening a new one."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands import finding
from service.commands.library import LIBRARY
from service.domain.orders import OpenClass
from service.domain.refusals import Forbidden
from service.records.bundle import published_jurisdictions
from service.records.database import db
from service.records.institution import Institution
from service.web.case import may_open
from service.web.desks import listing, narrowing
from service.web.front import actor, blueprint, now
from service.web.language import either
from service.web.posting import fresh_key, give

PAGE = 50


@dataclass(frozen=True, slots=True)
class Opening:
    """In whose name and where a class may be asked for."""

    value: str
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
    jurisdiction, region, institution = request.form["opening"].split("|")
    receipt = give(
        OpenClass(jurisdiction=jurisdiction, region=region, institution_id=int(institution))
    )
    if receipt.steps:
        first = receipt.steps[0]
        return redirect(url_for("web.step", number=receipt.number, key=first.key), 303)
    return redirect(url_for("web.case", number=receipt.number), 303)


def _openings(session: Session) -> list[Opening]:
    """Every published place for every institution the visitor files for."""
    choices = []
    for grant in actor().grants:
        if grant.role != "institution" or grant.institution_id is None:
            continue
        institution = session.get_one(Institution, grant.institution_id)
        for code in published_jurisdictions(session):
            if grant.jurisdiction not in (None, code):
                continue
            place = LIBRARY.in_force(session, code)[0].policy.jurisdiction
            choices += [
                Opening(
                    f"{code}|{region.code}|{institution.id}",
                    institution.name,
                    f"{either({'zh': place.zh, 'en': place.en})} "
                    f"{either({'zh': region.zh, 'en': region.en})}",
                )
                for region in place.regions
                if grant.region in (None, region.code) and institution.region == region.code
            ]
    return choices
