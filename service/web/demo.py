"""The demo's clock: an hour, a day, or on to the next deadline."""

from datetime import datetime, timedelta

from flask import abort, current_app, flash, redirect, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.domain.orders import ShiftClock
from service.domain.refusals import KeyReused
from service.records.case import Case
from service.records.database import db
from service.web.front import back_to, blueprint, minute, now
from service.web.language import say
from service.web.posting import give

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


@blueprint.post("/demo/time")
def move_time() -> Response:
    """Move the demo's time on; it never goes back."""
    if not current_app.config["KAIBAN_DEMO"]:
        abort(404)
    by = request.form.get("by", "")
    session = db.session()
    to = now() + STEPS[by] if by in STEPS else _next_deadline(session)
    back = back_to(request.form.get("next"), url_for("web.work_list"))
    if to is None:
        flash(say("目前没有未来的期限。"), "amber")
        return redirect(back, 303)
    try:
        give(ShiftClock(to=to))
    except KeyReused:
        return redirect(back, 303)  # the same button pressed twice moves time once
    flash(say("演示时间已到 {at}，到期事项会在几秒内自动处理。", at=minute(to)), "green")
    return redirect(back, 303)


def _next_deadline(session: Session) -> datetime | None:
    return session.scalar(select(func.min(Case.next_due)).where(Case.next_due > now()))
