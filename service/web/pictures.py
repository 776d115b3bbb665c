"""A case in pictures: its diagram and those it calls, the way walked and where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response, abort, render_template, request

from service.commands import desk
from service.records.case import Case
from service.records.database import db
from service.records.history import HistoryEntry, history_of
from service.records.step import OpenStep, steps_of
from service.web.front import actor, blueprint
from service.web.words import AWAITED
from workflows import BadDiagram, Bundle, called, draw, source, titles

SOMEWHERE = "-"


@dataclass(frozen=True, slots=True)
class Picture:
    """One diagram that the case's own has called."""

    path: str
    name: str
    here: bool


def inside(
    case: Case, bundle: Bundle, entries: Iterable[HistoryEntry], steps: Sequence[OpenStep]
) -> list[Picture]:
    """Every called diagram the case has been in, those where it stands first."""
    standing = {step.path for step in steps} | set(_waiting(case))
    been = {element.rpartition("/")[0] for entry in entries for element in entry.walked} | standing
    paths = {path for one in been for path in _all_above(one)}
    ordered = sorted(paths, key=lambda path: (path not in standing, path))
    return [
        Picture(path, called(bundle, case.process, tuple(path.split("/")))[1], path in standing)
        for path in ordered
    ]


@dataclass(frozen=True, slots=True)
class View:
    """One diagram of a case: which, and what of it was walked and is open."""

    bundle: Bundle
    number: str
    process: str
    name: str
    path: tuple[str, ...]
    walked: Sequence[str]
    standing: Sequence[str]

    def here(self, named: Sequence[str]) -> list[str]:
        """The elements of this very diagram among those named, calls for what lies in them."""
        prefix = "".join(f"{one}/" for one in self.path)
        inside = (one.removeprefix(prefix) for one in named if one.startswith(prefix))
        return list(dict.fromkeys(one.split("/")[0] for one in inside))


def _view(number: str) -> View:
    """The diagram asked for; what one may not see does not exist."""
    session = db.session()
    found = desk.visible_case(session, actor(), number)
    bundle = desk.rule_book(session, found).bundle
    path = tuple(filter(None, request.args.get("path", "").split("/")))
    try:
        process, name = called(bundle, found.process, path)
    except BadDiagram:
        abort(404)
    walked = [element for entry in history_of(session, found.id) for element in entry.walked]
    standing = ["/".join(filter(None, (s.path, s.element))) for s in steps_of(session, found.id)]
    standing += [f"{waiting}/{SOMEWHERE}" for waiting in _waiting(found)]
    return View(bundle, found.number, process, name, path, walked, standing)


@blueprint.get("/cases/<number>/diagram.svg")
def diagram(number: str) -> Response:
    """The case's own diagram, or one that it calls, with the way walked and where it stands."""
    view = _view(number)
    picture = draw(
        view.bundle, view.process, walked=view.walked, standing=view.standing, path=view.path
    )
    return Response(picture, mimetype="image/svg+xml")


@blueprint.get("/cases/<number>/diagram.bpmn")
def diagram_source(number: str) -> Response:
    """The same diagram as its file, for the viewer on the large page."""
    view = _view(number)
    return Response(source(view.bundle, view.process), mimetype="application/xml")


@blueprint.get("/cases/<number>/diagram")
def large_diagram(number: str) -> str:
    """A diagram on a page of its own, to look around in."""
    view = _view(number)
    named = titles(view.bundle, view.process)
    walked, standing = view.here(view.walked), view.here(view.standing)
    return render_template(
        "diagram.html",
        number=view.number,
        name=view.name if view.path else named[view.process],
        path="/".join(view.path),
        walked=walked,
        standing=standing,
        steps=[(named[one], one in standing) for one in walked + standing if one in named],
    )


def _waiting(case: Case) -> Iterable[str]:
    """The called diagrams in which the case waits for something from outside."""
    return (path for message, path in case.waits if message in AWAITED and path)


def _all_above(path: str) -> Iterable[str]:
    parts = path.split("/") if path else []
    return ("/".join(parts[: n + 1]) for n in range(len(parts)))
