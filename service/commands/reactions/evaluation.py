"""What the signals of an evaluation mean: people told, and the catalogue entry itself."""

from collections.abc import Callable, Mapping

from service.commands.dossier import Dossier
from service.commands.messages import tell_institution, tell_lane, until
from service.commands.supervision import evaluating
from service.records.catalogue import CatalogueEntry
from workflows import Signal

LEVELS: Mapping[str, str] = {"county": "county_reviewer"}


def filed(dossier: Dossier, _: Signal) -> None:
    """Whoever has it scored hears of the application."""
    level = str(dossier.decide("eval_level").values["level"])
    tell_lane(
        dossier,
        "evaluation_filed",
        LEVELS.get(level, "city_reviewer"),
        class_name=evaluating.evaluation(dossier).name,
        **until(dossier, "evaluation"),
    )


def told(template: str) -> Callable[[Dossier, Signal], None]:
    """The applicant hears how its application stands."""

    def tell(dossier: Dossier, _: Signal) -> None:
        row = evaluating.evaluation(dossier)
        day = row.valid_to.isoformat() if row.valid_to else ""
        tell_institution(dossier, template, class_name=row.name, **({"due": day} if day else {}))

    return tell


def listed(dossier: Dossier, signal: Signal) -> None:
    """Nobody stood against it: it stands in the catalogue from now on."""
    row = evaluating.evaluation(dossier)
    entry = CatalogueEntry(
        jurisdiction=dossier.case.jurisdiction,
        kind=row.kind,
        code=row.code,
        name=row.name,
        owner_uscc=dossier.institution.uscc,
        audience=row.audience,
        origin=row.origin,
        is_free=row.is_free,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        decided_by=row.decided_by or "",
        decision_no=row.decision_no,
        filing_no=row.filing_no,
        entered_at=dossier.now,
        published_at=dossier.now,
        case_id=dossier.case.id,
    )
    dossier.session.add(entry)
    dossier.session.flush()
    row.entry_id = entry.id
    dossier.session.flush()
    told("evaluation_listed")(dossier, signal)


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "evaluation_filed": filed,
    "evaluation_published": told("evaluation_published"),
    "evaluation_listed": listed,
    "evaluation_refused": told("evaluation_refused"),
    "listing_expires_soon": told("listing_expires_soon"),
    "listing_expired": told("listing_expired"),
}
