"""One evaluation: what was applied for, how it scored, and the entry it led to."""

from datetime import datetime, time, timedelta

from service.commands.dossier import Dossier
from service.domain.calendar import beijing_time, day_end
from service.domain.refusals import NotNow
from service.records.catalogue import CatalogueEntry
from service.records.evaluation import Evaluation, EvaluationScore, scores_of

CRITERIA = 3
OPENING_HOUR = time(9)


def evaluation(dossier: Dossier) -> Evaluation:
    """What is evaluated; there is nothing before the application."""
    found = dossier.session.get(Evaluation, dossier.case.id)
    if found is None:
        raise NotNow("还没有申请评估。", "Nothing has been applied for yet.")
    return found


def entry(dossier: Dossier) -> CatalogueEntry | None:
    """The catalogue entry the evaluation led to."""
    row = evaluation(dossier)
    return dossier.session.get(CatalogueEntry, row.entry_id) if row.entry_id else None


def reaches(dossier: Dossier) -> bool:
    """Whether the mean over all experts and criteria reaches the pass mark, without a fraction."""
    scores = scores_of(dossier.session, dossier.case.id)
    wanted = int(str(dossier.value("eval_pass_score").value))
    return bool(scores) and sum(map(_given, scores)) >= wanted * CRITERIA * len(scores)


def mean(dossier: Dossier) -> float:
    """The mean as people read it, to two places."""
    scores = scores_of(dossier.session, dossier.case.id)
    return round(sum(map(_given, scores)) / (CRITERIA * len(scores)), 2) if scores else 0.0


def ends_at(dossier: Dossier) -> datetime | None:
    """When the entry runs out or has been removed, as it stands in the catalogue now."""
    # The diagram asks before the entry is made; until then the decision says when it will end.
    row = entry(dossier)
    ends = (row.valid_to, row.ended_on) if row else (evaluation(dossier).valid_to,)
    days = [day for day in ends if day is not None]
    return day_end(min(days)) if days else None


def reminds_at(dossier: Dossier) -> datetime | None:
    """When the owner is told that the entry will run out."""
    row = entry(dossier) or evaluation(dossier)
    if row.valid_to is None:
        return None
    ahead = timedelta(days=int(str(dossier.value("eval_remind_days").value)))
    return beijing_time(row.valid_to - ahead, OPENING_HOUR)


def waited_end(dossier: Dossier) -> datetime | None:
    """The end that was reminded of; one put off since is reminded of anew once this has passed."""
    told, now_ends = reminds_at(dossier), ends_at(dossier)
    first = evaluation(dossier).valid_to
    if told is None or first is None or now_ends is None or told <= dossier.now:
        return now_ends
    return min(now_ends, day_end(first))


def _given(score: EvaluationScore) -> int:
    return score.legality + score.reputation + score.service
