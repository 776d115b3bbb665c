"""Facts about the request to open a class."""

from datetime import datetime

from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact


@fact
def listed_black(dossier: Dossier, _: Properties) -> bool:
    """Whether applicant or trainer stands today on a black list that bars here (CQ-25)."""
    return dossier.is_on("black_list_bars") and "black" in dossier.colours


@fact
def correction_due(dossier: Dossier, _: Properties) -> datetime | None:
    """When the time to mend the request ends."""
    return dossier.deadlines.due("correction")


@fact
def opening_overdue_at(dossier: Dossier, _: Properties) -> datetime | None:
    """When the head takes over; never again once the head has handed the request back."""
    if dossier.opening.overdue_handed_back:
        return None
    return dossier.deadlines.due("opening_review")


@fact
def applicant_type(dossier: Dossier, _: Properties) -> str:
    """Who asks: school, enterprise, platform …"""
    return dossier.opening.applicant_type or ""


@fact
def training_mode(dossier: Dossier, _: Properties) -> str:
    """How the class is organised: ordinary, by project, by the enterprise itself …"""
    return dossier.opening.training_mode or ""


@fact
def specialty_class(dossier: Dossier, _: Properties) -> str:
    """Which part of the catalogue the occupation belongs to."""
    return dossier.opening.specialty_class or ""


@fact
def course_kind(dossier: Dossier, _: Properties) -> str:
    """The kind of course: before the job, of knowledge, with simulation, of practice …"""
    return str(dossier.opening.particulars.get("course_kind") or "")


@fact
def level(dossier: Dossier, _: Properties) -> str:
    """The level the class leads to."""
    return dossier.opening.level or ""


@fact
def process(dossier: Dossier, _: Properties) -> str:
    """Which diagram the case runs."""
    return dossier.case.process


@fact
def industry_class(dossier: Dossier, _: Properties) -> str:
    """The industry an enterprise belongs to, as the place groups them."""
    return str(dossier.opening.particulars.get("industry_class") or "none")
