"""A case in pictures: its diagram and those it calls, the way walked and where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response, abort, request

from service.commands import desk
from service.records.case import Case
from service.records.database import db
from service.records.history import HistoryEntry, history_of
from service.records.step import OpenStep, steps_of
from service.web.front import actor, blueprint
from service.web.words import AWAITED
from workflows import BadDiagram, Bundle, called, draw

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


@blueprint.get("/cases/<number>/diagram.svg")
def diagram(number: str) -> Response:
    """The case's own diagram, or one that it calls, with the way walked and where it stands."""
    session = db.session()
    found = desk.visible_case(session, actor(), number)
    bundle = desk.rule_book(session, found).bundle
    path = tuple(filter(None, request.args.get("path", "").split("/")))
    try:
        process = called(bundle, found.process, path)[0]
    except BadDiagram:
        abort(404)
    walked = [element for entry in history_of(session, found.id) for element in entry.walked]
    standing = ["/".join(filter(None, (s.path, s.element))) for s in steps_of(session, found.id)]
    standing += [f"{waiting}/{SOMEWHERE}" for waiting in _waiting(found)]
    picture = draw(bundle, process, walked=walked, standing=standing, path=path)
    return Response(picture, mimetype="image/svg+xml")


def _waiting(case: Case) -> Iterable[str]:
    """The called diagrams in which the case waits for something from outside."""
    return (path for message, path in case.waits if message in AWAITED and path)


def _all_above(path: str) -> Iterable[str]:
    parts = path.split("/") if path else []
    return ("/".join(parts[: n + 1]) for n in range(len(parts)))
