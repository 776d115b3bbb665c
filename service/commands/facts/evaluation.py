"""Facts about an evaluation and the catalogue entry it led to."""

from datetime import datetime

from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact
from service.commands.supervision import evaluating

# What a platform has to be able to do where the place asks for it.
FUNCTIONS = frozenset({"urge", "record", "statistics", "monitor"})


@fact
def eval_kind(dossier: Dossier, _: Properties) -> str:
    """What is evaluated: a platform, a course, a specialty, an institution."""
    return evaluating.evaluation(dossier).kind


@fact
def eval_qualified(dossier: Dossier, _: Properties) -> bool:
    """Whether the papers were found in order."""
    return bool(evaluating.evaluation(dossier).qualified)


@fact
def eval_mean_ok(dossier: Dossier, _: Properties) -> bool:
    """Whether the experts' mean reaches the pass mark."""
    return evaluating.reaches(dossier)


@fact
def eval_functions_ok(dossier: Dossier, _: Properties) -> bool:
    """Whether a platform urges, records, counts and monitors; other things need not."""
    row = evaluating.evaluation(dossier)
    return row.kind != "platform" or set(row.functions) >= FUNCTIONS


@fact
def evaluation_publicity_end(dossier: Dossier, _: Properties) -> datetime | None:
    """When what was decided has been on public notice long enough."""
    decided_on = evaluating.evaluation(dossier).decided_on
    return dossier.end_of("eval_publicity_workdays", after=decided_on)


@fact
def listing_has_end(dossier: Dossier, _: Properties) -> bool:
    """Whether the entry runs out one day."""
    return evaluating.ends_at(dossier) is not None


@fact
def listing_reminder_at(dossier: Dossier, _: Properties) -> datetime | None:
    """When its owner is reminded of that."""
    return evaluating.reminds_at(dossier)


@fact
def listing_ends_at(dossier: Dossier, _: Properties) -> datetime | None:
    """When the end comes that its owner was reminded of."""
    return evaluating.waited_end(dossier)


@fact
def listing_extended(dossier: Dossier, _: Properties) -> bool:
    """Whether it holds longer than it did when its end was waited for."""
    end = evaluating.ends_at(dossier)
    return end is not None and end > dossier.now
