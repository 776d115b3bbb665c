"""Facts about a class that runs: its start, its advance, what was recorded of its learners."""

from datetime import datetime

from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact


@fact
def start_long_stop(dossier: Dossier, _: Properties) -> datetime | None:
    """When an approved class that has not begun loses its number."""
    return dossier.end_of("start_grace_days", after=dossier.opening.starts_on)


@fact
def advance_asked(dossier: Dossier, _: Properties) -> bool:
    """Whether an advance was asked for and may be paid at all (CQ-13)."""
    if not dossier.opening.advance_requested:
        return False
    return bool(dossier.decide("advance_eligible").values["ok"])


@fact
def certified_heads(dossier: Dossier, _: Properties) -> int:
    """How many learners hold an accepted certificate."""
    return sum(1 for result in dossier.results.values() if result.verdict == "accepted")


@fact
def cert_type(dossier: Dossier, properties: Properties) -> str:
    """The kind of certificate of the line being looked at."""
    result = dossier.results.get(int(properties["line"]))
    return (result.cert_type or "") if result else ""


@fact
def assessor_type(dossier: Dossier, properties: Properties) -> str:
    """Who assessed the learner: an authority, a social body, the enterprise itself; or none."""
    result = dossier.results.get(int(properties["line"]))
    return (result.assessor_type or "none") if result else "none"


def _enough(kind: str, counted: str) -> None:
    """Enter the fact that enough evidence of one kind was recorded for a line (CQ-23)."""

    def ask(dossier: Dossier, properties: Properties) -> bool:
        total = dossier.learning.get(int(properties["line"]))
        needed = int(str(dossier.value(f"evidence_{kind}_min").value))
        return (getattr(total, counted) if total else 0) >= needed

    ask.__name__ = f"{kind}_ok"
    fact(ask)


_enough("face", "face_checks")
_enough("random", "random_checks")
_enough("image", "images")
