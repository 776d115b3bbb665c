"""Stock phrases 常用语: those of the house for each form, and one's own, which one keeps here."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from service.commands.phrases import LONGEST, keep_phrase, strike_phrase
from service.domain.refusals import NotNow
from service.records.base import LARGEST_ID
from service.records.database import db
from service.records.phrase import phrases_of
from service.web.front import back_to, blueprint, person
from service.web.language import say, spoken

SHARED = Path(__file__).parent / "stock_phrases.toml"


@cache
def shared() -> Mapping[str, Sequence[str]]:
    """What the house says in its opinions, by form."""
    read = tomllib.loads(SHARED.read_text(encoding="utf-8"))
    return {form: tuple(table["phrases"]) for form, table in read.items()}


def offered(session: Session, form: str) -> Sequence[str]:
    """The phrases for a form: one's own, those of the form, and those that always fit."""
    own = [one.text for one in phrases_of(session, person().id)]
    house = (*shared().get(form, ()), *shared()["any"])
    return list(dict.fromkeys((*own, *house)))


@blueprint.route("/phrases", methods=["GET", "POST"])
def phrases() -> Response:
    """One's own phrases: kept and struck."""
    session, me = db.session(), person().id
    if request.method == "POST":
        return _changed(session, me)
    own = phrases_of(session, me)
    return make_response(render_template("phrases.html", own=own, house=shared(), longest=LONGEST))


def _changed(session: Session, me: int) -> Response:
    struck = request.form.get("strike", type=int)
    try:
        if struck is not None and 0 < struck <= LARGEST_ID:
            strike_phrase(session, me, struck)
            flash(say("已删除。"), "green")
        else:
            keep_phrase(session, me, request.form.get("text", ""))
            flash(say("已保存。"), "green")
    except NotNow as refusal:
        flash(refusal.sentence.en if spoken() == "en" else refusal.sentence.zh, "red")
    there = back_to(request.form.get("next"), url_for("web.phrases"))
    return make_response(redirect(there, 303))
