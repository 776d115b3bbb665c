"""One form on its page: drawn, added to, handed in, and shown again when it was not accepted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from forms import AnswersRefused, Form, Problem
from service.commands.receipt import Receipt
from service.domain.calendar import beijing_date
from service.domain.refusals import (
    AnswersWrong,
    CaseEnded,
    Forbidden,
    NotNow,
    Refusal,
    SeparationOfDuties,
    StaleStep,
    StepGone,
    TryAgain,
)
from service.records.database import db, passes_by_itself
from service.web import form as forms_drawn
from service.web import rows
from service.web.case import Head
from service.web.control import Drawn
from service.web.due import Due
from service.web.front import now
from service.web.language import say, spoken
from service.web.papers import Papers
from service.web.posting import fresh_key, posted_key
from service.web.prefill import Known
from service.web.told import Told

STATUS: dict[type[Refusal], HTTPStatus] = {
    AnswersWrong: HTTPStatus.UNPROCESSABLE_ENTITY,
    StaleStep: HTTPStatus.CONFLICT,
    StepGone: HTTPStatus.CONFLICT,
    NotNow: HTTPStatus.CONFLICT,
    CaseEnded: HTTPStatus.CONFLICT,
    Forbidden: HTTPStatus.FORBIDDEN,
    SeparationOfDuties: HTTPStatus.FORBIDDEN,
    TryAgain: HTTPStatus.SERVICE_UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Stale:
    """What changed while the form lay open."""

    text: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """All a form's page needs that does not depend on what was typed."""

    head: Head
    heading: str
    form: Form
    known: Known
    version: int = 0
    due: Due | None = None
    title_of: Callable[[str], str] = field(default=str)
    told: Callable[[], Told] = field(default=Told)
    # What the fields of a form are called.
    names_in: Callable[[str], Sequence[str]] = field(default=lambda _: ())
    newest_version: Callable[[], int] = field(default=lambda: 0)
    # What the office asked to have corrected, beside the field concerned.
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    papers: Papers = field(default_factory=Papers)
    # Where one goes when it is handed in; to the case where nothing is said.
    afterwards: str = ""

    def handed_in(
        self,
        answers: dict[str, object],
        hand_in: Callable[[dict[str, object]], Receipt],
        shown_again: Callable[..., Response],
    ) -> Response:
        """The page after the button was pressed: the case, or the form with what is wrong."""
        now()  # the page may be needed when the database no longer answers
        try:
            receipt = hand_in(rows.without_untouched(answers, self.known.optional))
        except tuple(STATUS) as refusal:
            return self.again(answers, refusal, shown_again)
        except SQLAlchemyError as error:
            if not passes_by_itself(error):
                raise
            db.session.rollback()
            return self.again(answers, TryAgain(), shown_again)
        flash(say("已提交：{heading}", heading=self.heading), "green")
        place = self.afterwards or url_for("web.case", number=receipt.number)
        return make_response(redirect(place, 303))

    def problems_in(self, table: str, answers: dict[str, object]) -> Sequence[Problem]:
        """What is wrong with the rows just pasted, by row and column."""
        try:
            self.form.check(answers, today=beijing_date(now()))
        except AnswersRefused as refused:
            return [one for one in refused.problems if one.field.startswith(f"{table}[")]
        return ()

    def again(
        self, answers: dict[str, object], refusal: Refusal, shown_again: Callable[..., Response]
    ) -> Response:
        """The form once more, with why it was not accepted."""
        words = refusal.sentence.en if spoken() == "en" else refusal.sentence.zh
        status = STATUS[type(refusal)]
        if isinstance(refusal, AnswersWrong):
            return shown_again(answers, key=fresh_key(), status=status, problems=refusal.problems)
        if isinstance(refusal, StaleStep | StepGone):
            # The refusal names the step by its id; people know it by its title.
            words = words.replace(refusal.what, self.title_of(refusal.what))
            stale = Stale(words, gone=isinstance(refusal, StepGone))
            version = 0 if stale.gone else self.newest_version()
            return shown_again(
                answers, key=fresh_key(), status=status, stale=stale, version=version
            )
        response = shown_again(answers, key=posted_key(), status=status, refusal=words)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = "5"
        return response

    def drawn(self, answers: Mapping[str, object], problems: Sequence[Any] = ()) -> Drawn:
        """The controls of the whole form."""
        drawn = forms_drawn.draw(
            self.form,
            answers,
            problems,
            labels=self.known.labels,
            fixed=self.known.fixed,
            remarks=self.remarks,
            attached=self.papers.attached(self.form, answers),
        )
        return replace(drawn, offered={name: self.names_in(name) for name in self._named()})

    def _named(self) -> set[str]:
        """The forms whose fields this one speaks of."""
        every = [one for f in self.form.fields for one in (f, *f.columns)]
        return {one.names_of for one in every if one.names_of}

    def page(
        self,
        answers: dict[str, object],
        *,
        key: str,
        status: int = HTTPStatus.OK,
        problems: Sequence[Any] = (),
        version: int | None = None,
        drawn: Drawn | None = None,
        template: str = "step.html",
        **more: object,
    ) -> Response:
        """The form on its page, with what was typed; a part of it where one was drawn."""
        page = render_template(
            template,
            case=self.head,
            heading=self.heading,
            drawn=drawn or self.drawn(answers, problems),
            due=self.due,
            version=self.version if version is None else version,
            form_name=self.form.name,
            request_key=key,
            action=request.path,
            # A page that says the database does not answer asks it nothing more.
            told=Told() if status == HTTPStatus.SERVICE_UNAVAILABLE else self.told(),
            **more,
        )
        return make_response(page, status)
