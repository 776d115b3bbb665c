"""Files on a form's page: stored at once, so that no mistake elsewhere loses them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import FileStorage

from forms import Field, Form
from service.commands.papers import documents
from service.commands.papers.cabinet import cabinet
from service.domain.document import ACCEPT, MEGABYTE, references, size_in_words
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, TryAgain
from service.records.database import db
from service.records.document import named
from service.web.control import Attached
from service.web.front import actor, blueprint, clock

CHOSEN = "_file-"
REMOVE = "drop-document"


@dataclass(frozen=True, slots=True)
class Taken:
    """What is typed once the chosen files are stored, and what was wrong with them."""

    typed: dict[str, object]
    problems: tuple[Problem, ...] = ()
    pressed: bool = False
    later: bool = False

    @property
    def stops(self) -> bool:
        """Whether the form is to be looked at again before it is handed in."""
        return bool(self.problems) or self.pressed or self.later


@dataclass(frozen=True, slots=True)
class Papers:
    """Where files chosen on this page go: to the case, for its step, under its lane."""

    case_id: int = 0
    step: str = ""
    lane: str = ""

    def taken_in(self, form: Form, typed: Mapping[str, object]) -> Taken:
        """Store what was chosen and name it in the answers; every file is judged, not the first."""
        answers, later = dict(typed), False
        problems: list[Problem] = []
        if not self.lane:
            return Taken(answers)
        for f in files_of(form):
            for chosen in _chosen(f):
                try:
                    reference = self._store(f, chosen)
                except AnswersWrong as refused:
                    problems += refused.problems
                    continue
                except TryAgain:
                    later = True
                    continue
                # A new file takes the place of the one before, unless several are asked for.
                before = references(answers.get(f.id)) if f.many else ()
                answers[f.id] = list(dict.fromkeys((*before, reference)))
        dropped = request.form.get(REMOVE, "")
        if dropped:
            name, _, reference = dropped.partition(":")
            answers[name] = [one for one in references(answers.get(name)) if one != reference]
        pressed = bool(dropped) or "send-documents" in request.form
        return Taken(answers, tuple(problems), pressed, later)

    def attached(self, form: Form, typed: Mapping[str, object]) -> dict[str, list[Attached]]:
        """What stands beside each file field: the files that the answers name."""
        cited = {f.id: references(typed.get(f.id)) for f in files_of(form)}
        wanted = {one for refs in cited.values() for one in refs}
        known = (
            {row.reference: row for row in named(db.session(), self.case_id, wanted)}
            if wanted
            else {}
        )
        return {
            name: [
                Attached(
                    one,
                    (known[one].name or one) if one in known else one,
                    size_in_words(known[one].size) if one in known else "",
                )
                for one in refs
            ]
            for name, refs in cited.items()
        }

    def _store(self, f: Field, chosen: FileStorage) -> str:
        kept = documents.take_in(
            db.session(),
            self.case_id,
            documents.Upload(
                content=chosen.stream,  # type: ignore[arg-type]
                name=chosen.filename or "",
                step=self.step,
                lane=self.lane,
                field=f.id,
                label=(f.label["zh"], f.label["en"]),
                personal=f.personal,
            ),
            actor=actor(),
            clock=clock(),
        )
        return kept.reference


def files_of(form: Form) -> Iterator[Field]:
    """The fields of a form that ask for a file."""
    return (f for f in form.fields if f.type == "file")


@blueprint.app_context_processor
def rules() -> dict[str, object]:
    """What every page with a file field says about files."""
    return {"accept": ACCEPT, "megabytes": lambda: cabinet().limits.most_bytes // MEGABYTE}


def _chosen(f: Field) -> list[FileStorage]:
    found = [one for one in request.files.getlist(CHOSEN + f.id) if one.filename]
    return found if f.many else found[:1]
